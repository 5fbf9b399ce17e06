import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Content,
  LanguageModelV3FinishReason,
  LanguageModelV3StreamPart,
  LanguageModelV3Usage,
} from '@ai-sdk/provider';
import { type Context, prepare } from '@todo/language';
import { converse } from './converse.js';
import { remember } from './memory.js';

/** It reads no tokens, so nobody pays for any. */
const NO_USAGE: LanguageModelV3Usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

const answer = (
  { prompt }: LanguageModelV3CallOptions,
  context: Context,
): { content: LanguageModelV3Content[]; finishReason: LanguageModelV3FinishReason } => {
  const memory = remember(prompt);
  const next = converse(memory, context);
  return typeof next === 'string'
    ? { content: [{ type: 'text', text: next }], finishReason: { unified: 'stop', raw: undefined } }
    : {
        content: [
          {
            type: 'tool-call',
            toolCallId: `built-in-${memory.now.made.length + 1}`,
            toolName: next.tool,
            input: JSON.stringify(next.arguments),
          },
        ],
        finishReason: { unified: 'tool-calls', raw: undefined },
      };
};

/** Pieces of a text, so that a reply arrives as those of other models do. */
const pieces = (text: string): string[] => text.match(/\s*\S+/g) ?? [text];

function* streamParts(
  options: LanguageModelV3CallOptions,
  context: Context,
): Generator<LanguageModelV3StreamPart> {
  const { content, finishReason } = answer(options, context);
  yield { type: 'stream-start', warnings: [] };
  for (const part of content) {
    if (part.type === 'text') {
      yield { type: 'text-start', id: 'text' };
      for (const delta of pieces(part.text)) yield { type: 'text-delta', id: 'text', delta };
      yield { type: 'text-end', id: 'text' };
    } else if (part.type === 'tool-call') yield part;
  }
  yield { type: 'finish', finishReason, usage: NO_USAGE };
}

/**
 * A language model without a network: it understands a to-do list's English by rules (`@todo/language`) and asks for
 * the same tools as any other model. The same messages always give the same answer.
 */
export const createBuiltInModel = (here: Context): LanguageModelV3 => {
  const context = prepare(here);
  return {
    specificationVersion: 'v3',
    provider: 'built-in',
    modelId: 'built-in',
    supportedUrls: {},
    doGenerate: async (options) => ({ ...answer(options, context), usage: NO_USAGE, warnings: [] }),
    doStream: async (options) => ({ stream: ReadableStream.from(streamParts(options, context)) }),
  };
};
