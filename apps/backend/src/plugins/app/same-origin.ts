import { ProblemError } from '@todo/contracts';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses unsafe requests that another site makes a browser send (OWASP: Fetch Metadata, then Origin).
 * A browser always says where an unsafe request comes from; a program that sends a cookie must say it too.
 * With an Authorization header the cookie is ignored, so there is nothing to ride on.
 */
export const sameOrigin = fp<{ publicUrl: string }>(
  async (app, { publicUrl }) => {
    const isOurs = (origin: string, request: FastifyRequest): boolean => {
      if (origin === publicUrl) return true;
      // The host that the browser asked for, which no page of another site can forge.
      return URL.canParse(origin) && new URL(origin).host === request.host;
    };

    /** Why a request is refused, if it is. */
    const objection = (request: FastifyRequest): string | null => {
      if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return null;
      const { origin, cookie } = request.headers;
      const site = request.headers['sec-fetch-site'];
      // What the browser says of both ends counts first: an Origin of our name may still be plain http.
      const ours =
        site === undefined ? origin !== undefined && isOurs(origin, request) : site === 'same-origin';
      if (ours) return null;
      if (origin !== undefined || site !== undefined)
        return 'This request was sent by a page of another site.';
      return cookie === undefined ? null : 'A request with a cookie must name its Origin.';
    };

    app.addHook('onRequest', (request, _reply, done) => {
      const detail = objection(request);
      done(detail === null ? undefined : new ProblemError('foreign_origin', { detail }));
    });
  },
  { name: 'same-origin' },
);
