import { type AccessTokens, InvalidTokenError, isPersonalToken, type PersonalTokens } from '@todo/auth';
import { ProblemError, SCOPES, type Scope } from '@todo/contracts';
import { parseCookies } from 'better-auth/cookies';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Authentication } from '../../authentication/authentication.js';

/** What a route asks of who calls it. `session`: a person who signed in, not a token for programs. */
export type Access = 'public' | 'session' | Scope;

/** Who is asking. */
export interface Principal {
  userId: string;
  scopes: readonly Scope[];
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** With a session: its id and the signed token. */
  session: { id: string; token: string } | null;
  /** With a personal access token: its id. */
  personalTokenId?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** The principal of a route that is not public. */
export const principalOf = (request: FastifyRequest): Principal => {
  if (request.principal === null) throw new ProblemError('unauthenticated');
  return request.principal;
};

/** The session of a route that asks for one. */
export const sessionOf = (request: FastifyRequest): { userId: string; id: string; token: string } => {
  const { session, userId } = principalOf(request);
  if (session === null)
    throw new ProblemError('forbidden', {
      detail: 'This needs a session: sign in with e-mail address and password.',
    });
  return { userId, ...session };
};

const bearerToken = (header: string): string => {
  const [, token] = /^Bearer ([!-~]+)$/i.exec(header) ?? [];
  if (token === undefined)
    throw new ProblemError('unauthenticated', { detail: 'Authorization must be a Bearer token.' });
  return token;
};

/** A JWT has three parts, a session token two. */
const isJwt = (token: string): boolean => token.split('.').length === 3;

export interface AccessDeps {
  authentication: Authentication;
  accessTokens: AccessTokens;
  personalTokens: PersonalTokens;
}

/** The principal of a token for programs; null when it is a session's. @throws InvalidTokenError */
const programOf = async (
  token: string,
  { accessTokens, personalTokens }: AccessDeps,
): Promise<Principal | null> => {
  if (isPersonalToken(token)) {
    const { userId, scopes, expiresAt, tokenId } = await personalTokens.verify(token);
    return { userId, scopes, expiresAt, session: null, personalTokenId: tokenId };
  }
  if (!isJwt(token)) return null;
  const { userId, scopes, expiresAt } = accessTokens.verify(token, 'api');
  return { userId, scopes, expiresAt, session: null };
};

/**
 * Says who a request is from: a personal or a short access token, a session token as a bearer, or the session cookie.
 * @throws ProblemError `unauthenticated`
 */
export const createIdentify =
  (deps: AccessDeps) =>
  async (headers: FastifyRequest['headers']): Promise<{ principal: Principal; cookies: string[] }> => {
    const { authentication } = deps;
    const { authorization, cookie } = headers;
    if (authorization === undefined && cookie === undefined) throw new ProblemError('unauthenticated');
    const token =
      authorization === undefined
        ? parseCookies(cookie ?? '').get(authentication.cookieName)
        : bearerToken(authorization);
    if (token === undefined) throw new ProblemError('unauthenticated');

    if (authorization !== undefined) {
      try {
        const principal = await programOf(token, deps);
        if (principal !== null) return { principal, cookies: [] };
      } catch (error) {
        if (error instanceof InvalidTokenError)
          throw new ProblemError('unauthenticated', {
            detail: 'The access token is not valid, or not any more.',
          });
        throw error;
      }
    }
    const found = await authentication.sessions.find(token);
    if (found === null)
      throw new ProblemError('unauthenticated', { detail: 'The session has ended. Sign in again.' });
    const { id, userId, expiresAt } = found.session;
    return {
      principal: { userId, scopes: SCOPES, expiresAt, session: { id, token } },
      // A bearer keeps its own token; a prolonged cookie goes back to the browser.
      cookies: authorization === undefined ? found.cookies : [],
    };
  };

/**
 * Lets a request through to a route only when its caller may be there. A route that does not say
 * what it asks can't be registered; a path with a user in it is open to that user alone.
 */
export const access = fp<AccessDeps>(
  async (app, deps) => {
    const identify = createIdentify(deps);
    app.decorateRequest('principal', null);

    app.addHook('onRoute', ({ url, config }) => {
      if (config?.access === undefined) throw new Error(`${url} does not say who may call it`);
    });

    app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      const { access: asked } = request.routeOptions.config;
      // No route: the not-found handler answers, to strangers too.
      if (asked === undefined || asked === 'public') return;
      const { principal, cookies } = await identify(request.headers);
      if (cookies.length > 0) reply.header('set-cookie', cookies);
      request.principal = principal;

      if (asked === 'session') sessionOf(request);
      else if (!principal.scopes.includes(asked))
        throw new ProblemError('forbidden', { detail: `The token lacks the scope ${asked}.` });
      const { user_id } = (request.params ?? {}) as { user_id?: string };
      if (user_id !== undefined && user_id !== principal.userId)
        throw new ProblemError('forbidden', { detail: 'These are not your tasks.' });
    });
  },
  { name: 'access' },
);
