import { z } from 'zod';
import { conversation, message } from './chat.js';
import { dueIsComplete, instantInRange, newTask, task, taskId } from './task.js';
import { personalToken } from './token.js';
import { session, user } from './user.js';

/** Without it, CSV when `Accept` asks for that, else JSON. */
export const EXPORT_FORMATS = ['json', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const exportQuery = z.strictObject({ format: z.enum(EXPORT_FORMATS).optional() });

const instant = z.iso.datetime({ offset: true });

/** A task of an export; `deleted_at` is set for one in the trash. */
export const exportedTask = task.extend({ deleted_at: instant.nullable() });
export type ExportedTask = z.infer<typeof exportedTask>;

const exportedConversation = conversation.extend({ messages: z.array(message) });

/** All that there is about a person, but for secrets: no password, and tokens by their names alone. */
export const exportDocument = z.strictObject({
  format: z.literal('todo-export'),
  version: z.literal(1),
  exported_at: instant,
  user,
  sessions: z.array(session),
  access_tokens: z.array(personalToken),
  tasks: z.array(exportedTask),
  conversations: z.array(exportedConversation),
});
export type ExportDocument = z.infer<typeof exportDocument>;

/**
 * A task of a file: one that is exported, or as little as a title. `user_id` and `id` together say which task it was,
 * so that it is not added again; `version`, `updated_at` and a `due_at` beside `due_on` follow from the rest.
 */
export const importTask = z
  .strictObject({
    ...newTask.shape,
    completed: z.boolean({ error: 'must be true or false' }).default(false),
    created_at: instantInRange.optional(),
    completed_at: instantInRange.nullable().optional(),
    deleted_at: instantInRange.nullable().optional(),
    user_id: z.string().min(1).max(64).optional(),
    id: taskId.optional(),
    version: z.int().optional(),
    updated_at: z.string().optional(),
  })
  .superRefine(dueIsComplete);
export type ImportTask = z.infer<typeof importTask>;

/** A file to import: an export, or `{"tasks": […]}`. Of an export only the tasks are taken. */
export const importFile = z
  .strictObject({
    format: exportDocument.shape.format.optional(),
    version: exportDocument.shape.version.optional(),
    exported_at: z.unknown().optional(),
    user: z.unknown().optional(),
    sessions: z.unknown().optional(),
    access_tokens: z.unknown().optional(),
    conversations: z.unknown().optional(),
    tasks: z.array(importTask),
  })
  .meta({ examples: [{ tasks: [{ title: 'Pay rent', due_on: '2027-01-31', tags: ['home'] }] }] });

/** How many tasks of the file were added; the others were there already. */
export const importAnswer = z.strictObject({ added: z.int().min(0), skipped: z.int().min(0) });
export type ImportAnswer = z.infer<typeof importAnswer>;
