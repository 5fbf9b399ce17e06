import type { PersonalToken, Scope } from '@todo/contracts';

/** What a token may do, as a person says it. */
export const scopesInWords = (scopes: readonly Scope[]): string => {
  if (!scopes.includes('tasks:write')) return 'Read only';
  return scopes.includes('tasks:read') ? 'Read and write' : 'Write only';
};

/** How long a token lives and when it was last used, in the person's time zone. */
export const tokenTimesInWords = (
  { expires_at, last_used_at }: Pick<PersonalToken, 'expires_at' | 'last_used_at'>,
  { locale, timeZone, now }: { locale: string; timeZone: string; now: number },
): { expired: boolean; expiry: string; lastUse: string } => {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const minute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const expired = Date.parse(expires_at) <= now;
  return {
    expired,
    expiry: `${expired ? 'expired' : 'expires'} ${day.format(new Date(expires_at))}`,
    lastUse: last_used_at === null ? 'never used' : `last used ${minute.format(new Date(last_used_at))}`,
  };
};
