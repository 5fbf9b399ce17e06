import { ProblemError } from '@todo/contracts';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const refuse = (detail: string): never => {
  throw new ProblemError('foreign_origin', { detail });
};

/**
 * Refuses unsafe requests that another site makes a browser send (OWASP: Fetch Metadata, then Origin).
 * A browser always says where an unsafe request comes from; a program that sends a cookie must say it too.
 * With an Authorization header the cookie is ignored, so there is nothing to ride on.
 */
export const sameOrigin = fp<{ publicUrl: string }>(
  async (app, { publicUrl }) => {
    const publicOrigin = new URL(publicUrl).origin;

    const isOurs = (origin: string, request: FastifyRequest): boolean => {
      if (origin === publicOrigin) return true;
      // The host that the browser asked for, which no page of another site can forge.
      return URL.canParse(origin) && new URL(origin).host === request.host;
    };

    app.addHook('onRequest', async (request) => {
      if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
      const { origin, cookie } = request.headers;
      const site = request.headers['sec-fetch-site'];
      if (site === 'same-origin') return;
      if (origin !== undefined) {
        if (isOurs(origin, request)) return;
        refuse('This request was sent by a page of another site.');
      }
      if (site !== undefined) refuse('This request was sent by a page of another site.');
      if (cookie !== undefined) refuse('A request with a cookie must name its Origin.');
    });
  },
  { name: 'same-origin' },
);
