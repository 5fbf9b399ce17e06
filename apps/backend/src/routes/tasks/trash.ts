import { taskPath, trashedTask, trashQuery, userPath } from '@todo/contracts';
import type { Tasks } from '@todo/tasks';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { principalOf } from '../../plugins/app/access.js';
import { problemResponses } from '../problem-responses.js';
import { nextPage } from './next-page.js';
import { actorOf } from './tasks.js';

/** `/api/{user_id}/trash` */
export const trashRoutes =
  ({ tasks }: { tasks: Tasks }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/trash',
      {
        config: { access: 'tasks:read' },
        schema: {
          summary: 'List the trash, what was deleted last first',
          tags: ['trash'],
          params: userPath,
          querystring: trashQuery,
          response: { 200: z.array(trashedTask), ...problemResponses },
        },
      },
      async (request, reply) => {
        const page = await tasks.trash(principalOf(request).userId, request.query);
        if (page.nextCursor !== null) reply.header('link', nextPage(request, page.nextCursor));
        return page.tasks;
      },
    );

    app.delete(
      '/trash/:id',
      {
        config: { access: 'tasks:write' },
        schema: {
          summary: 'Delete a task for good',
          tags: ['trash'],
          params: taskPath,
          response: { 204: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        await tasks.purge(actorOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    app.delete(
      '/trash',
      {
        config: { access: 'tasks:write' },
        schema: {
          summary: 'Empty the trash',
          tags: ['trash'],
          params: userPath,
          response: { 204: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        await tasks.emptyTrash(actorOf(request));
        return reply.code(204).send();
      },
    );
  };
