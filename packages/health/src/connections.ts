import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Admit } from './admission.js';

interface Connection {
  /** Requests not read to their end yet and responses not written to theirs. */
  open: number;
  /** `socket.bytesRead` when nothing was open for the last time: more than that is a request on its way. */
  bytesAtRest: number;
  /** Since when nothing has been open, on the clock of `performance.now()`. */
  restingSince: number;
  /** Whether it has carried a request. */
  used: boolean;
  /** Those that have not ended. Pipelined ones that never got to the socket end with it, without an event. */
  responses: Set<ServerResponse>;
}

export interface CloseTimes {
  /** How long a kept-alive connection must have been idle before it is closed, ms. */
  idleTimeoutMs: number;
  /** How long everything together may take, ms. */
  closeTimeoutMs: number;
}

export interface Connections {
  /** Responses not ended yet. */
  inFlight(): number;
  /** From now on every response, those already begun included, asks the client to close its connection. */
  drain(): void;
  /**
   * Stops listening, ends each connection as soon as nobody can be about to use it, and destroys what is
   * left at the deadline. Resolves with how many connections were cut off in the middle of something.
   */
  close(times: CloseTimes): Promise<number>;
}

/** How long a connection may take to bring its first byte, ms: its request may be a round trip behind. */
const FIRST_BYTE_MS = 1_000;
/** Node's own `keepAliveTimeout`, ms, and ours: above the 60 s after which common proxies drop an idle connection. */
const KEEP_ALIVE_MS = { node: 5_000, ours: 72_000 };
/** How often it is looked for connections that have been idle for long enough, ms. */
const SWEEP_MS = 100;

/** By which Node.js hands over a request: the others come instead where the application takes them. */
const REQUEST_EVENTS: ReadonlySet<unknown> = new Set(['request', 'checkContinue', 'checkExpectation']);

/**
 * Follows the connections of a plain HTTP/1 server, from before its first one. The application gets each request
 * when `admit` starts it.
 * @throws {TypeError} for a server of another kind, and for one that listens already
 */
export function trackConnections(
  server: http.Server,
  admit: Admit = (_request, _response, start) => start(),
): Connections {
  if (!(server instanceof http.Server)) {
    throw new TypeError('attach() takes a server of node:http: leave TLS and HTTP/2 to the proxy in front');
  }
  if (server.listening) throw new TypeError('attach() comes before listen(): move it up');
  const connections = new Map<Socket, Connection>();
  let draining = false;
  let closing: CloseTimes | undefined;
  if (server.keepAliveTimeout === KEEP_ALIVE_MS.node) server.keepAliveTimeout = KEEP_ALIVE_MS.ours;

  const atRest = (socket: Socket, { open, bytesAtRest }: Connection) =>
    open === 0 && socket.bytesRead === bytesAtRest;

  /** Called from an immediate: what has arrived has been read by then, and no request waits in the kernel. */
  function endWhenIdle(socket: Socket, connection: Connection): void {
    if (closing === undefined || !atRest(socket, connection)) return;
    const patience = connection.used ? closing.idleTimeoutMs : Math.min(FIRST_BYTE_MS, closing.idleTimeoutMs);
    if (performance.now() - connection.restingSince >= patience) socket.destroy();
  }

  server.on('connection', (socket) => {
    const restingSince = performance.now();
    connections.set(socket, { open: 0, bytesAtRest: 0, restingSince, used: false, responses: new Set() });
    socket.once('close', () => connections.delete(socket));
  });

  function follow(request: IncomingMessage, response: ServerResponse): void {
    if (draining) announceClose(response);
    const { socket } = request;
    const connection = connections.get(socket);
    if (connection === undefined) return;
    connection.open += 2;
    connection.used = true;
    connection.responses.add(response);
    const settle = () => {
      connection.open -= 1;
      connection.bytesAtRest = socket.bytesRead;
      connection.restingSince = performance.now();
      setImmediate(endWhenIdle, socket, connection);
    };
    request.once('close', settle);
    response.once('close', () => {
      connection.responses.delete(response);
      settle();
    });
  }

  // Not as a listener: what waits is in flight, and no listener sees it yet.
  const emit = server.emit as (event: string | symbol, ...args: unknown[]) => boolean;
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    if (!REQUEST_EVENTS.has(event)) return emit.call(server, event, ...args);
    const [request, response] = args as [IncomingMessage, ServerResponse];
    follow(request, response);
    admit(request, response, () => emit.call(server, event, request, response));
    return true;
  };
  server.once('listening', () => {
    // As Node does by itself, and then nobody would know that it is over.
    if (server.listenerCount('checkExpectation') === 0) {
      server.on('checkExpectation', (_request, response) => response.writeHead(417).end());
    }
  });

  return {
    inFlight: () =>
      Array.from(connections.values()).reduce((total, { responses }) => total + responses.size, 0),

    drain() {
      draining = true;
      for (const { responses } of connections.values()) {
        for (const response of responses) announceClose(response);
      }
    },

    async close(times) {
      closing = times;
      const closed = new Promise<void>((resolve) => {
        // The HTTP server's own close() destroys connections whose response has ended but is still
        // on its way to a slow client.
        NetServer.prototype.close.call(server, () => resolve());
      });
      const sweep = () => {
        for (const [socket, connection] of connections) endWhenIdle(socket, connection);
      };
      const sweeping = setInterval(setImmediate, SWEEP_MS, sweep);
      setImmediate(sweep);
      let cut = 0;
      const deadline = setTimeout(() => {
        for (const [socket, connection] of connections) {
          if (!atRest(socket, connection)) cut += 1;
          socket.destroy();
        }
      }, times.closeTimeoutMs);
      await closed;
      clearInterval(sweeping);
      clearTimeout(deadline);
      return cut;
    },
  };
}

/** Makes `Connection: close` part of a response, whatever its handler says later. */
function announceClose(response: ServerResponse): void {
  if (response.headersSent) return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    const last = args.length - 1;
    const headers = args[last];
    // Among the handler's own headers: one that was set apart would have Node merge them, and drop repeated names.
    if (typeof headers === 'object' && headers !== null) args[last] = closing(headers as OutgoingHttpHeaders);
    else response.setHeader('Connection', 'close');
    return writeHead(...args);
  };
}

/** The headers with `Connection: close`, in the form in which they came: what a proxy passes on says otherwise. */
function closing(headers: OutgoingHttpHeaders | unknown[]): OutgoingHttpHeaders | unknown[] {
  const isOurs = (name: unknown) => /^(connection|keep-alive)$/i.test(String(name));
  if (!Array.isArray(headers)) {
    const kept = Object.entries(headers).filter(([name]) => !isOurs(name));
    return { ...Object.fromEntries(kept), Connection: 'close' };
  }
  if (Array.isArray(headers[0])) {
    return [...headers.filter((pair) => !isOurs((pair as unknown[])[0])), ['Connection', 'close']];
  }
  // Names and values by turns.
  return [...headers.filter((_item, index) => !isOurs(headers[index - (index % 2)])), 'Connection', 'close'];
}
