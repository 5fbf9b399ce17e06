'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ToastProvider } from '@/components/ui/toast';
import { createSignedOutSignal, SignedOutContext } from '@/features/auth/hooks/signed-out';
import { createQueryClient } from '@/lib/query-client';

/** What every page has: the query client, toasts, and the word when the session has ended. */
export const Providers = ({ children }: { children: ReactNode }) => {
  const [signedOut] = useState(createSignedOutSignal);
  const [queryClient] = useState(() => createQueryClient({ onSignedOut: signedOut.raise }));
  return (
    // Base UI would add style elements that our Content-Security-Policy refuses.
    <CSPProvider disableStyleElements>
      <SignedOutContext value={signedOut}>
        <QueryClientProvider client={queryClient}>
          <ToastProvider>{children}</ToastProvider>
        </QueryClientProvider>
      </SignedOutContext>
    </CSPProvider>
  );
};
