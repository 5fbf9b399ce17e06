import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { SignInPage } from '@/features/auth/components/sign-in-page';
import { currentUser } from '@/features/auth/server/current-user';
import { HOME, safePath } from '@/lib/safe-path';

export const metadata: Metadata = { title: 'Sign in' };

const Page = async ({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) => {
  const asked = [(await searchParams).next].flat()[0];
  const next = safePath(asked);
  if ((await currentUser()) !== null) redirect(next);
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-title font-bold">Sign in</h1>
        {asked !== undefined && next !== HOME && <p className="text-soft">Then you go on where you were.</p>}
      </div>
      <SignInPage next={next} />
      <p className="text-soft">
        No account yet?{' '}
        <Link href="/sign-up" className="rounded font-semibold text-accent underline underline-offset-2">
          Create one
        </Link>
      </p>
    </>
  );
};

export default Page;
