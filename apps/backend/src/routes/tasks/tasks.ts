import {
  completion,
  newTask,
  statsQuery,
  type Task,
  task,
  taskListQuery,
  taskPatch,
  taskPath,
  taskReplacement,
  taskStats,
  userPath,
} from '@todo/contracts';
import type { Actor, Tasks } from '@todo/tasks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { principalOf } from '../../plugins/app/access.js';
import { problemResponses } from '../problem-responses.js';
import { idempotencyOf } from './idempotency.js';
import { nextPage } from './next-page.js';
import { entityTag, expectedVersions, isNotModified } from './preconditions.js';

/** Who acts, for the record of changes. */
export const actorOf = (request: FastifyRequest): Actor => {
  const { userId, personalTokenId } = principalOf(request);
  return personalTokenId === undefined
    ? { userId, actor: 'user' }
    : { userId, actor: 'token', tokenId: personalTokenId };
};

const sendTask = (reply: FastifyReply, found: Task): Task => {
  reply.header('etag', entityTag(found.version));
  return found;
};

const read = { access: 'tasks:read' } as const;
const write = { access: 'tasks:write' } as const;

/** `/api/{user_id}/tasks` */
export const taskRoutes =
  ({ tasks }: { tasks: Tasks }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/tasks',
      {
        config: read,
        schema: {
          summary: 'List tasks',
          tags: ['tasks'],
          params: userPath,
          querystring: taskListQuery,
          response: { 200: z.array(task), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { userId } = principalOf(request);
        const page = await tasks.list(userId, request.query);
        reply.header('x-event-id', page.eventId);
        if (page.nextCursor !== null) reply.header('link', nextPage(request, page.nextCursor));
        if (page.total !== null) reply.header('x-total-count', page.total);
        return page.tasks;
      },
    );

    app.get(
      '/tasks/stats',
      {
        config: read,
        schema: {
          summary: 'Count tasks',
          tags: ['tasks'],
          params: userPath,
          querystring: statsQuery,
          response: { 200: taskStats, ...problemResponses },
        },
      },
      async (request) => tasks.stats(principalOf(request).userId, request.query),
    );

    app.post(
      '/tasks',
      {
        config: write,
        schema: {
          summary: 'Add a task',
          description:
            'With an Idempotency-Key the same request can be sent again without adding a second task.',
          tags: ['tasks'],
          params: userPath,
          body: newTask,
          response: { 201: task, ...problemResponses },
        },
      },
      async (request, reply) => {
        const idempotency = idempotencyOf(request.headers['idempotency-key'], 'POST /tasks', request.body);
        const { task: created, replayed } = await tasks.create(actorOf(request), request.body, idempotency);
        reply.code(201).header('location', `/api/${created.user_id}/tasks/${created.id}`);
        if (replayed) reply.header('idempotency-replayed', 'true');
        return sendTask(reply, created);
      },
    );

    app.get(
      '/tasks/:id',
      {
        config: read,
        schema: {
          summary: 'Get a task',
          tags: ['tasks'],
          params: taskPath,
          response: { 200: task, 304: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        const found = await tasks.get(principalOf(request).userId, request.params.id);
        sendTask(reply, found);
        if (isNotModified(request.headers['if-none-match'], found.version)) return reply.code(304).send();
        return found;
      },
    );

    app.put(
      '/tasks/:id',
      {
        config: write,
        schema: {
          summary: 'Replace title and description',
          tags: ['tasks'],
          params: taskPath,
          body: taskReplacement,
          response: { 200: task, ...problemResponses },
        },
      },
      async (request, reply) => {
        const expected = expectedVersions(request.headers['if-match']);
        return sendTask(
          reply,
          await tasks.replace(actorOf(request), request.params.id, request.body, expected),
        );
      },
    );

    app.patch(
      '/tasks/:id',
      {
        config: write,
        schema: {
          summary: 'Change a task (merge patch)',
          tags: ['tasks'],
          params: taskPath,
          body: taskPatch,
          response: { 200: task, ...problemResponses },
        },
      },
      async (request, reply) => {
        const expected = expectedVersions(request.headers['if-match']);
        return sendTask(
          reply,
          await tasks.update(actorOf(request), request.params.id, request.body, expected),
        );
      },
    );

    app.patch(
      '/tasks/:id/complete',
      {
        config: write,
        schema: {
          summary: 'Complete or reopen a task',
          description: 'Without a body it toggles, which must not be sent twice; `completed` sets.',
          tags: ['tasks'],
          params: taskPath,
          body: completion,
          response: { 200: task, ...problemResponses },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const expected = expectedVersions(request.headers['if-match']);
        const changed =
          request.body === undefined
            ? await tasks.toggle(actorOf(request), id, expected)
            : await tasks.setCompleted(actorOf(request), id, request.body.completed, expected);
        return sendTask(reply, changed);
      },
    );

    app.delete(
      '/tasks/:id',
      {
        config: write,
        schema: {
          summary: 'Move a task to the trash',
          tags: ['tasks'],
          params: taskPath,
          response: { 204: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        const expected = expectedVersions(request.headers['if-match']);
        const { version } = await tasks.remove(actorOf(request), request.params.id, expected);
        return reply.code(204).header('etag', entityTag(version)).send();
      },
    );

    app.post(
      '/tasks/:id/restore',
      {
        config: write,
        schema: {
          summary: 'Take a task out of the trash',
          tags: ['tasks'],
          params: taskPath,
          response: { 200: task, ...problemResponses },
        },
      },
      async (request, reply) => {
        const expected = expectedVersions(request.headers['if-match']);
        return sendTask(reply, await tasks.restore(actorOf(request), request.params.id, expected));
      },
    );
  };
