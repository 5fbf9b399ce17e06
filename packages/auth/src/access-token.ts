import { randomUUID } from 'node:crypto';
import { type Audience, SCOPES, type Scope } from '@todo/contracts';
import { createSigner, createVerifier } from 'fast-jwt';
import { LRUCache } from 'lru-cache';
import { deriveKey } from './keys.js';

/** Seconds. Short, because an access token can't be revoked. */
export const ACCESS_TOKEN_LIFETIME = 300;

/** Verified tokens that are remembered, per audience. */
const REMEMBERED_TOKENS = 1000;

const ISSUER = 'todo';
const audienceClaim = (audience: Audience): string => `todo:${audience}`;

export interface AccessGrant {
  userId: string;
  scopes: readonly Scope[];
  /** The assistant's turn that acts with it. For the MCP server alone, which records it with each change. */
  turnId?: number | undefined;
}

export interface VerifiedAccess extends AccessGrant {
  tokenId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** The token is malformed, expired, not ours, or for another audience. It does not say which. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
}

export interface AccessTokens {
  /** @throws RangeError for a turn outside of the MCP server */
  mint(grant: AccessGrant, audience: Audience): string;
  /** @throws InvalidTokenError */
  verify(token: string, audience: Audience): VerifiedAccess;
}

interface Claims {
  sub: string;
  scope: string;
  jti: string;
  exp: number;
  turn?: number;
}

const isScope = (word: string): word is Scope => SCOPES.some((scope) => scope === word);

/**
 * Mints and verifies access tokens: JWT, HS256, five minutes. Verification is synchronous on purpose:
 * an asynchronous one costs more than the rest of a small answer.
 * @param options.secret the installation's secret; `previousSecret` is accepted too while it is being rotated
 * @param options.now milliseconds since the epoch
 */
export const createAccessTokens = (options: {
  secret: string;
  previousSecret?: string | undefined;
  now?: () => number;
}): AccessTokens => {
  const now = options.now ?? Date.now;
  const keys = [options.secret, options.previousSecret]
    .filter((secret) => secret !== undefined)
    .map((secret) => deriveKey(secret, 'access-token'));
  const [signingKey] = keys;
  if (signingKey === undefined) throw new RangeError('a secret is needed');

  const sign = createSigner({ key: signingKey, algorithm: 'HS256' });
  const verifiers = (audience: Audience) =>
    keys.map((key) =>
      createVerifier({
        key,
        algorithms: ['HS256'],
        allowedIss: ISSUER,
        allowedAud: audienceClaim(audience),
        requiredClaims: ['iss', 'aud', 'sub', 'scope', 'jti', 'exp', 'iat'],
        // allowedIss and allowedAud let a token pass that has neither, hence requiredClaims.
        // The clock is an argument, so the time is compared below.
        ignoreExpiration: true,
      }),
    );
  const remembered = {
    api: new LRUCache<string, VerifiedAccess>({ max: REMEMBERED_TOKENS }),
    mcp: new LRUCache<string, VerifiedAccess>({ max: REMEMBERED_TOKENS }),
  };
  const verifiersFor = { api: verifiers('api'), mcp: verifiers('mcp') };

  const claimsOf = (token: string, audience: Audience): Claims => {
    for (const verify of verifiersFor[audience]) {
      try {
        return verify(token);
      } catch {
        // The next key may fit.
      }
    }
    throw new InvalidTokenError('the access token is not valid');
  };

  return {
    mint: ({ userId, scopes, turnId }, audience) => {
      if (turnId !== undefined && audience !== 'mcp')
        throw new RangeError('a turn acts over the MCP server only');
      const issuedAt = Math.floor(now() / 1000);
      return sign({
        iss: ISSUER,
        aud: audienceClaim(audience),
        sub: userId,
        scope: scopes.join(' '),
        jti: randomUUID(),
        iat: issuedAt,
        exp: issuedAt + ACCESS_TOKEN_LIFETIME,
        ...(turnId === undefined ? {} : { turn: turnId }),
      });
    },
    verify: (token, audience) => {
      // A client sends its token many times: the signature is checked once, the time each time.
      let access = remembered[audience].get(token);
      if (access === undefined) {
        const { sub, scope, jti, exp, turn } = claimsOf(token, audience);
        access = {
          userId: sub,
          scopes: scope.split(' ').filter(isScope),
          tokenId: jti,
          expiresAt: exp * 1000,
          turnId: turn,
        };
        remembered[audience].set(token, access);
      }
      if (access.expiresAt <= now()) throw new InvalidTokenError('the access token has expired');
      return access;
    },
  };
};
