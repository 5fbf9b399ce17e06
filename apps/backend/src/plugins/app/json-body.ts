import { isUtf8 } from 'node:buffer';
import { ProblemError } from '@todo/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Parses JSON in UTF-8 without what could poison a prototype. @throws ProblemError `validation_failed` */
export const createParseJson = (app: FastifyInstance) => {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request: FastifyRequest, body: Buffer): Promise<unknown> => {
    const refuse = (detail: string) => new ProblemError('validation_failed', { detail });
    if (!isUtf8(body)) return Promise.reject(refuse('The body is not UTF-8.'));
    return new Promise((resolve, reject) => {
      parse(request, body.toString('utf8'), (error, value) => {
        if (error !== null) reject(refuse(`The body is not JSON: ${error.message}.`));
        // What JSON calls null must not pass for a body that is not there.
        else if (value === null) reject(refuse('The body must not be null.'));
        else resolve(value);
      });
    });
  };
};

/** Bodies are JSON in UTF-8. An empty one is no body, since some clients name a type for nothing. */
export const jsonBody = fp(
  async (app) => {
    const parse = createParseJson(app);
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      JSON_TYPES,
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) => (body.length === 0 ? undefined : parse(request, body)),
    );
  },
  { name: 'json-body' },
);
