import type { Conversation, ModelKind, TURN_EVENTS, Turn, UndoResult } from '@todo/contracts';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type Api, type Send, UNREACHABLE, Unreachable } from '@/lib/api';
import { linked } from '@/lib/link';
import type { TurnEvent } from './turn-stream';

/** One answer with conversations, the newest first. */
export interface ConversationPage {
  conversations: Conversation[];
  next: string | null;
}

/** Turns that follow each other, the oldest first. */
export interface TurnPage {
  turns: Turn[];
  /** The query that gives those before. */
  earlier: Record<string, string> | null;
}

const EVENT_STREAM = 'text/event-stream';

/** Milliseconds by which the server's clock was ahead of this device's when it answered, to about a second. */
const aheadOf = ({ headers }: Pick<Response, 'headers'>): number => {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? 0 : date - Date.now();
};

/** A turn whose question expires by this device's clock, which may be hours off. */
const byOwnClock = (turn: Turn, ahead: number): Turn => {
  if (turn.question === null) return turn;
  const expires = new Date(Date.parse(turn.question.expires_at) - ahead);
  return { ...turn, question: { ...turn.question, expires_at: expires.toISOString() } };
};

const eventFrom = (name: string | undefined, data: string, ahead: number): TurnEvent | null => {
  switch (name as keyof typeof TURN_EVENTS | undefined) {
    case 'turn':
      return { kind: 'turn', turn: byOwnClock(JSON.parse(data), ahead) };
    case 'text':
      return { kind: 'text', ...JSON.parse(data) };
    case 'call':
      return { kind: 'call', call: JSON.parse(data) };
    case 'result':
      return { kind: 'result', call: JSON.parse(data) };
    case 'end':
      return { kind: 'end' };
    default:
      // A later version may say more.
      return null;
  }
};

/** The events of an answer, as they come. Rejects with Unreachable when the answer breaks off. */
async function* eventsOf(response: Response): AsyncGenerator<TurnEvent, void> {
  const ahead = aheadOf(response);
  if (!response.headers.get('content-type')?.startsWith(EVENT_STREAM)) {
    // What was said already is answered at once, and whole.
    yield { kind: 'turn', turn: byOwnClock((await response.json()) as Turn, ahead) };
    return;
  }
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const part = await reader?.read().catch((cause: unknown) => {
        throw new Unreachable(UNREACHABLE, { cause });
      });
      if (part === undefined || part.done) return;
      const event = eventFrom(part.value.event, part.value.data, ahead);
      if (event !== null) yield event;
    }
  } finally {
    void reader?.cancel().catch(() => undefined);
  }
}

/** The conversations of one person with the assistant, over HTTP. Rejects with what `api` rejects with. */
export const createChatApi = (userId: string, api: Api, send: Send) => {
  const root = `/api/${encodeURIComponent(userId)}`;
  const abortable = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
  return {
    /** Which model answers now. */
    model: async (signal?: AbortSignal): Promise<ModelKind> =>
      (await api<{ model: ModelKind }>('GET', `${root}/assistant`, abortable(signal))).data.model,
    conversations: async (cursor: string | null, signal?: AbortSignal): Promise<ConversationPage> => {
      const { data, headers } = await api<Conversation[]>('GET', `${root}/conversations`, {
        query: { cursor },
        ...abortable(signal),
      });
      return { conversations: data, next: linked(headers, 'next')?.get('cursor') ?? null };
    },
    removeConversation: async (id: number): Promise<void> => {
      await api('DELETE', `${root}/conversations/${id}`);
    },
    turns: async (
      conversationId: number,
      query: Record<string, string> | null,
      signal?: AbortSignal,
    ): Promise<TurnPage> => {
      const { data, headers } = await api<Turn[]>('GET', `${root}/conversations/${conversationId}/turns`, {
        query: query ?? {},
        ...abortable(signal),
      });
      const earlier = linked(headers, 'prev');
      const ahead = aheadOf({ headers });
      const turns = data.map((turn) => byOwnClock(turn, ahead));
      return { turns, earlier: earlier === null ? null : Object.fromEntries(earlier) };
    },
    /** Says something. The same key says it once, however often it is sent. The first event is the turn. */
    say: async (
      said: { conversationId: number | null; message: string; idempotencyKey: string },
      signal: AbortSignal,
    ): Promise<AsyncGenerator<TurnEvent, void>> =>
      eventsOf(
        await send('POST', `${root}/chat`, {
          body: {
            message: said.message,
            ...(said.conversationId === null ? {} : { conversation_id: said.conversationId }),
          },
          headers: { accept: EVENT_STREAM, 'idempotency-key': said.idempotencyKey },
          signal,
        }),
      ),
    /** Listens to a turn from where it stands. */
    follow: async (turnId: number, signal: AbortSignal): Promise<AsyncGenerator<TurnEvent, void>> =>
      eventsOf(await send('GET', `${root}/turns/${turnId}`, { headers: { accept: EVENT_STREAM }, signal })),
    cancel: async (turnId: number): Promise<Turn> =>
      (await api<Turn>('POST', `${root}/turns/${turnId}/cancel`)).data,
    /** Takes back everything that the turn changed, or rejects with 409 and has changed nothing. */
    undo: async (turnId: number): Promise<UndoResult> =>
      (await api<UndoResult>('POST', `${root}/turns/${turnId}/undo`)).data,
    retry: async (turnId: number): Promise<Turn> =>
      (await api<Turn>('POST', `${root}/turns/${turnId}/retry`)).data,
  };
};

export type ChatApi = ReturnType<typeof createChatApi>;
