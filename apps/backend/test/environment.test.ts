import { ConfigError } from '@todo/service';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';

const valid = { DATABASE_URL: 'postgres://localhost/todo', JWT_SECRET: 'x'.repeat(32) };

describe('the settings of the backend', () => {
  it('stop the start with the name of what is wrong, never with what it held', () => {
    expect(() => readConfig({ DATABASE_URL: valid.DATABASE_URL })).toThrow(/JWT_SECRET is missing/);
    const secrets = { DATABASE_URL: 'mysql://user:hunter2@host/db', JWT_SECRET: 'hunter2' };
    const message = (() => {
      try {
        readConfig(secrets);
      } catch (error) {
        if (error instanceof ConfigError) return error.message;
      }
      return '';
    })();
    expect(message).toContain('DATABASE_URL must be a postgres:// URL');
    expect(message).toContain('JWT_SECRET must have at least 32 bytes');
    expect(message).not.toContain('hunter2');
  });

  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PUBLIC_URL', 'todo.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'everyone'],
    ['TRUSTED_PROXIES', '0'],
    ['TRUSTED_PROXIES', '1,10.0.0.1'],
    ['SIGNUP', 'maybe'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => readConfig({ ...valid, [name]: value })).toThrow(name);
  });

  it('refuse a drain that does not fit the shutdown, with the numbers, and take it with a larger one', () => {
    const long = { ...valid, DRAIN_DELAY_MS: '20000' };
    expect(() => readConfig(long)).toThrow(
      /DRAIN_DELAY_MS 20000 and up to 16000 .* SHUTDOWN_BUDGET_MS \(25000\)/,
    );
    expect(readConfig({ ...long, SHUTDOWN_BUDGET_MS: '40000' })).toMatchObject({ DRAIN_DELAY_MS: 20_000 });
  });

  it('treat an empty variable as not set', () => {
    expect(readConfig({ ...valid, PORT: '', TRUSTED_PROXIES: '' })).toMatchObject({
      PORT: 8000,
      TRUSTED_PROXIES: [],
    });
  });
});
