import type {
  LanguageModelV3Prompt,
  LanguageModelV3ToolCallPart,
  LanguageModelV3ToolResultPart,
} from '@ai-sdk/provider';
import { isChange, type ToolTask, toolTask } from '@todo/contracts';
import type { Context } from '@todo/language';
import { z } from 'zod';
import { BUILT_IN } from '../prompt.js';
import { quoted } from '../replies.js';
import { choices, isQuestion, isWhich } from './words.js';

/** A task as it was mentioned. */
export interface Mention {
  id: number;
  title: string;
  /** Where it was looked up. */
  completed?: boolean;
}

/** A call that has been made, and what came of it. */
export interface Made {
  tool: string;
  arguments: Record<string, unknown>;
  /** Structured content, or the words of a refusal. */
  result: unknown;
  isError: boolean;
  /** The person was asked about it, and said yes. */
  confirmed?: boolean;
}

/** What a person said, what was done about it and what was answered. */
export interface Exchange {
  message: string;
  made: Made[];
  reply: string;
}

/** What a conversation comes to. */
export interface Memory {
  /** The turn that is under way, and the one before it. */
  now: Exchange;
  /** Of the person whose turn it is; null until the turn begins. */
  context: Context | null;
  before: Exchange | null;
  /** What the person said in the last turns before, in order, without the answers to questions. */
  earlier: string[];
  /** The list that was shown last before this turn, in its order. */
  lastList: Mention[];
  /** The task that was spoken of last before this turn. */
  lastTask: Mention | null;
  /** What was deleted in this conversation, the last first. */
  deleted: Mention[];
  /** What was added in it. */
  added: Mention[];
  /** The question that was asked last, where nothing was done or listed since. */
  asked: string;
  /** What this turn has done something to. */
  acted: Mention[];
}

const withTasks = z.object({ tasks: z.array(toolTask) });
const withTask = z.object({ task: toolTask });
const oneTask = z.object({ task_id: z.int(), title: z.string(), status: z.string().optional() });
const manyTasks = z.object({
  results: z.array(z.object({ task_id: z.int(), title: z.string().optional(), status: z.string() })),
});

const mention = ({ id, title }: ToolTask): Mention => ({ id, title });

/** @see toModelMessages */
const isConfirmed = ({ providerOptions }: LanguageModelV3ToolCallPart): boolean =>
  providerOptions?.[BUILT_IN]?.confirmed === true;

const outcome = ({ output }: LanguageModelV3ToolResultPart): Pick<Made, 'result' | 'isError'> => ({
  result: 'value' in output ? output.value : null,
  isError: output.type === 'error-text' || output.type === 'error-json',
});

const textOf = (content: readonly { type: string; text?: string }[]): string =>
  content.flatMap((part) => (part.type === 'text' ? (part.text ?? '') : [])).join('\n');

const exchanges = (prompt: LanguageModelV3Prompt): Exchange[] => {
  const found: Exchange[] = [];
  const calls = new Map<string, Omit<Made, 'result' | 'isError'>>();
  for (const message of prompt) {
    const current = found.at(-1);
    if (message.role === 'user') found.push({ message: textOf(message.content), made: [], reply: '' });
    else if (current === undefined || message.role === 'system') continue;
    else if (message.role === 'assistant') {
      current.reply = textOf(message.content) || current.reply;
      for (const part of message.content)
        if (part.type === 'tool-call')
          calls.set(part.toolCallId, {
            tool: part.toolName,
            arguments: part.input as Record<string, unknown>,
            confirmed: isConfirmed(part),
          });
    } else
      for (const part of message.content) {
        const call = part.type === 'tool-result' ? calls.get(part.toolCallId) : undefined;
        if (call !== undefined && part.type === 'tool-result')
          current.made.push({ ...call, ...outcome(part) });
      }
  }
  return found;
};

/** It chose one of several, or said yes: the wish is what was said before it. */
const answers = ({ made }: Exchange, before: Exchange | undefined): boolean =>
  made.some(({ confirmed }) => confirmed) ||
  (before !== undefined &&
    isWhich(before.reply) &&
    made.some(({ arguments: { task_id } }) => choices(before.reply).some(({ id }) => id === task_id)));

/** Turns that a short message may go on with. */
const EARLIER = 3;

/** Reads a conversation as a model is given it. */
export const remember = (prompt: LanguageModelV3Prompt): Memory => {
  const all = exchanges(prompt);
  const memory: Memory = {
    now: all.at(-1) ?? { message: '', made: [], reply: '' },
    context: null,
    before: all.at(-2) ?? null,
    earlier: all
      .slice(0, -1)
      .filter((exchange, place) => !answers(exchange, all[place - 1]))
      .slice(-EARLIER)
      .map(({ message }) => message),
    lastList: [],
    lastTask: null,
    deleted: [],
    added: [],
    asked: '',
    acted: [],
  };
  for (const { made, reply } of all.slice(0, -1)) {
    for (const {
      result,
      arguments: { limit },
    } of made)
      note(memory, result, reply, limit === undefined);
    if (isQuestion(reply)) memory.asked = reply;
    else if (made.some(({ tool, arguments: { limit } }) => isChange(tool) || limit === undefined))
      memory.asked = '';
  }
  return memory;
};

/**
 * What a call tells of tasks. A list was shown when the reply shows it, or when it was asked for as it is: others were
 * only looked into.
 */
export const note = (memory: Memory, result: unknown, reply = '', wasAsked = false): void => {
  const { data } = withTasks.safeParse(result);
  const listed = data?.tasks ?? [];
  const shown = listed.filter(({ id, title }) => reply.includes(`#${id} ${title}`));
  const list = shown.length > 0 || !wasAsked ? shown : listed;
  if (list.length > 0) memory.lastList = list.map(mention);
  const [only] = memory.lastList;
  if (list.length === 1 && only !== undefined) memory.lastTask = only;
  // "Task 4, “Finish the slides”, is not done yet" is of one that a list had told of.
  const toldOf = listed.find(({ id, title }) => reply.includes(`ask ${id}, ${quoted(title)}`));
  if (toldOf !== undefined) memory.lastTask = mention(toldOf);
  const task = withTask.safeParse(result);
  if (task.success) memory.lastTask = mention(task.data.task);
  const one = oneTask.safeParse(result);
  if (one.success) {
    memory.lastTask = { id: one.data.task_id, title: one.data.title };
    if (one.data.status === 'deleted') memory.deleted.unshift(memory.lastTask);
    if (one.data.status === 'created') memory.added.push(memory.lastTask);
  }
  const many = manyTasks.safeParse(result);
  for (const { task_id, title = '', status } of many.data?.results ?? [])
    if (status === 'deleted') memory.deleted.unshift({ id: task_id, title });
};
