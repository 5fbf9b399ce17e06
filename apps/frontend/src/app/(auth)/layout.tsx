import Link from 'next/link';
import type { ReactNode } from 'react';
import { Wordmark } from '@/components/ui/wordmark';

const AuthLayout = ({ children }: { children: ReactNode }) => (
  <div className="mx-auto grid min-h-dvh w-full max-w-[25rem] content-start gap-8 px-4 pt-6 pb-16 sm:pt-[14dvh]">
    <header>
      <Link href="/" className="inline-block rounded">
        <Wordmark className="h-8" />
      </Link>
    </header>
    <main className="grid gap-6">{children}</main>
  </div>
);

export default AuthLayout;
