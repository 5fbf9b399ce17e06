'use client';

import type { PersonalToken } from '@todo/contracts';
import { type RefObject, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useToasts } from '@/components/ui/toast';
import { FormFailure } from '@/features/auth/components/form-failure';
import { failureInWords } from '@/lib/words';
import { useRevokeAccessToken } from '../hooks/use-access-tokens';

interface RevokeTokenDialogProps {
  token: PersonalToken;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
  onClosed: () => void;
  /** Takes the focus when it closes. */
  finalFocus: RefObject<HTMLElement | null>;
}

/** Asks before a token stops working, which can't be undone. */
const RevokeTokenDialog = ({ token, onRevoked, ...dialog }: RevokeTokenDialogProps) => {
  const toasts = useToasts();
  const revoke = useRevokeAccessToken();
  const keep = useRef<HTMLButtonElement>(null);
  const confirm = () =>
    revoke.mutate(token.id, {
      onSuccess: () => {
        onRevoked();
        dialog.onOpenChange(false);
        toasts.show({ message: `“${token.name}” is revoked.` });
      },
    });
  return (
    <Dialog
      {...dialog}
      initialFocus={keep}
      title={`Revoke “${token.name}”?`}
      description="Programs that use it are refused from then on. This cannot be undone."
    >
      <FormFailure words={revoke.error === null ? null : failureInWords(revoke.error)} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button ref={keep} onClick={() => dialog.onOpenChange(false)}>
          Keep token
        </Button>
        <Button variant="danger" busy={revoke.isPending} onClick={confirm}>
          Revoke token
        </Button>
      </div>
    </Dialog>
  );
};

export default RevokeTokenDialog;
