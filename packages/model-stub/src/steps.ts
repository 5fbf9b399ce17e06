import type { Conditions, DataStep, Reply } from './script.js';

type ToolCall = NonNullable<Reply['toolCalls']>[number];
type How = Omit<Reply, 'text' | 'toolCalls' | 'error' | 'noChoices'> & Conditions;

/** A step that answers with words. */
export const say = (text: string | string[], how: How = {}): DataStep => ({ text, ...how });

/** A tool call, for `callTools`. */
export const call = (
  name: string,
  args: ToolCall['arguments'] = {},
  how: Pick<ToolCall, 'id'> = {},
): ToolCall => ({ name, arguments: args, ...how });

/** A step that calls tools, one or several, after some words where `text` is given. */
export const callTools = (toolCalls: ToolCall[], how: How & Pick<Reply, 'text'> = {}): DataStep => ({
  toolCalls,
  ...how,
});

/** A step that answers with an HTTP error. */
export const fail = (
  status: number,
  error: Omit<NonNullable<Reply['error']>, 'status'> = {},
  when: Conditions = {},
): DataStep => ({ error: { status, ...error }, ...when });
