import Link from 'next/link';
import { redirect } from 'next/navigation';
import { buttonClass } from '@/components/ui/button';
import { Wordmark } from '@/components/ui/wordmark';
import { currentUser } from '@/features/auth/server/current-user';
import { Sample } from '@/features/landing/components/sample';
import { HOME } from '@/lib/safe-path';

const PROMISES = [
  [
    'Saved as you go',
    'What you tick or type counts at once. If it could not be kept, you are told, and it is still there.',
  ],
  [
    'Undo instead of “are you sure”',
    'Delete without fear: one press brings it back, and the trash keeps it for 30 days.',
  ],
  [
    'The same list everywhere',
    'Open it in a second window or on your phone. Changes appear there by themselves.',
  ],
] as const;

const Landing = async () => {
  if ((await currentUser()) !== null) redirect(HOME);
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[68rem] grid-rows-[auto_1fr_auto] px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between sm:h-20">
        <Wordmark className="h-7" />
        <Link href="/sign-in" className={buttonClass('quiet', '-mr-4 sm:-mr-3.5')}>
          Sign in
        </Link>
      </header>
      <main className="grid content-center gap-14 py-8 sm:gap-20">
        <div className="grid items-center gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="grid justify-items-start gap-5">
            <h1 className="text-display font-bold tracking-tight text-balance">
              What needs doing, and nothing else.
            </h1>
            <p className="max-w-[34ch] text-lead text-soft">
              A calm list for your days. Write it down, tick it off, get on with it.
            </p>
            <Link href="/sign-up" className={buttonClass('primary', 'sm:min-h-11 sm:px-5')}>
              Create an account
            </Link>
          </div>
          <Sample />
        </div>
        <ul className="grid gap-x-12 gap-y-6 border-t border-line pt-8 sm:grid-cols-3">
          {PROMISES.map(([title, text]) => (
            <li key={title} className="grid content-start gap-1">
              <h2 className="font-bold">{title}</h2>
              <p className="text-soft">{text}</p>
            </li>
          ))}
        </ul>
      </main>
      <footer className="py-6 text-small text-soft">Open source, MIT licence.</footer>
    </div>
  );
};

export default Landing;
