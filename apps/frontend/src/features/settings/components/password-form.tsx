'use client';

import { useQueryClient } from '@tanstack/react-query';
import { passwordChange } from '@todo/contracts';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { useToasts } from '@/components/ui/toast';
import { FormFailure } from '@/features/auth/components/form-failure';
import { useUser } from '@/features/auth/hooks/user';
import { api } from '@/lib/api';
import { useContractForm } from '@/lib/use-contract-form';
import { wrongPasswordAt } from '../wrong-password';
import { SESSIONS } from './sessions';

const schema = z
  .object({ ...passwordChange.shape, confirmation: z.string() })
  .refine((form) => form.new_password === form.confirmation, {
    path: ['confirmation'],
    error: 'The two passwords are not the same.',
  });

/** Changes the password and ends every other session. */
export const PasswordForm = () => {
  const { email } = useUser();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const { form, field, submit, sending, failureWords } = useContractForm({
    schema,
    defaultValues: { current_password: '', new_password: '', confirmation: '' },
    labels: {
      current_password: 'Current password',
      new_password: 'New password',
      confirmation: 'New password again',
    },
    send: async ({ current_password, new_password }) => {
      await api('POST', '/api/auth/password', { body: { current_password, new_password } }).catch(
        wrongPasswordAt('current_password'),
      );
      form.reset();
      void queryClient.invalidateQueries({ queryKey: SESSIONS });
      toasts.show({ id: 'password', message: 'Password changed. Every other device is signed out.' });
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid justify-items-start gap-3 *:w-full">
      <FormFailure words={failureWords} />
      {/* Tells a password manager whose password this is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField {...field('current_password')} autoComplete="current-password" required />
      <PasswordField
        {...field('new_password')}
        autoComplete="new-password"
        required
        hint="At least 8 characters."
      />
      <PasswordField {...field('confirmation')} autoComplete="new-password" required />
      <Button type="submit" busy={sending} className="sm:w-auto!">
        Change password
      </Button>
    </form>
  );
};
