import { z } from 'zod';
import { LIMITS } from './limits.js';
import { taskId, trashQuery } from './task.js';
import { paragraph } from './text.js';
import { undoneTasks } from './tool.js';
import { TURN_STATUSES } from './turn-status.js';

/** Counted per user, from 1. */
const number = z.int().min(1).max(LIMITS.taskId.max);

/** Which model answered. The built-in one needs no key and stands in while an endpoint is down. */
export const MODELS = ['built-in', 'endpoint'] as const;
export type ModelKind = (typeof MODELS)[number];

/** A call of a tool. `result` is its structured content, or the words of its refusal; null while it is under way. */
export const toolCall = z.strictObject({
  id: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  result: z.unknown(),
  is_error: z.boolean(),
});
export type ToolCall = z.infer<typeof toolCall>;

export const chatRequest = z.strictObject({
  conversation_id: number.optional(),
  message: paragraph(LIMITS.message.max).refine((text) => text.length > 0, { error: 'must not be empty' }),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** The answer to GET assistant: which model the next turn begins with. */
export const assistantInfo = z.strictObject({ model: z.enum(MODELS) });

/** What the assistant wants to be told before it goes on; answered by the next message, "yes" or "no". */
export const pendingQuestion = z.strictObject({
  /** The calls that were not made, with the tasks that they are about. */
  tasks: z.array(z.strictObject({ id: taskId, title: z.string() })),
  tool: z.string(),
  expires_at: z.iso.datetime({ offset: true }),
});
export type PendingQuestion = z.infer<typeof pendingQuestion>;

/** One message of a person and what the assistant did with it: the answer to POST chat, and an item of a history. */
export const turn = z.strictObject({
  conversation_id: number,
  turn_id: number,
  status: z.enum(TURN_STATUSES),
  model: z.enum(MODELS),
  message: z.string(),
  /** Plain text, or Markdown from an endpoint: show it sanitised. Empty until there is something to say. */
  response: z.string(),
  tool_calls: z.array(toolCall),
  /** Set while the turn is `waiting`. */
  question: pendingQuestion.nullable(),
  /** It changed something, and that was not taken back. */
  can_undo: z.boolean(),
  undone: z.boolean(),
  created_at: z.iso.datetime({ offset: true }),
});
export type Turn = z.infer<typeof turn>;

export const conversation = z.strictObject({
  id: number,
  /** The beginning of its first message. */
  title: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
});
export type Conversation = z.infer<typeof conversation>;

/** A message of a history. The turns say more. */
export const message = z.strictObject({
  turn_id: number,
  /** 0 is what the person said; each answer of the model in the same turn is the next. */
  step: z.int(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  tool_calls: z.array(toolCall),
  created_at: z.iso.datetime({ offset: true }),
});
export type Message = z.infer<typeof message>;

/** `event: text`: what comes next of the response. `reset`: what came since the last call or turn event is void. */
export const turnText = z.strictObject({ delta: z.string(), reset: z.boolean().optional() });
/** `event: call`: a call has begun. `event: result`: the same call with its result. */
export const turnCall = toolCall;

export const conversationPath = z.strictObject({
  user_id: z.string().min(1).max(64),
  conversation_id: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(number),
});
export const turnPath = z.strictObject({
  user_id: z.string().min(1).max(64),
  turn_id: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(number),
});

/** What undoing a turn gave back: the tasks as they are now, those in the trash again included. */
export const undoResult = z.strictObject({
  turn_id: number,
  tasks: undoneTasks,
});
export type UndoResult = z.infer<typeof undoResult>;

export const conversationListQuery = trashQuery;
/** `before`: the turns before one, for those who read upwards. */
export const turnsQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(number)
    .optional(),
});
