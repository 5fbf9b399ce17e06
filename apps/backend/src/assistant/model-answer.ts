import type { LanguageModelV3, LanguageModelV3Message } from '@ai-sdk/provider';
import { TOOLS } from '@todo/contracts';
import { APICallError, jsonSchema, type ModelMessage, RetryError, streamText, type ToolSet, tool } from 'ai';
import type { ToolDefinition } from './task-tools.js';
import type { ProposedCall } from './turn-store.js';

/** What a model says in one go. `refusal`: why a call is not to be made. */
export interface Answer {
  text: string;
  calls: (ProposedCall & { refusal?: string })[];
}

/** Calls in one answer. */
const MAX_CALLS = 20;
/** Characters of the arguments of a call: a task with everything in it takes a tenth of that. */
const MAX_ARGUMENTS = 16_000;
/** Milliseconds that the endpoint may take for one answer, and between two pieces of it. */
const STEP_MS = 60_000;
const CHUNK_MS = 30_000;
/** Tokens of one answer. */
const MAX_OUTPUT_TOKENS = 2_000;
/** How often a request is repeated that the endpoint refused for the moment (429 with Retry-After, 5xx, no connection). */
const RETRIES = 1;
/** What a token comes to in English, to count those of an answer that broke off. */
const CHARACTERS_PER_TOKEN = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text that PostgreSQL can store: without NUL and without half a character. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

/** A name of a tool that a model has made up, short enough to be stored and shown. */
const printable = (name: string): string => [...storable(name)].slice(0, 60).join('');

const argumentsOf = (input: unknown): { arguments: Record<string, unknown>; refusal?: string } => {
  const refuse = (refusal: string) => ({ arguments: {}, refusal });
  if (!isObject(input))
    return refuse('The arguments are not a JSON object that fits the tool. Look at its schema.');
  const text = JSON.stringify(input);
  if (text.length > MAX_ARGUMENTS)
    return refuse(`The arguments are longer than ${MAX_ARGUMENTS} characters.`);
  // JSON.stringify writes both as escapes.
  if (/\\u(?:0000|d[89a-f])/i.test(text)) return refuse('The arguments hold characters that are no text.');
  return { arguments: input };
};

const callOf = (
  part: { toolName: string; input: unknown; invalid?: boolean | undefined },
  tools: ToolSet,
) => {
  const name = printable(part.toolName);
  if (!Object.hasOwn(tools, part.toolName))
    return {
      tool: name,
      arguments: {},
      refusal: `There is no tool ${name}. The tools are ${Object.keys(TOOLS).join(', ')}.`,
    };
  return { tool: name, ...argumentsOf(part.invalid ? undefined : part.input) };
};

/** The tools as a model is told of them. Without `execute`: a call is stored before it is made, and some are asked about. */
export const toToolSet = (definitions: readonly ToolDefinition[]): ToolSet =>
  Object.fromEntries(
    definitions.map(({ name, description, inputSchema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(inputSchema) }),
    ]),
  );

/** The endpoint did not answer at all, or with an error; not: its answer broke off. */
export const isRefusal = (error: unknown): boolean =>
  RetryError.isInstance(error) || (APICallError.isInstance(error) && error.statusCode !== 200);

/** What of a model's error may be logged: the rest of it holds what people have said. */
export const describeModelError = (error: unknown): object => {
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  return APICallError.isInstance(cause)
    ? { name: cause.name, statusCode: cause.statusCode, reason: (cause.cause as Error | undefined)?.message }
    : { name: cause instanceof Error ? cause.name : typeof cause };
};

/**
 * One answer of a model in this process, which nothing can cut off, refuse or make pay. It is asked as the AI SDK would
 * ask it, without the SDK's streams and checks: they take as long as it does.
 */
export const answerOfOurs = async (
  model: LanguageModelV3,
  prompt: LanguageModelV3Message[],
): Promise<Answer> => {
  const { content } = await model.doGenerate({ prompt });
  return {
    text: content.flatMap((part) => (part.type === 'text' ? part.text : [])).join(''),
    calls: content.flatMap((part) =>
      part.type === 'tool-call' ? { tool: part.toolName, arguments: JSON.parse(part.input) } : [],
    ),
  };
};

/**
 * One answer of a model. Throws what the model, or the way to it, threw.
 * @param options.onTokens how many it took; estimated when it broke off
 */
export const answerOf = async (options: {
  model: LanguageModelV3;
  system: string;
  messages: ModelMessage[];
  tools: ToolSet;
  signal: AbortSignal;
  onText: (delta: string) => void;
  onTokens: (tokens: number) => void;
}): Promise<Answer> => {
  const { model, system, messages, tools, signal } = options;
  const answer: Answer = { text: '', calls: [] };
  let failure: unknown;
  let tokens: number | undefined;
  let finished = false;
  try {
    const { fullStream } = streamText({
      model,
      system,
      messages,
      tools,
      abortSignal: signal,
      timeout: { totalMs: STEP_MS, chunkMs: CHUNK_MS },
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      maxRetries: RETRIES,
      onError: ({ error }) => {
        failure = error;
      },
    });
    for await (const part of fullStream) {
      if (part.type === 'text-delta') {
        const delta = storable(part.text);
        answer.text += delta;
        options.onText(delta);
      } else if (part.type === 'tool-call') {
        if (answer.calls.length < MAX_CALLS) answer.calls.push(callOf(part, tools));
      } else if (part.type === 'finish') {
        finished = part.finishReason !== 'error';
        tokens = part.totalUsage.totalTokens ?? 0;
      } else if (part.type === 'error') failure = part.error;
      else if (part.type === 'abort') failure = signal.reason ?? new Error('the model took too long');
    }
    if (failure !== undefined) throw failure;
    if (!finished) throw new Error('the answer of the model broke off');
    return answer;
  } finally {
    // What was refused costs nothing, what broke off may.
    if (tokens !== undefined) options.onTokens(tokens);
    else if (!isRefusal(failure)) {
      const characters = JSON.stringify(messages).length + system.length + answer.text.length;
      options.onTokens(Math.ceil(characters / CHARACTERS_PER_TOKEN));
    }
  }
};
