import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCESS_TOKEN_LIFETIME, createAccessTokens, deriveKey, InvalidTokenError } from '../src/index.js';

const secret = 'a secret of more than thirty-two bytes';
const other = 'another secret of at least 32 bytes ..';
const start = Date.UTC(2026, 0, 26, 10);
const grant = { userId: 'user-1', scopes: ['tasks:read', 'tasks:write'] as const };

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forge = (header: unknown, payload: unknown, key: Buffer): string => {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
};
const claims = {
  iss: 'todo',
  aud: 'todo:api',
  sub: 'user-1',
  scope: 'tasks:read',
  jti: 'x',
  iat: start / 1000,
  exp: start / 1000 + 60,
};

describe('access tokens', () => {
  const tokens = createAccessTokens({ secret, now: () => start });

  it('give back who they were minted for', () => {
    const verified = tokens.verify(tokens.mint(grant, 'api'), 'api');
    expect(verified).toMatchObject({ userId: 'user-1', scopes: ['tasks:read', 'tasks:write'] });
    expect(verified.expiresAt).toBe(start + ACCESS_TOKEN_LIFETIME * 1000);
  });

  it('are refused where another audience is wanted', () => {
    expect(() => tokens.verify(tokens.mint(grant, 'mcp'), 'api')).toThrow(InvalidTokenError);
    expect(() => tokens.verify(tokens.mint(grant, 'api'), 'mcp')).toThrow(InvalidTokenError);
  });

  it('name the turn that acts with them, to the MCP server alone', () => {
    expect(tokens.verify(tokens.mint({ ...grant, turnId: 7 }, 'mcp'), 'mcp').turnId).toBe(7);
    expect(tokens.verify(tokens.mint(grant, 'mcp'), 'mcp').turnId).toBeUndefined();
    expect(() => tokens.mint({ ...grant, turnId: 7 }, 'api')).toThrow(RangeError);
  });

  it('are refused from the moment they expire', () => {
    const token = tokens.mint(grant, 'api');
    const at = (milliseconds: number) => createAccessTokens({ secret, now: () => start + milliseconds });
    expect(at(ACCESS_TOKEN_LIFETIME * 1000 - 1).verify(token, 'api').userId).toBe('user-1');
    expect(() => at(ACCESS_TOKEN_LIFETIME * 1000).verify(token, 'api')).toThrow(InvalidTokenError);
  });

  it('expire also when they have been seen before', () => {
    let time = start;
    const ticking = createAccessTokens({ secret, now: () => time });
    const token = ticking.mint(grant, 'api');
    expect(ticking.verify(token, 'api').userId).toBe('user-1');
    expect(() => ticking.verify(token, 'mcp')).toThrow(InvalidTokenError);
    time += ACCESS_TOKEN_LIFETIME * 1000;
    expect(() => ticking.verify(token, 'api')).toThrow(InvalidTokenError);
  });

  it('outlive a rotation of the secret while the previous one is named', () => {
    const token = createAccessTokens({ secret: other, now: () => start }).mint(grant, 'api');
    const rotated = createAccessTokens({ secret, previousSecret: other, now: () => start });
    expect(rotated.verify(token, 'api').userId).toBe('user-1');
    expect(() => tokens.verify(token, 'api')).toThrow(InvalidTokenError);
  });

  it('are accepted with HS256 only, and with every claim there', () => {
    const key = deriveKey(secret, 'access-token');
    expect(tokens.verify(forge({ alg: 'HS256', typ: 'JWT' }, claims, key), 'api').userId).toBe('user-1');
    expect(() => tokens.verify(`${part({ alg: 'none' })}.${part(claims)}.`, 'api')).toThrow(
      InvalidTokenError,
    );
    expect(() => tokens.verify(forge({ alg: 'HS512' }, claims, key), 'api')).toThrow(InvalidTokenError);
    for (const name of Object.keys(claims)) {
      const { [name]: _, ...rest } = claims as Record<string, unknown>;
      expect(() => tokens.verify(forge({ alg: 'HS256' }, rest, key), 'api'), name).toThrow(InvalidTokenError);
    }
  });

  it('are refused for every other text, and after any change of a character', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => tokens.verify(text, 'api')).toThrow(InvalidTokenError);
      }),
    );
    const token = tokens.mint(grant, 'api');
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom(...'Aa0-_.~'), (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(() => tokens.verify(changed, 'api')).toThrow(InvalidTokenError);
      }),
    );
  });
});

describe('keys', () => {
  it('differ by purpose and refuse a short secret', () => {
    expect(deriveKey(secret, 'access-token').equals(deriveKey(secret, 'session'))).toBe(false);
    expect(() => deriveKey('short', 'session')).toThrow(RangeError);
  });
});
