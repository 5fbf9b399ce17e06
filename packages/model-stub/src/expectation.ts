import { type ChatRequest, mentions, textOf } from './request.js';
import type { Expectation } from './script.js';

const quoted = (words: string) => JSON.stringify(words.length > 200 ? `${words.slice(0, 200)}…` : words);

/** In words, everything in which a request is not what was expected. */
export function mismatches(expected: Expectation, request: ChatRequest, authorized: boolean): string[] {
  const last = request.messages.at(-1);
  const said = last ? textOf(last) : '';
  const offered = request.tools?.map((tool) => tool.function.name) ?? [];
  const missing = expected.tools?.filter((name) => !offered.includes(name)) ?? [];
  const stream = request.stream ?? false;
  return [
    expected.model !== undefined &&
      request.model !== expected.model &&
      `the model is ${quoted(request.model)}, not ${quoted(expected.model)}`,
    expected.stream !== undefined && stream !== expected.stream && `stream is ${stream}`,
    expected.authorized !== undefined &&
      authorized !== expected.authorized &&
      `it came ${authorized ? 'with' : 'without'} Authorization`,
    expected.lastRole !== undefined &&
      last?.role !== expected.lastRole &&
      `the last message is of the ${last?.role}, not of the ${expected.lastRole}`,
    expected.lastContains !== undefined &&
      !said.includes(expected.lastContains) &&
      `the last message is ${quoted(said)} and does not contain ${quoted(expected.lastContains)}`,
    expected.contains !== undefined &&
      !mentions(request, expected.contains) &&
      `no message contains ${quoted(expected.contains)}`,
    missing.length > 0 && `the tools offered (${offered.join(', ') || 'none'}) lack ${missing.join(', ')}`,
  ].filter((words) => words !== false);
}
