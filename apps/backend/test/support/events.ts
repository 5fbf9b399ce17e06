import http from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** An open event stream, as a client that has no browser reads it. */
export interface EventStream {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** What has come so far. */
  events: EventSourceMessage[];
  retry: number | undefined;
  /** The body of a refusal. */
  body: string;
  /** Resolves when so many events have come; rejects when the stream ends before. */
  atLeast(count: number): Promise<EventSourceMessage[]>;
  ended: Promise<void>;
  close(): void;
}

export const openStream = (url: string, headers: Record<string, string>): Promise<EventStream> =>
  new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { accept: 'text/event-stream', ...headers } }, (response) => {
      const events: EventSourceMessage[] = [];
      const watchers = new Set<() => void>();
      const parser = createParser({
        onEvent: (event) => {
          events.push(event);
          for (const watcher of watchers) watcher();
        },
        onRetry: (milliseconds) => {
          stream.retry = milliseconds;
        },
      });
      let done = false;
      response.setEncoding('utf8').on('data', (text: string) => {
        stream.body += text;
        parser.feed(text);
      });
      const ended = new Promise<void>((end) => {
        response.once('close', () => {
          done = true;
          end();
          for (const watcher of watchers) watcher();
        });
      });
      response.on('error', () => undefined);
      const stream: EventStream = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        events,
        retry: undefined,
        body: '',
        ended,
        atLeast: (count) =>
          new Promise((arrived, missing) => {
            const look = (): void => {
              if (events.length >= count) arrived(events);
              else if (done) missing(new Error(`the stream ended after ${events.length} of ${count} events`));
              else return;
              watchers.delete(look);
            };
            watchers.add(look);
            look();
          }),
        close: () => request.destroy(),
      };
      resolve(stream);
    });
    request.on('error', reject);
  });
