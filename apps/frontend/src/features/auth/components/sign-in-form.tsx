'use client';

import { logIn, type SignedIn, type User } from '@todo/contracts';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { api } from '@/lib/api';
import { useContractForm } from '@/lib/use-contract-form';
import { tellOtherTabs } from '../hooks/session-channel';
import { FormFailure } from './form-failure';

interface SignInFormProps {
  /** Signing in again as somebody: the address is given. */
  email?: string;
  onSignedIn: (user: User) => void;
}

/** E-mail address and password. */
export const SignInForm = ({ email, onSignedIn }: SignInFormProps) => {
  const { field, submit, sending, failureWords } = useContractForm({
    schema: logIn,
    defaultValues: { email: email ?? '', password: '' },
    labels: { email: 'E-mail address', password: 'Password' },
    send: async (body) => {
      const { data } = await api<Pick<SignedIn, 'user'>>('POST', '/api/auth/login', { body });
      tellOtherTabs({ type: 'signed-in', userId: data.user.id });
      onSignedIn(data.user);
    },
  });
  return (
    // `method` only matters before the script is there: without it the password would end up in the address.
    <form method="post" noValidate onSubmit={submit} className="grid gap-3">
      <FormFailure words={failureWords} />
      <TextField
        {...field('email')}
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        readOnly={email !== undefined}
      />
      <PasswordField {...field('password')} autoComplete="current-password" required />
      <Button type="submit" variant="primary" busy={sending} className="mt-1">
        Sign in
      </Button>
    </form>
  );
};
