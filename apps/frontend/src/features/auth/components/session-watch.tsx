'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { User } from '@todo/contracts';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/api';
import { listenToOtherTabs } from '../hooks/session-channel';
import { type SignedOutSignal, useIsSignedOut, useSignedOutSignal } from '../hooks/signed-out';
import { useUser } from '../hooks/user';

const SignInAgain = lazy(() => import('./sign-in-again'));

/** Loads the page for whoever is signed in now; until then nothing of it shows. */
const startAnew = (signal: SignedOutSignal) => {
  document.body.hidden = true;
  // Whoever is there now is not asked about what somebody else did not save.
  signal.raise();
  window.location.reload();
};

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
        else if (news.userId !== id) startAnew(signal);
        else if (signal.get()) {
          setAsking(false);
          signal.clear();
          void queryClient.invalidateQueries();
        }
      }),
    [id, queryClient, signal],
  );

  // Going back may bring the page as it was left, out of the browser's memory.
  useEffect(() => {
    const comeBack = async ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      document.body.hidden = true;
      const signedIn = await api<User>('GET', '/api/auth/me').catch(() => null);
      if (signedIn?.data.id === id) document.body.hidden = false;
      else startAnew(signal);
    };
    window.addEventListener('pageshow', comeBack);
    return () => window.removeEventListener('pageshow', comeBack);
  }, [id, signal]);

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
