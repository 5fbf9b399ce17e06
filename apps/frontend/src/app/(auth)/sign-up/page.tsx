import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { SignUpForm } from '@/features/auth/components/sign-up-form';
import { currentUser } from '@/features/auth/server/current-user';
import { HOME } from '@/lib/safe-path';

export const metadata: Metadata = { title: 'Create an account' };

const Page = async () => {
  if ((await currentUser()) !== null) redirect(HOME);
  return (
    <>
      <h1 className="text-title font-bold">Create an account</h1>
      <SignUpForm next={HOME} />
      <p className="text-soft">
        Have an account?{' '}
        <Link href="/sign-in" className="rounded font-semibold text-accent underline underline-offset-2">
          Sign in
        </Link>
      </p>
    </>
  );
};

export default Page;
