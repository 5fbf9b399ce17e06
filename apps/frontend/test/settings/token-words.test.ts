import { describe, expect, it } from 'vitest';
import { scopesInWords, tokenTimesInWords } from '@/features/settings/token-words';

const now = Date.UTC(2026, 0, 26, 10);
const inWords = (expires_at: string, last_used_at: string | null = null) =>
  tokenTimesInWords({ expires_at, last_used_at }, { locale: 'en-GB', timeZone: 'Asia/Tokyo', now });

describe('an access token in words', () => {
  it('says what it may do', () => {
    expect(scopesInWords(['tasks:read', 'tasks:write'])).toBe('Read and write');
    expect(scopesInWords(['tasks:read'])).toBe('Read only');
    expect(scopesInWords(['tasks:write'])).toBe('Write only');
  });

  it("says days and times in the person's time zone", () => {
    expect(inWords('2026-04-26T20:00:00.000Z')).toEqual({
      expired: false,
      expiry: 'expires 27 Apr 2026',
      lastUse: 'never used',
    });
    expect(inWords('2026-04-26T20:00:00.000Z', '2026-01-25T23:30:00.000Z').lastUse).toBe(
      'last used 26 Jan 2026, 08:30',
    );
  });

  it('has expired from the very moment on', () => {
    expect(inWords('2026-01-26T10:00:00.000Z')).toMatchObject({
      expired: true,
      expiry: 'expired 26 Jan 2026',
    });
    expect(inWords('2026-01-26T10:00:00.001Z').expired).toBe(false);
  });
});
