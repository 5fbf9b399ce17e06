import { z } from 'zod';

const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
  tool_calls: z
    .array(
      z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) }),
    )
    .nullish(),
  tool_call_id: z.string().nullish(),
});

/** The body of a chat completion request, as far as the stub reads it; everything else stays in it as it came. */
export const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;
export type ChatMessage = z.infer<typeof message>;

/** The words of a message: its content, or the text parts of it. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

/** Whether a message of the request contains `words`. */
export function mentions({ messages }: ChatRequest, words: string): boolean {
  return messages.some((one) => textOf(one).includes(words));
}

/**
 * What the real API refuses in a history: a tool call must be answered by a tool message before anybody else speaks,
 * and a tool message must answer one. Undefined when the history is sound.
 */
export function problemOfHistory({ messages }: ChatRequest): string | undefined {
  let unanswered = new Set<string>();
  const leftAlone = () => `no tool message answers the call ${[...unanswered].join(', ')}`;
  for (const { role, tool_calls, tool_call_id } of messages) {
    if (role === 'tool') {
      if (!unanswered.delete(tool_call_id ?? ''))
        return `a tool message answers ${tool_call_id ?? 'no id'}, which was not called or is answered already`;
      continue;
    }
    if (unanswered.size > 0) return leftAlone();
    unanswered = new Set(tool_calls?.map(({ id }) => id));
  }
  return unanswered.size > 0 ? leftAlone() : undefined;
}
