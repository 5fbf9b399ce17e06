import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PersonalTokens } from '@todo/auth';
import {
  type ExportFormat,
  exportDocument,
  exportQuery,
  importAnswer,
  importFile,
  ProblemError,
  userPath,
} from '@todo/contracts';
import type { Tasks } from '@todo/tasks';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { TurnStore } from '../assistant/turn-store.js';
import type { Authentication } from '../authentication/authentication.js';
import { sessionOf } from '../plugins/app/access.js';
import { createParseJson } from '../plugins/app/json-body.js';
import { writeCsv } from '../transfer/csv.js';
import { writeDocument } from '../transfer/export-document.js';
import { type ImportType, readImport } from '../transfer/import-file.js';
import { createUploads } from '../transfer/uploads.js';
import { clientOf } from './auth/client.js';
import { problemResponses } from './problem-responses.js';
import { idempotencyOf } from './tasks/idempotency.js';
import { actorOf } from './tasks/tasks.js';

const tags = ['export and import'];
const CSV = 'text/csv';
const csvText = z.string().meta({
  examples: ['title,due_on,tags\r\nPay rent,2027-01-31,"home, bills"\r\n'],
});
/** They describe what is sent as a stream. */
const exported: Record<string, { schema: z.ZodType<unknown> }> = {
  'application/json': { schema: exportDocument },
  [CSV]: { schema: csvText },
};

const formatOf = (asked: ExportFormat | undefined, { headers }: FastifyRequest): ExportFormat =>
  asked ?? (headers.accept?.includes(CSV) ? 'csv' : 'json');

/** `/api/{user_id}/export` and `/import`: for a person who signed in, never for a token. */
export const transferRoutes = (deps: {
  authentication: Authentication;
  personalTokens: PersonalTokens;
  tasks: Tasks;
  turnStore: TurnStore;
}): FastifyPluginAsyncZod => {
  const { authentication, tasks } = deps;
  const uploads = createUploads();

  return async (app) => {
    const parseJson = createParseJson(app);

    app.get(
      '/export',
      {
        // It would read everything to answer nothing.
        exposeHeadRoute: false,
        config: { access: 'session' },
        schema: {
          summary: 'Get everything that is yours',
          description:
            'All of your data as JSON, or the tasks outside the trash as CSV with `format=csv` or `Accept: text/csv`.',
          tags,
          params: userPath,
          querystring: exportQuery,
          response: {
            200: {
              description: 'A file',
              content: exported,
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { userId, id, token } = sessionOf(request);
        const format = formatOf(request.query.format, request);
        // Before the answer begins, so that a database that is away is a 503 and not a file that breaks off.
        const [user, sessions, access_tokens] = await Promise.all([
          authentication.user(token),
          authentication.listSessions(token, id, clientOf(request)),
          deps.personalTokens.list(userId),
        ]);
        const exported_at = new Date().toISOString();
        const all = tasks.all(userId);
        const about = {
          format: 'todo-export',
          version: 1,
          exported_at,
          user,
          sessions,
          access_tokens,
        } as const;
        const text = format === 'csv' ? writeCsv(all) : writeDocument(about, all, deps.turnStore.all(userId));
        return reply
          .type(
            format === 'csv' ? `${CSV}; charset=utf-8; header=present` : 'application/json; charset=utf-8',
          )
          .header('content-disposition', `attachment; filename="todo-${exported_at.slice(0, 10)}.${format}"`)
          .header('vary', 'accept')
          .send(Readable.from(text, { objectMode: false }));
      },
    );

    await app.register(async (files) => {
      // Nothing is read before it is clear that there is room for it.
      files.removeAllContentTypeParsers();
      files.addContentTypeParser(['application/json', CSV], (_request, body, done) => done(null, body));

      files.post(
        '/import',
        {
          config: {
            access: 'session',
            ownQueue: true,
            upload: { 'application/json': importFile, [CSV]: csvText },
          },
          schema: {
            summary: 'Add the tasks of a file',
            description:
              'An export, `{"tasks": […]}`, or CSV with a row of column names, of which only `title` must be there. ' +
              'What is there already is left as it is, so the same file adds nothing a second time. A file with an ' +
              'error adds nothing: 400 names its rows and fields.',
            tags,
            params: userPath,
            response: { 200: importAnswer, ...problemResponses },
          },
        },
        async (request, reply) => {
          const { userId } = sessionOf(request);
          const type: ImportType = request.headers['content-type']?.toLowerCase().startsWith(CSV)
            ? CSV
            : 'application/json';
          if (!(request.body instanceof Readable))
            throw new ProblemError('validation_failed', { detail: 'The body must be a file.' });
          const announced = Number(request.headers['content-length']);
          const work = async (bytes: Buffer) => {
            const key = request.headers['idempotency-key'];
            const digest = key === undefined ? '' : createHash('sha256').update(bytes).digest('hex');
            const idempotency = idempotencyOf(key, 'POST /import', { type, digest });
            const found = await readImport(type, bytes, (body) => parseJson(request, body));
            return tasks.import(actorOf(request), found, idempotency);
          };
          const { result, replayed } = await uploads
            .take(userId, request.body, announced, work)
            .finally(() => {
              // What is left of a file that is refused is not read.
              if (!request.raw.complete) reply.header('connection', 'close');
            });
          if (replayed) reply.header('idempotency-replayed', 'true');
          return result;
        },
      );
    });
  };
};
