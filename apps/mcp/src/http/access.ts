import {
  type AccessTokens,
  InvalidTokenError,
  isPersonalToken,
  type PersonalTokens,
  type VerifiedAccess,
} from '@todo/auth';
import { SCOPES, type Scope } from '@todo/contracts';
import type { Actor } from '@todo/tasks';

/** Who calls, and how what they change is recorded. */
export interface Caller {
  userId: string;
  scopes: readonly Scope[];
  actor: Actor;
}

/** Clients show these words to people. */
export const HOW_TO_GET_A_TOKEN =
  'Create a token in Settings, Access tokens, and send it as Authorization: Bearer';

/** The value of WWW-Authenticate (RFC 6750, section 3). It names no metadata: there is no authorization server yet. */
export const challenge = (
  error?: 'invalid_token' | 'insufficient_scope',
  scopes: readonly Scope[] = SCOPES,
): string =>
  [
    'Bearer realm="todo"',
    ...(error === undefined ? [] : [`error="${error}"`]),
    `scope="${scopes.join(' ')}"`,
    `error_description="${HOW_TO_GET_A_TOKEN}"`,
  ].join(', ');

const actorOf = (access: VerifiedAccess, kind: 'token' | 'session'): Actor => {
  const { userId, turnId, tokenId } = access;
  if (kind === 'token') return { userId, actor: 'token', tokenId };
  return turnId === undefined ? { userId, actor: 'user' } : { userId, actor: 'assistant', turnId };
};

/**
 * Says who calls: the bearer of a personal access token, or of a short access token for this server.
 * @returns null when no token was sent
 * @throws InvalidTokenError; any other error is the database's
 */
export const createIdentify =
  (deps: { accessTokens: AccessTokens; personalTokens: PersonalTokens }) =>
  async (authorization: string | undefined): Promise<Caller | null> => {
    if (authorization === undefined) return null;
    const [, token] = /^Bearer +([!-~]+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw new InvalidTokenError('Authorization is not a Bearer token');
    const kind = isPersonalToken(token) ? 'token' : 'session';
    const access =
      kind === 'token' ? await deps.personalTokens.verify(token) : deps.accessTokens.verify(token, 'mcp');
    return { userId: access.userId, scopes: access.scopes, actor: actorOf(access, kind) };
  };
