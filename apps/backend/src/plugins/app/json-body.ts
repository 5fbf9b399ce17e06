import { isUtf8 } from 'node:buffer';
import { ProblemError } from '@todo/contracts';
import fp from 'fastify-plugin';

const JSON_TYPES = ['application/json', 'application/merge-patch+json'];

/** Bodies are JSON in UTF-8. An empty one is no body, since some clients name a type for nothing. */
export const jsonBody = fp(
  async (app) => {
    const parse = app.getDefaultJsonParser('error', 'error');
    app.removeAllContentTypeParsers();
    app.addContentTypeParser<Buffer>(JSON_TYPES, { parseAs: 'buffer' }, (request, body, done) => {
      if (body.length === 0) return done(null, undefined);
      if (!isUtf8(body))
        return done(new ProblemError('validation_failed', { detail: 'The body is not UTF-8.' }), undefined);
      parse(request, body.toString('utf8'), (error, value) => {
        // What JSON calls null must not pass for a body that is not there.
        if (error === null && value === null)
          return done(
            new ProblemError('validation_failed', { detail: 'The body must not be null.' }),
            undefined,
          );
        if (error === null) return done(null, value);
        done(
          new ProblemError('validation_failed', { detail: `The body is not JSON: ${error.message}.` }),
          undefined,
        );
      });
    });
  },
  { name: 'json-body' },
);
