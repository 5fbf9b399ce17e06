import { get, type OutgoingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { STREAM_EVENTS, type TaskEvent } from '@todo/contracts';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isShed } from './http.js';

/** One connection of a reader. */
export interface Turn {
  status: number;
  events: EventSourceMessage[];
  /** What the server said last about coming back, ms. */
  retry: number | undefined;
  /** Whether the stream came to its own end: neither cut nor reset. */
  whole: boolean;
  /** The whole body. */
  text: string;
}

/** Somebody who follows the events of tasks, and comes back at once when the stream ends. */
export interface EventReader {
  /** The connections that have ended. */
  turns: Turn[];
  /** Every task event in the order in which it came. */
  seen: { id: number; event: TaskEvent }[];
  /** Resolves when the event with this number has come; rejects when the reader had to give up. */
  until(id: number): Promise<void>;
  close(): void;
}

/** One stream, from its beginning to its end, whatever that is. */
const readTurn = (
  url: string,
  headers: OutgoingHttpHeaders,
  signal: AbortSignal,
  onEvent: (event: EventSourceMessage) => void,
): Promise<Turn> =>
  new Promise((resolve) => {
    const turn: Turn = { status: 0, events: [], retry: undefined, whole: false, text: '' };
    const parser = createParser({
      onEvent: (event) => {
        turn.events.push(event);
        onEvent(event);
      },
      onRetry: (milliseconds) => {
        turn.retry = milliseconds;
      },
    });
    const sent = get(
      url,
      { agent: false, headers: { accept: 'text/event-stream', ...headers }, signal },
      (response) => {
        turn.status = response.statusCode ?? 0;
        response.setEncoding('utf8').on('data', (text: string) => {
          turn.text += text;
          parser.feed(text);
        });
        response.on('error', () => undefined);
        response.on('close', () => {
          turn.whole = response.complete;
          resolve(turn);
        });
      },
    );
    sent.on('error', () => resolve(turn));
  });

/** Follows the stream at `url` from the person's first event on. */
export const followEvents = (url: string, headers: OutgoingHttpHeaders): EventReader => {
  const closing = new AbortController();
  const turns: Turn[] = [];
  const seen: EventReader['seen'] = [];
  const watchers = new Set<() => void>();
  let over = false;
  const tell = () => {
    for (const watcher of watchers) watcher();
  };

  const take = ({ event, id, data }: EventSourceMessage) => {
    if (event !== STREAM_EVENTS.task) return;
    seen.push({ id: Number(id), event: JSON.parse(data) as TaskEvent });
    tell();
  };

  const follow = async () => {
    for (;;) {
      const last = seen.at(-1)?.id;
      const since = last === undefined ? {} : { 'last-event-id': String(last) };
      const turn = await readTurn(`${url}?after=0`, { ...headers, ...since }, closing.signal, take);
      if (closing.signal.aborted) break;
      if (isShed(turn)) {
        await delay(1_000);
        continue;
      }
      turns.push(turn);
      if (turn.status !== 200) break;
    }
    over = true;
    tell();
  };
  void follow();

  return {
    turns,
    seen,
    until: (id) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((seen.at(-1)?.id ?? 0) >= id) resolve();
          else if (over) reject(new Error(`gave up after ${seen.at(-1)?.id}: ${turns.at(-1)?.status}`));
          else return;
          watchers.delete(look);
        };
        watchers.add(look);
        look();
      }),
    close: () => closing.abort(),
  };
};
