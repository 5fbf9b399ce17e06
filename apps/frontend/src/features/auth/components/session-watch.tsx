'use client';

import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { listenToOtherTabs } from '../hooks/session-channel';
import { useIsSignedOut, useSignedOutSignal } from '../hooks/signed-out';
import { useUser } from '../hooks/user';

const SignInAgain = lazy(() => import('./sign-in-again'));

/** Says when the session is over, here or in another tab, and offers to sign in without losing what was typed. */
const SessionWatch = () => {
  const { id } = useUser();
  const queryClient = useQueryClient();
  const signal = useSignedOutSignal();
  const signedOut = useIsSignedOut();
  const [asking, setAsking] = useState(false);

  const goOn = () => {
    setAsking(false);
    signal.clear();
    void queryClient.invalidateQueries();
  };

  useEffect(
    () =>
      listenToOtherTabs((news) => {
        if (news.type === 'signed-out') signal.raise();
        // The cookie is now somebody else's: this page must not stay on screen.
        else if (news.userId !== id) window.location.reload();
        else if (signal.get()) {
          setAsking(false);
          signal.clear();
          void queryClient.invalidateQueries();
        }
      }),
    [id, queryClient, signal],
  );

  if (!signedOut) return null;
  return (
    <>
      <Banner
        tone="warn"
        action={
          <Button variant="primary" onClick={() => setAsking(true)}>
            Sign in again
          </Button>
        }
      >
        You are signed out. What you typed here is kept: sign in again to go on.
      </Banner>
      {asking && (
        <Suspense>
          <SignInAgain open onOpenChange={setAsking} onSignedIn={goOn} />
        </Suspense>
      )}
    </>
  );
};

export default SessionWatch;
