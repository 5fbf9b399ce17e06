'use client';

import type { PersonalToken } from '@todo/contracts';
import { clsx } from 'clsx';
import { lazy, Suspense, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useLocale, useUser } from '@/features/auth/hooks/user';
import { messageOf } from '@/lib/api';
import { useAccessTokens } from '../hooks/use-access-tokens';
import { scopesInWords, tokenTimesInWords } from '../token-words';

const loadCreation = () => import('./create-token-dialog');
const CreateTokenDialog = lazy(loadCreation);
const loadRevocation = () => import('./revoke-token-dialog');
const RevokeTokenDialog = lazy(loadRevocation);

interface TokenRowProps {
  token: PersonalToken;
  onRevoke: (trigger: HTMLButtonElement) => void;
}

const TokenRow = ({ token, onRevoke }: TokenRowProps) => {
  const locale = useLocale();
  const { time_zone: timeZone } = useUser();
  const { expired, expiry, lastUse } = tokenTimesInWords(token, { locale, timeZone, now: Date.now() });
  return (
    <li className="flex min-h-16 items-center gap-4 border-line py-2 not-first:border-t">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold" title={token.name}>
          {token.name}
        </p>
        <p className="text-small text-soft">
          {scopesInWords(token.scopes)}, <span className={clsx(expired && 'text-danger')}>{expiry}</span>,{' '}
          {lastUse}
        </p>
      </div>
      <Button
        onPointerEnter={() => void loadRevocation().catch(() => undefined)}
        onClick={(event) => onRevoke(event.currentTarget)}
        aria-label={`Revoke ${token.name}…`}
      >
        Revoke…
      </Button>
    </li>
  );
};

const TokenList = ({
  onRevoke,
}: {
  onRevoke: (token: PersonalToken, trigger: HTMLButtonElement) => void;
}) => {
  const { data, error, refetch } = useAccessTokens();
  if (data === undefined && error !== null)
    return (
      <Banner tone="danger" action={<Button onClick={() => refetch()}>Load again</Button>}>
        The access tokens could not be loaded. {messageOf(error)}
      </Banner>
    );
  if (data === undefined)
    return (
      <div role="status" aria-label="Loading the access tokens" className="grid h-6 content-center">
        <Skeleton className="h-4 w-40" />
      </div>
    );
  if (data.length === 0) return <p className="text-soft">No program has access to your tasks.</p>;
  return (
    <ul aria-label="Access tokens" className="-mt-2">
      {data.map((token) => (
        <TokenRow key={token.id} token={token} onRevoke={(trigger) => onRevoke(token, trigger)} />
      ))}
    </ul>
  );
};

/** What programs come with: the list, the way to a new one, and the way to be rid of one. */
export const AccessTokens = ({ mcpUrl }: { mcpUrl: string }) => {
  const [creation, setCreation] = useState<'never' | 'open' | 'closed'>('never');
  const [revocation, setRevocation] = useState<{ token: PersonalToken; open: boolean } | null>(null);
  const createButton = useRef<HTMLButtonElement>(null);
  /** The button that opened the question, or what stands when its row is gone. */
  const afterRevocation = useRef<HTMLButtonElement | null>(null);
  return (
    <div className="grid grid-cols-1 gap-4">
      <TokenList
        onRevoke={(token, trigger) => {
          afterRevocation.current = trigger;
          setRevocation({ token, open: true });
        }}
      />
      <Button
        ref={createButton}
        className="w-full sm:w-auto sm:justify-self-start"
        onPointerEnter={() => void loadCreation().catch(() => undefined)}
        onClick={() => setCreation('open')}
      >
        Create access token…
      </Button>
      <Suspense>
        {creation !== 'never' && (
          <CreateTokenDialog
            open={creation === 'open'}
            onOpenChange={(open) => setCreation(open ? 'open' : 'closed')}
            mcpUrl={mcpUrl}
            finalFocus={createButton}
          />
        )}
        {revocation !== null && (
          <RevokeTokenDialog
            {...revocation}
            onOpenChange={(open) => setRevocation({ ...revocation, open })}
            onRevoked={() => {
              afterRevocation.current = createButton.current;
            }}
            onClosed={() => setRevocation(null)}
            finalFocus={afterRevocation}
          />
        )}
      </Suspense>
    </div>
  );
};
