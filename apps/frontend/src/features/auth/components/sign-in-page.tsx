'use client';

import { SignInForm } from './sign-in-form';

/** Signs in and loads `next`, a path of ours, anew: nothing of who was here before stays. */
export const SignInPage = ({ next }: { next: string }) => (
  <SignInForm onSignedIn={() => window.location.assign(next)} />
);
