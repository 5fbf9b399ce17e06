import { EventSourceParserStream } from 'eventsource-parser/stream';

/** What a test reads of a chunk or of a whole completion. */
export interface Completion {
  id: string;
  object: string;
  model: string;
  choices: {
    index: number;
    delta: { role?: string; content?: string | null; tool_calls?: ToolCallDelta[] };
    message: { role: string; content: string | null; tool_calls?: ToolCallDelta[] };
    finish_reason: string | null;
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
  error?: { message: string };
}

interface ToolCallDelta {
  index?: number;
  id?: string;
  type?: string;
  function: { name?: string; arguments: string };
}

export interface ChatOptions {
  messages?: Record<string, unknown>[];
  headers?: Record<string, string>;
  signal?: AbortSignal;
  [field: string]: unknown;
}

/** Sends a chat completion request; one user message that says hello, unless told otherwise. */
export function chat(url: string, { headers, signal, ...body }: ChatOptions = {}): Promise<Response> {
  return fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }], ...body }),
    ...(signal && { signal }),
  });
}

export const readCompletion = async (response: Response) => (await response.json()) as Completion;

/** What a stream held, and how it ended. */
export interface Streamed {
  chunks: Completion[];
  /** Whether `[DONE]` came. */
  done: boolean;
  /** Whether the connection broke. */
  broken: boolean;
}

/** Reads a stream to its end; `onChunk` hears of each chunk as it comes. */
export async function readStream(response: Response, onChunk?: () => void): Promise<Streamed> {
  const streamed: Streamed = { chunks: [], done: false, broken: false };
  if (!response.body) throw new Error(`status ${response.status} without a body`);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  try {
    for await (const { data } of events) {
      if (data === '[DONE]') streamed.done = true;
      else streamed.chunks.push(JSON.parse(data));
      onChunk?.();
    }
  } catch {
    streamed.broken = true;
  }
  return streamed;
}

export const streamChat = async (url: string, options: ChatOptions = {}) =>
  readStream(await chat(url, { stream: true, ...options }));
