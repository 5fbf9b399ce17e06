import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Replica } from './stack.js';

/** What happens to one request on its way. */
export interface Mishap {
  /** Milliseconds by which its answer is late. */
  late?: number;
  /** It does not arrive, and is answered as an ingress without endpoints does; or the connection breaks. */
  fails?: 'unavailable' | 'cut';
  /** It arrives and is carried out, and its answer is lost. */
  answerLost?: true;
  /** Milliseconds by which the server's clock is said to be ahead. */
  clockAhead?: number;
}

/** A way to the product that can be a bad one: a proxy on this machine between a browser and a replica. */
export interface BadWay {
  /** Where a browser finds the product over it. */
  origin: string;
  /** What happens to the next requests; nothing at the beginning. Files of the page always arrive. */
  happens: (mishap: (method: string, path: string) => Mishap | undefined) => void;
  /** The requests of the API that change something, in the order in which they came. */
  changes: string[];
  /** Resolves when nobody waits for an answer any more. */
  quiet: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a way to a product. */
export const openBadWay = async (to: Replica): Promise<BadWay> => {
  const target = new URL(to.address);
  const sockets = new Set<Socket>();
  const changes: string[] = [];
  let waiting = 0;
  const onQuiet: (() => void)[] = [];
  let mishapOf: (method: string, path: string) => Mishap | undefined = () => undefined;

  const pass = (asked: IncomingMessage, answer: ServerResponse, mishap: Mishap): void => {
    const { late = 0, clockAhead = 0 } = mishap;
    const onward = request(target, {
      method: asked.method,
      path: asked.url,
      headers: asked.headers,
      agent: false,
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    onward.on('response', (response) => {
      if (mishap.answerLost) {
        response.resume().on('end', () => answer.destroy());
        return;
      }
      const { date, ...headers } = response.headers;
      const clock = date === undefined ? {} : { date: new Date(Date.parse(date) + clockAhead).toUTCString() };
      setTimeout(() => {
        answer.writeHead(response.statusCode ?? 502, { ...headers, ...clock });
        answer.flushHeaders();
        response.pipe(answer);
      }, late);
    });
    asked.pipe(onward);
  };

  const server = createServer((asked, answer) => {
    const { method = 'GET', url = '/' } = asked;
    const isFile = /^\/(_next|icon|apple-icon|favicon|manifest)/.test(url);
    const mishap = (isFile ? undefined : mishapOf(method, url)) ?? {};
    if (method !== 'GET' && url.startsWith('/api/')) changes.push(`${method} ${url.split('?')[0]}`);
    if (!url.endsWith('/events') && !url.includes('/events?')) {
      waiting += 1;
      answer.on('close', () => {
        waiting -= 1;
        if (waiting === 0) for (const told of onQuiet.splice(0)) told();
      });
    }
    if (mishap.fails === 'cut') asked.socket.destroy();
    else if (mishap.fails === 'unavailable')
      answer
        .writeHead(503, { 'content-type': 'text/html' })
        .end('<h1>503 Service Temporarily Unavailable</h1>');
    else pass(asked, answer, mishap);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://${new URL(to.origin).hostname}:${port}`,
    happens: (next) => {
      mishapOf = next;
    },
    changes,
    quiet: () =>
      waiting === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onQuiet.push(resolve);
          }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
