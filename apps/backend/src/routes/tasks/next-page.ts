import type { FastifyRequest } from 'fastify';

/** The Link header of a page that is not the last (RFC 8288): the same query, further on. */
export const nextPage = (request: FastifyRequest, cursor: string): string => {
  const url = new URL(request.url, 'http://host');
  url.searchParams.set('cursor', cursor);
  return `<${url.pathname}${url.search}>; rel="next"`;
};
