'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';
import { Button } from '@/components/ui/button';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that could not be made: usually the backend is away for a moment. */
const ErrorPage = ({ error, reset }: ErrorPageProps) => {
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  return (
    <main className="mx-auto grid min-h-[80dvh] max-w-sm content-center justify-items-start gap-3 px-4">
      <h1 className="text-title font-bold">This page could not be loaded</h1>
      <p className="text-soft">
        Something on our side did not answer. Your tasks are safe; try again in a moment.
        {error.digest !== undefined && ` If it stays, report the number ${error.digest}.`}
      </p>
      <Button
        variant="primary"
        onClick={() =>
          startTransition(() => {
            router.refresh();
            reset();
          })
        }
      >
        Try again
      </Button>
    </main>
  );
};

export default ErrorPage;
