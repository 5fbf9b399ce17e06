import type { SignedIn } from '@todo/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client, SignedInResult } from '../../authentication/authentication.js';

export const clientOf = (request: FastifyRequest): Client => ({
  address: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, 500),
});

/**
 * Answers with the session: a browser (it always names its Origin) gets the HttpOnly cookie and never
 * sees the token; a program gets both.
 */
export const sendSignedIn = (
  request: FastifyRequest,
  reply: FastifyReply,
  result: SignedInResult,
): SignedIn => {
  reply.header('set-cookie', result.cookies);
  const fromBrowser = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
  return fromBrowser ? { user: result.user } : { user: result.user, token: result.token };
};
