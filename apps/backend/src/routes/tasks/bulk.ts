import {
  type BulkResult,
  bulkAnswer,
  bulkQuery,
  bulkRequest,
  createProblem,
  LIMITS,
  PROBLEMS,
  ProblemError,
  userPath,
} from '@todo/contracts';
import { type Outcome, performEach, type Tasks } from '@todo/tasks';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { problemResponses } from '../problem-responses.js';
import { idempotencyOf } from './idempotency.js';
import { actorOf } from './tasks.js';

const resultOf = (outcome: Outcome, created: boolean): BulkResult => {
  if ('task' in outcome) return { status: created ? 201 : 200, task: outcome.task };
  const { code, options } = outcome.refused;
  return { status: PROBLEMS[code].status, problem: createProblem(code, options) };
};

/** The refusal of one operation as that of the whole request. */
const refusalOf = (outcomes: Outcome[]): ProblemError | undefined => {
  const index = outcomes.findIndex((outcome) => 'refused' in outcome);
  const outcome = outcomes[index];
  if (outcome === undefined || !('refused' in outcome)) return undefined;
  const { code, message } = outcome.refused;
  const field = `operations.${index}`;
  return new ProblemError(code, {
    detail: `${field}: ${message} Nothing was changed.`,
    errors: [{ field, message }],
  });
};

/** `/api/{user_id}/tasks/bulk` */
export const bulkRoutes =
  ({ tasks }: { tasks: Tasks }): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/tasks/bulk',
      {
        bodyLimit: LIMITS.bulk.body,
        config: { access: 'tasks:write' },
        schema: {
          summary: 'Change several tasks',
          description:
            'One result per operation, in their order, committed together: one that is refused does not stop the ' +
            'others. With `atomic=true` it does, and then nothing is changed.',
          tags: ['tasks'],
          params: userPath,
          querystring: bulkQuery,
          body: bulkRequest,
          response: { 200: bulkAnswer, ...problemResponses },
        },
      },
      async (request, reply) => {
        const { operations } = request.body;
        const { atomic } = request.query;
        const idempotency = idempotencyOf(request.headers['idempotency-key'], 'POST /tasks/bulk', {
          operations,
          atomic,
        });
        const { result, replayed } = await tasks.together(actorOf(request), idempotency, async (writes) => {
          const outcomes = await performEach(writes, operations);
          const refusal = atomic ? refusalOf(outcomes) : undefined;
          if (refusal !== undefined) throw refusal;
          return outcomes.map((outcome, index) => resultOf(outcome, operations[index]?.op === 'create'));
        });
        if (replayed) reply.header('idempotency-replayed', 'true');
        return { results: result };
      },
    );
  };
