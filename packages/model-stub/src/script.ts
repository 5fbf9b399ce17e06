import { z } from 'zod';
import type { ChatRequest } from './request.js';

const ms = z.int().min(0).max(600_000);
const chunkCount = z.int().min(0);
const pieces = [z.string(), z.array(z.string()).min(1)] as const;

const toolCall = z.strictObject({
  /** Any name, of a tool that exists or not. */
  name: z.string(),
  /**
   * An object is sent as JSON, a string as it is, well formed or not. A list is sent in these pieces, the first of
   * them together with the name.
   */
  arguments: z
    .union([...pieces, z.record(z.string(), z.unknown())], {
      error: 'expected an object, a string, or a list of strings',
    })
    .default({}),
  /** Default `call_<request>_<index>`; null sends none. */
  id: z.string().nullable().optional(),
});

/** What the stub answers. Milliseconds throughout; chunks are counted as sent, the one with the role first. */
const answer = {
  /** A list is sent in these pieces. */
  text: z.union(pieces, { error: 'expected a string or a list of strings' }).optional(),
  toolCalls: z.array(toolCall).min(1).optional(),
  /** Length of the pieces, in characters, of texts and arguments that are not given in pieces. Default: one piece. */
  pieceLength: z.int().min(1).optional(),
  /** Sends the pieces of several tool calls in turn instead of one call after the other. */
  interleave: z.boolean().optional(),
  /** Default `tool_calls` when there are any, else `stop`; null sends none. */
  finishReason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']).nullable().optional(),
  /** Default: a token for each 4 characters; null sends none. */
  usage: z
    .strictObject({ promptTokens: z.int().min(0), completionTokens: z.int().min(0) })
    .nullable()
    .optional(),
  /** Time before the first chunk. */
  firstTokenMs: ms.optional(),
  /** Time between two chunks. */
  betweenMs: ms.optional(),
  /** An answer without any choice. */
  noChoices: z.literal(true).optional(),
  /** The connection breaks after so many chunks (an answer that is not streamed: in the middle of it). */
  cutAfter: chunkCount.optional(),
  /** Nothing more comes after so many chunks (an answer that is not streamed: nothing at all) until the client goes. */
  hangAfter: chunkCount.optional(),
  /** An error is sent in the stream after so many chunks (an answer that is not streamed: status 500). */
  errorAfter: chunkCount.optional(),
  /** A stream that ends without `[DONE]`. */
  omitDone: z.literal(true).optional(),
  /** An HTTP error instead of an answer. */
  error: z
    .strictObject({
      status: z.int().min(400).max(599),
      message: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      /** A string is sent as it is, anything else as JSON. Default: an error object with the message. */
      body: z.unknown().optional(),
    })
    .optional(),
};

/** What a request must be like, or it is refused with 400 and reported by `finished()`. */
const expectation = z.strictObject({
  model: z.string().optional(),
  stream: z.boolean().optional(),
  /** Whether an Authorization header came. */
  authorized: z.boolean().optional(),
  /** Role of the last message. */
  lastRole: z.enum(['system', 'user', 'assistant', 'tool']).optional(),
  /** The last message contains this. */
  lastContains: z.string().optional(),
  /** One of the messages contains this. */
  contains: z.string().optional(),
  /** Each of these tools is offered. */
  tools: z.array(z.string()).optional(),
});

/** When a step answers, and how often. */
const conditions = {
  /** The step answers only requests with a message that contains this. */
  match: z.string().min(1).optional(),
  expect: expectation.optional(),
  /** How many requests it answers. Default 1; `forever` is never left over. */
  repeat: z
    .union([z.int().min(1), z.literal('forever')], { error: "expected a number from 1 or 'forever'" })
    .optional(),
};

const ENDINGS = ['cutAfter', 'hangAfter', 'errorAfter', 'omitDone'] as const;

function checkAnswer(value: z.infer<z.ZodObject<typeof answer>>, problem: (message: string) => void): void {
  const given = Object.keys(value).filter((key) => key in answer);
  if (!(['text', 'toolCalls', 'noChoices', 'error'] as const).some((key) => value[key] !== undefined))
    problem('says nothing: give text, toolCalls, noChoices or error');
  if (value.error && given.length > 1) problem('an error stands alone');
  if (value.noChoices && (value.text !== undefined || value.toolCalls))
    problem('noChoices goes without text and toolCalls');
  const endings = ENDINGS.filter((key) => value[key] !== undefined);
  if (endings.length > 1) problem(`${endings.join(' and ')} can't both be`);
}

const reply = z
  .strictObject(answer)
  .superRefine((value, ctx) => checkAnswer(value, (message) => ctx.addIssue(message)));
const dataStep = z
  .strictObject({ ...answer, ...conditions })
  .superRefine((value, ctx) => checkAnswer(value, (message) => ctx.addIssue(message)));
const computedStep = z.strictObject({
  ...conditions,
  reply: z.custom<(request: ChatRequest) => Reply | Promise<Reply>>((value) => typeof value === 'function'),
});

/** An answer, as data. */
export type Reply = z.input<typeof reply>;
export type CheckedReply = z.output<typeof reply>;
export type Expectation = z.infer<typeof expectation>;
export type Conditions = z.input<z.ZodObject<typeof conditions>>;
/** A step as data: an answer, and when it is given. */
export type DataStep = z.input<typeof dataStep>;
/** A step whose answer is computed from the request. What `reply` throws is a failure, as an expectation is. */
export type ComputedStep = z.input<typeof computedStep>;
export type ScriptStep = DataStep | ComputedStep;
export type CheckedStep = z.output<typeof dataStep> | z.output<typeof computedStep>;

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${what} is not valid:\n${z.prettifyError(result.error)}`);
}

/** The answer that a computed step gave. Throws an Error that names the fields. */
export const checkReply = (value: unknown): CheckedReply => check(reply, value, 'the reply');

/** The script as the stub plays it. Throws an Error that names the steps and fields that are wrong. */
export function checkScript(script: unknown): CheckedStep[] {
  const steps = check(z.array(z.looseObject({})), script, 'the script').map((value, index) =>
    check<CheckedStep>('reply' in value ? computedStep : dataStep, value, `step ${index + 1} of the script`),
  );
  const endless = steps.findIndex(({ match, repeat }) => repeat === 'forever' && match === undefined);
  if (endless !== -1 && endless < steps.length - 1)
    throw new Error(
      `step ${endless + 2} of the script is never reached: step ${endless + 1} answers forever`,
    );
  return steps;
}
