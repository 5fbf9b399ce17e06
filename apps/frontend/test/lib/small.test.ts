import { afterEach, describe, expect, it, vi } from 'vitest';
import { deviceName } from '@/features/settings/device-name';
import { localeFrom } from '@/lib/locale';
import { randomId } from '@/lib/random';
import { PAPER, themeColors, themeCookie, themeFrom } from '@/lib/theme';
import { fieldInWords, waitInWords } from '@/lib/words';
import { parseEnv } from '@/server/env';

describe('words', () => {
  it.each([
    [1, '1 second'],
    [45, '45 seconds'],
    [100, '2 minutes'],
    [61, '61 seconds'],
    [600, '10 minutes'],
  ])('%d seconds are "%s"', (seconds, words) => expect(waitInWords(seconds)).toBe(words));

  it('a field is asked for when it is empty, and named when it is wrong', () => {
    expect(fieldInWords('Password', 'must have at least 8 characters', 'short')).toBe(
      'Password must have at least 8 characters.',
    );
    expect(fieldInWords('Password', 'must have at least 8 characters', '')).toBe('Enter your password.');
    expect(fieldInWords('Password', 'The two passwords are not the same.', 'x')).toBe(
      'The two passwords are not the same.',
    );
    expect(fieldInWords('Password', undefined, '')).toBeUndefined();
  });
});

describe('a random id', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is a UUID, also where the page is no secure context', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(randomId()).not.toBe(randomId());
  });
});

describe('the theme', () => {
  it('is the system’s unless a cookie of ours says otherwise', () => {
    expect(themeFrom(undefined)).toBe('system');
    expect(themeFrom('"><script>')).toBe('system');
    expect(themeFrom('dark')).toBe('dark');
    expect(themeCookie('light')).toBe('theme=light; Path=/; Max-Age=31536000; SameSite=Lax');
  });

  it('colours what a phone draws around the page as the page, whatever the system has', () => {
    const colours = (...all: Parameters<typeof themeColors>) => themeColors(...all).map(({ color }) => color);
    expect(colours('system')).toEqual([PAPER.light, PAPER.dark]);
    expect(colours('dark')).toEqual([PAPER.dark, PAPER.dark]);
    expect(colours('light')).toEqual([PAPER.light, PAPER.light]);
  });
});

describe('the locale', () => {
  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de-AT'],
    ['*, en-GB', 'en-GB'],
    ['x-nonsense!!, fr', 'fr'],
    [null, 'en'],
    ['', 'en'],
  ])('of %j is %s', (header, locale) => expect(localeFrom(header)).toBe(locale));
});

describe('the name of a device', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/150.0`, 'Edge on Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${chrome}`, 'Chrome on Linux'],
    [`Mozilla/5.0 (Linux; Android 16; Pixel 9) ${chrome}`, 'Chrome on Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Mac'],
    ['curl/8.9', 'Program using the API'],
    ['', 'Unknown device'],
    [null, 'Unknown device'],
  ])('%j is "%s"', (agent, name) => expect(deviceName(agent)).toBe(name));
});

describe('the settings of the process', () => {
  it('have defaults, and an empty one counts as not set', () => {
    expect(parseEnv({ BACKEND_URL: '' })).toEqual({
      BACKEND_URL: 'http://127.0.0.1:8000',
      PROXY_TIMEOUT_MS: 330_000,
      MCP_PUBLIC_URL: 'http://localhost:8001/mcp',
      LOG_LEVEL: 'info',
    });
    expect(parseEnv({ BACKEND_URL: 'http://backend:8000/' }).BACKEND_URL).toBe('http://backend:8000');
  });

  it.each([
    ['BACKEND_URL', 'backend:8000'],
    ['BACKEND_URL', 'http://user:secret@backend'],
    ['BACKEND_URL', 'http://backend/secret'],
    ['PROXY_TIMEOUT_MS', 'secret'],
    ['PROXY_TIMEOUT_MS', '-1'],
    ['MCP_PUBLIC_URL', '/mcp?secret'],
    ['MCP_PUBLIC_URL', 'https://user:secret@todo.example.com/mcp'],
    ['MCP_PUBLIC_URL', 'https://todo.example.com/mcp?key=secret'],
  ])('%s=%s is refused by name, its content is not repeated', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(name);
    expect(() => parseEnv({ [name]: value })).not.toThrow('secret');
  });
});
