'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';
import { messageButtonClass, PageMessage } from '@/components/ui/page-message';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that could not be made: usually the backend is away for a moment. */
const ErrorPage = ({ error, reset }: ErrorPageProps) => {
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  return (
    <PageMessage
      title="This page could not be loaded"
      action={
        <button
          type="button"
          className={messageButtonClass}
          onClick={() =>
            startTransition(() => {
              router.refresh();
              reset();
            })
          }
        >
          Try again
        </button>
      }
    >
      Something on our side did not answer. Your tasks are safe; try again in a moment.
      {error.digest !== undefined && ` If it stays, report the number ${error.digest}.`}
    </PageMessage>
  );
};

export default ErrorPage;
