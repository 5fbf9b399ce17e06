'use client';

import { type SignedIn, signUp } from '@todo/contracts';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { ApiProblem, api } from '@/lib/api';
import { useContractForm } from '@/lib/use-contract-form';
import { tellOtherTabs } from '../hooks/session-channel';
import { FormFailure } from './form-failure';

const schema = z
  .object({ ...signUp.pick({ name: true, email: true, password: true }).shape, confirmation: z.string() })
  .refine((form) => form.password === form.confirmation, {
    path: ['confirmation'],
    error: 'The two passwords are not the same.',
    // Said as soon as both are there, not only once everything else is right.
    when: ({ value }) =>
      z.object({ password: z.string(), confirmation: z.string() }).safeParse(value).success,
  });

/** Makes an account and goes on to `next`, a path of ours. */
export const SignUpForm = ({ next }: { next: string }) => {
  const { field, submit, sending, failure, failureWords } = useContractForm({
    schema,
    defaultValues: { name: '', email: '', password: '', confirmation: '' },
    labels: {
      name: 'Name',
      email: 'E-mail address',
      password: 'Password',
      confirmation: 'Password again',
    },
    send: async ({ name, email, password }) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const { data } = await api<Pick<SignedIn, 'user'>>('POST', '/api/auth/signup', {
        body: { name, email, password, time_zone: timeZone ?? 'UTC' },
      }).catch((error: unknown) => {
        if (!(error instanceof ApiProblem) || error.code !== 'email_taken') throw error;
        const { code, status, retryAfter } = error;
        const message =
          'There is an account with this e-mail address. Sign in instead, or use another address.';
        throw new ApiProblem(message, { code, status, retryAfter, fields: { email: message } });
      });
      tellOtherTabs({ type: 'signed-in', userId: data.user.id });
      window.location.assign(next);
    },
  });

  if (failure instanceof ApiProblem && failure.code === 'signup_closed')
    return (
      <FormFailure words="Sign-up is closed on this site. Ask the person who runs it for an account; if you have one, sign in." />
    );
  return (
    // `method` only matters before the script is there: without it the password would end up in the address.
    <form method="post" noValidate onSubmit={submit} className="grid gap-3">
      <FormFailure words={failureWords} />
      <TextField {...field('name')} autoComplete="name" hint="Optional. Shown to you only." />
      <TextField {...field('email')} type="email" autoComplete="email" inputMode="email" required />
      <PasswordField
        {...field('password')}
        autoComplete="new-password"
        required
        hint="At least 8 characters. A few words in a row are easy to remember."
      />
      <PasswordField {...field('confirmation')} autoComplete="new-password" required />
      <Button type="submit" variant="primary" busy={sending} className="mt-1">
        Create account
      </Button>
    </form>
  );
};
