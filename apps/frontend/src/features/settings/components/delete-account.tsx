'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';

const load = () => import('./delete-account-dialog');
const DeleteAccountDialog = lazy(load);

/** The way to the dialog that deletes the account. */
export const DeleteAccount = () => {
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  return (
    <>
      <Button
        variant="danger"
        className="w-full self-start sm:w-auto sm:justify-self-start"
        onPointerEnter={() => void load().catch(() => undefined)}
        onClick={() => setState('open')}
      >
        Delete account…
      </Button>
      {state !== 'never' && (
        <Suspense>
          <DeleteAccountDialog
            open={state === 'open'}
            onOpenChange={(open) => setState(open ? 'open' : 'closed')}
          />
        </Suspense>
      )}
    </>
  );
};
