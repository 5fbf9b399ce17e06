'use client';

import { accountDeletion } from '@todo/contracts';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { PasswordField } from '@/components/ui/password-field';
import { FormFailure } from '@/features/auth/components/form-failure';
import { tellOtherTabs } from '@/features/auth/hooks/session-channel';
import { forgetPerson } from '@/features/auth/hooks/use-sign-out';
import { useUser } from '@/features/auth/hooks/user';
import { api } from '@/lib/api';
import { useContractForm } from '@/lib/use-contract-form';
import { wrongPasswordAt } from '../wrong-password';

interface DeleteAccountDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const DeletionForm = ({ onCancel }: { onCancel: () => void }) => {
  const { id, email } = useUser();
  const { field, submit, sending, failureWords } = useContractForm({
    schema: accountDeletion,
    defaultValues: { password: '' },
    labels: { password: 'Password' },
    send: async (body) => {
      await api('DELETE', '/api/auth/me', { body }).catch(wrongPasswordAt('password'));
      await forgetPerson(id);
      tellOtherTabs({ type: 'signed-out' });
      window.location.assign('/');
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-3">
      <FormFailure words={failureWords} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField {...field('password')} autoComplete="current-password" required />
      <div className="mt-1 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button onClick={onCancel}>Keep account</Button>
        <Button type="submit" variant="danger" busy={sending}>
          Delete account and all tasks
        </Button>
      </div>
    </form>
  );
};

/** Asks for the password before everything is gone. */
const DeleteAccountDialog = ({ open, onOpenChange }: DeleteAccountDialogProps) => {
  const { email } = useUser();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Delete your account?"
      description={`The account ${email}, its tasks and its trash are deleted at once. This cannot be undone.`}
    >
      <DeletionForm onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
};

export default DeleteAccountDialog;
