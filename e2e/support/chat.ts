import { get, request } from 'node:http';
import type { Task, Turn } from '@todo/contracts';
import { createParser } from 'eventsource-parser';
import { type Answer, type Caller, send, signUpCaller } from './http.js';

/** Somebody who talks to the assistant, over the API. */
export interface Talker extends Caller {
  /** Says something in the conversation so far, through any replica; resolves when the turn is over. */
  say(message: string, url?: string): Promise<Turn>;
  /** The same in a conversation of one's own choice, undefined for a new one. */
  sayIn(conversationId: number | undefined, message: string, url?: string): Promise<Turn>;
  /** Any request of theirs; `path` begins after their id. */
  call(method: string, path: string, body?: unknown, url?: string): Promise<Answer>;
  turn(id: number, url?: string): Promise<Turn>;
  tasks(): Promise<Task[]>;
  /** Title, and whether it is completed, oldest first. */
  list(): Promise<string[]>;
  add(...titles: string[]): Promise<void>;
}

/** @param urls of the replicas: the first is asked unless another is given */
export const newTalker = async (url: string): Promise<Talker> => {
  const caller = await signUpCaller(url);
  let conversation: number | undefined;
  const call: Talker['call'] = (method, path, body, at = url) =>
    send(at + caller.path(path), {
      method,
      headers: {
        ...caller.authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ok = async (answer: Promise<Answer>): Promise<string> => {
    const { status, text } = await answer;
    if (status >= 300) throw new Error(`${status} ${text}`);
    return text;
  };
  const sayIn: Talker['sayIn'] = async (conversationId, message, at) =>
    JSON.parse(
      await ok(
        call(
          'POST',
          '/chat',
          { message, ...(conversationId === undefined ? {} : { conversation_id: conversationId }) },
          at,
        ),
      ),
    ) as Turn;
  const tasks = async () => JSON.parse(await ok(call('GET', '/tasks?order=asc&limit=200'))) as Task[];
  return {
    ...caller,
    call,
    sayIn,
    tasks,
    say: async (message, at) => {
      const turn = await sayIn(conversation, message, at);
      conversation = turn.conversation_id;
      return turn;
    },
    turn: async (id, at) => JSON.parse(await ok(call('GET', `/turns/${id}`, undefined, at))) as Turn,
    list: async () => (await tasks()).map(({ title, completed }) => (completed ? `${title} (done)` : title)),
    add: async (...titles) => {
      for (const title of titles) await ok(call('POST', '/tasks', { title }));
    },
  };
};

/** An event of a turn's stream. */
export interface TurnEvent {
  event: string;
  data: Record<string, unknown>;
}

export interface TurnStream {
  events: TurnEvent[];
  /** Resolves with the first event, past or to come, that fits. */
  until(fits: (event: TurnEvent) => boolean): Promise<TurnEvent>;
  /** Resolves when the stream has ended. */
  ended: Promise<void>;
  close(): void;
}

/** Says something and follows the turn, or follows one that there is. */
export const followTurn = (
  talker: Talker,
  url: string,
  what: { message: string; conversation_id?: number } | { turn: number },
): TurnStream => {
  const events: TurnEvent[] = [];
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  const parser = createParser({
    onEvent: ({ event = '', data }) => {
      events.push({ event, data: JSON.parse(data) as Record<string, unknown> });
      tell();
    },
  });
  const headers = {
    ...talker.authorization,
    accept: 'text/event-stream',
    'content-type': 'application/json',
  };
  const sent =
    'turn' in what
      ? get(url + talker.path(`/turns/${what.turn}`), { agent: false, headers })
      : request(url + talker.path('/chat'), { agent: false, method: 'POST', headers });
  if (!('turn' in what)) sent.end(JSON.stringify(what));
  const ended = new Promise<void>((resolve) => {
    sent.on('response', (response) => {
      response.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
      response.on('error', () => undefined).on('close', resolve);
    });
    sent.on('error', () => resolve());
  });
  ended.then(tell);
  let over = false;
  ended.then(() => {
    over = true;
    tell();
  });
  return {
    events,
    ended,
    close: () => sent.destroy(),
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(fits);
          if (found === undefined && !over) return;
          watchers.delete(look);
          if (found === undefined) reject(new Error(`the stream ended: ${JSON.stringify(events)}`));
          else resolve(found);
        };
        watchers.add(look);
        look();
      }),
  };
};
