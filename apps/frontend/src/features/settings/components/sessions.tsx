'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '@todo/contracts';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useToasts } from '@/components/ui/toast';
import { useLocale, useUser } from '@/features/auth/hooks/user';
import { api, messageOf } from '@/lib/api';
import { deviceName } from '../device-name';

export const SESSIONS = ['sessions'];

const SessionRow = ({ session }: { session: Session }) => {
  const locale = useLocale();
  const { time_zone: timeZone } = useUser();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => api('DELETE', `/api/auth/sessions/${encodeURIComponent(session.id)}`),
    onSuccess: () => toasts.show({ message: `${name} is signed out.` }),
    onError: (error) =>
      toasts.show({ tone: 'danger', message: `${name} is still signed in. ${messageOf(error)}` }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: SESSIONS }),
  });
  const name = deviceName(session.user_agent);
  const used = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(session.last_used_at),
  );
  return (
    <li className="flex min-h-16 items-center gap-4 border-line py-2 not-first:border-t">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          {name}
          {session.current && <span className="ml-2 font-normal text-accent">this device</span>}
        </p>
        <p className="text-small text-soft">
          Last used {used}
          {session.ip_address !== null && ` from ${session.ip_address}`}
        </p>
      </div>
      {!session.current && (
        <Button
          busy={end.isPending}
          onClick={() => end.mutate()}
          aria-label={`Sign out ${name}, last used ${used}`}
        >
          Sign out
        </Button>
      )}
    </li>
  );
};

/** Where the person is signed in, this device first. */
export const Sessions = () => {
  const { data, error, refetch } = useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await api<Session[]>('GET', '/api/auth/sessions', { signal })).data,
  });
  if (data === undefined && error !== null)
    return (
      <Banner tone="danger" action={<Button onClick={() => refetch()}>Load again</Button>}>
        Your devices could not be loaded. {messageOf(error)}
      </Banner>
    );
  if (data === undefined)
    return (
      <div role="status" aria-label="Loading the devices" className="grid h-16 content-center gap-2">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-3 w-56" />
      </div>
    );
  const sorted = [...data].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.last_used_at.localeCompare(a.last_used_at),
  );
  return (
    <ul className="-mt-2">
      {sorted.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </ul>
  );
};
