import { type ChatRequest, textOf } from './request.js';
import type { CheckedReply } from './script.js';

/** What a completion is made for. */
interface Context {
  request: ChatRequest;
  /** Number of the request, from 1; the ids come from it. */
  number: number;
  /** Seconds since 1970. */
  created: number;
}

type Call = NonNullable<CheckedReply['toolCalls']>[number];

function cut(text: string, pieceLength = Number.POSITIVE_INFINITY): string[] {
  const characters = Array.from(text);
  if (characters.length <= pieceLength) return [text];
  const count = Math.ceil(characters.length / pieceLength);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * pieceLength, (index + 1) * pieceLength).join(''),
  );
}

function textPieces({ text, pieceLength }: CheckedReply): string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? cut(text, pieceLength) : text;
}

function argumentPieces(given: Call['arguments'], pieceLength: number | undefined): string[] {
  if (Array.isArray(given)) return given;
  // The real API sends the name with empty arguments, and then the arguments.
  return ['', ...cut(typeof given === 'string' ? given : JSON.stringify(given), pieceLength)];
}

const idOf = ({ id }: Call, index: number, { number }: Context) =>
  id === null ? {} : { id: id ?? `call_${number}_${index}` };

function callDeltas({ toolCalls = [], pieceLength, interleave }: CheckedReply, context: Context) {
  const perCall = toolCalls.map((call, index) =>
    argumentPieces(call.arguments, pieceLength).map((piece, place) =>
      place === 0
        ? {
            index,
            ...idOf(call, index, context),
            type: 'function',
            function: { name: call.name, arguments: piece },
          }
        : { index, function: { arguments: piece } },
    ),
  );
  if (!interleave) return perCall.flat();
  const longest = Math.max(0, ...perCall.map((deltas) => deltas.length));
  return Array.from({ length: longest }, (_, place) =>
    perCall.flatMap((deltas) => deltas.slice(place, place + 1)),
  ).flat();
}

const finishReason = ({ finishReason, toolCalls }: CheckedReply) =>
  finishReason === undefined ? (toolCalls ? 'tool_calls' : 'stop') : finishReason;

const tokens = (text: string) => Math.ceil(text.length / 4);

function usageOf(reply: CheckedReply, { request }: Context) {
  if (reply.usage === null) return null;
  const { promptTokens, completionTokens } = reply.usage ?? {
    promptTokens: tokens(request.messages.map(textOf).join('')),
    completionTokens: tokens(
      [
        ...textPieces(reply),
        ...(reply.toolCalls ?? []).flatMap((call) => argumentPieces(call.arguments, undefined)),
      ].join(''),
    ),
  };
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** The answer in one piece: a `chat.completion`. */
export function completion(reply: CheckedReply, context: Context) {
  const text = textPieces(reply).join('');
  const toolCalls = (reply.toolCalls ?? []).map((call, index) => ({
    ...idOf(call, index, context),
    type: 'function',
    function: { name: call.name, arguments: argumentPieces(call.arguments, undefined).join('') },
  }));
  const usage = usageOf(reply, context);
  return {
    id: `chatcmpl-${context.number}`,
    object: 'chat.completion',
    created: context.created,
    model: context.request.model,
    choices: reply.noChoices
      ? []
      : [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: reply.text === undefined ? null : text,
              refusal: null,
              ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
            },
            logprobs: null,
            finish_reason: finishReason(reply),
          },
        ],
    ...(usage && { usage }),
  };
}

/** The answer in pieces: each `chat.completion.chunk` of the stream, in order, without the final `[DONE]`. */
export function completionChunks(reply: CheckedReply, context: Context) {
  const usage = context.request.stream_options?.include_usage ? usageOf(reply, context) : null;
  const chunk = (choices: unknown[], used: typeof usage = null) => ({
    id: `chatcmpl-${context.number}`,
    object: 'chat.completion.chunk',
    created: context.created,
    model: context.request.model,
    choices,
    // The real API has the field in every chunk once it is asked for, null in all but the last.
    ...(usage && { usage: used }),
  });
  const choice = (delta: object, reason: string | null = null) =>
    chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
  const reason = finishReason(reply);
  return [
    ...(reply.noChoices
      ? [chunk([])]
      : [
          choice({ role: 'assistant', content: reply.text === undefined ? null : '' }),
          ...textPieces(reply).map((content) => choice({ content })),
          ...callDeltas(reply, context).map((delta) => choice({ tool_calls: [delta] })),
          ...(reason === null ? [] : [choice({}, reason)]),
        ]),
    ...(usage ? [chunk([], usage)] : []),
  ];
}
