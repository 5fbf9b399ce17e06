import { z } from 'zod';
import { LIMITS } from './limits.js';
import { problem } from './problem.js';
import { flag, newTask, task, taskId, taskPatch } from './task.js';

/** The version that the task must still have (If-Match of a single request); left out, any. */
const version = z.int().min(1).optional();
const existing = { id: taskId, version };

/** One change of several: what a request of its own would say in path, body and If-Match. */
export const bulkOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), task: newTask }),
  z.strictObject({ op: z.literal('update'), ...existing, patch: taskPatch }),
  z.strictObject({ op: z.literal('complete'), ...existing, completed: z.boolean().default(true) }),
  z.strictObject({ op: z.literal('delete'), ...existing }),
  z.strictObject({ op: z.literal('restore'), ...existing }),
]);
export type BulkOperation = z.infer<typeof bulkOperation>;

export const bulkRequest = z
  .strictObject({ operations: z.array(bulkOperation).min(1).max(LIMITS.bulk.max) })
  .meta({
    examples: [
      {
        operations: [
          { op: 'create', task: { title: 'Pay rent', due_on: '2027-01-31', priority: 'high' } },
          { op: 'update', id: 1, version: 3, patch: { tags: ['home'] } },
          { op: 'complete', id: 2 },
          { op: 'delete', id: 3 },
          { op: 'restore', id: 4 },
        ],
      },
    ],
  });
export type BulkRequest = z.infer<typeof bulkRequest>;
export type BulkRequestInput = z.input<typeof bulkRequest>;

/** `atomic`: all or nothing. The first operation that is refused is then the answer, and nothing is changed. */
export const bulkQuery = z.strictObject({ atomic: flag.default(false) });

/** What became of one operation: the task as it is then, also one in the trash, or why nothing was done. */
export const bulkResult = z.union([
  z.strictObject({ status: z.union([z.literal(200), z.literal(201)]), task }),
  z.strictObject({ status: z.int().min(400), problem }),
]);
export type BulkResult = z.infer<typeof bulkResult>;

/** One result per operation, in their order. */
export const bulkAnswer = z.strictObject({ results: z.array(bulkResult) });
export type BulkAnswer = z.infer<typeof bulkAnswer>;
