import type { OutgoingHttpHeader, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

interface Connection {
  /** Requests not read to their end yet and responses not written to theirs. */
  open: number;
  /** `socket.bytesRead` when nothing was open for the last time: more than that is a request on its way. */
  bytesAtRest: number;
}

export interface Connections {
  /** From now on every response, those already begun included, asks the client to close its connection. */
  drain(): void;
  /**
   * Stops listening, ends each connection as soon as it is at rest, and destroys what is left
   * after `timeoutMs`. Resolves with how many connections were cut off in the middle of something.
   */
  close(timeoutMs: number): Promise<number>;
}

/** Follows the connections of a plain HTTP/1 server, from before its first one. */
export function trackConnections(server: Server): Connections {
  const connections = new Map<Socket, Connection>();
  const responses = new Set<ServerResponse>();
  let phase: 'serving' | 'draining' | 'closing' = 'serving';

  const atRest = (socket: Socket, { open, bytesAtRest }: Connection) =>
    open === 0 && socket.bytesRead === bytesAtRest;

  server.on('connection', (socket) => {
    connections.set(socket, { open: 0, bytesAtRest: 0 });
    socket.once('close', () => connections.delete(socket));
  });

  server.prependListener('request', (request, response) => {
    responses.add(response);
    if (phase !== 'serving') announceClose(response);
    const { socket } = request;
    const connection = connections.get(socket);
    if (connection) connection.open += 2;
    const settle = () => {
      if (!connection) return;
      connection.open -= 1;
      connection.bytesAtRest = socket.bytesRead;
      if (phase === 'closing' && connection.open === 0) socket.destroy();
    };
    request.once('close', settle);
    response.once('close', () => {
      responses.delete(response);
      settle();
    });
  });

  return {
    drain() {
      phase = 'draining';
      for (const response of responses) announceClose(response);
    },

    async close(timeoutMs) {
      phase = 'closing';
      const closed = new Promise<void>((resolve) => {
        // The HTTP server's own close() destroys connections whose response has ended but is still
        // on its way to a slow client.
        NetServer.prototype.close.call(server, () => resolve());
      });
      for (const [socket, connection] of connections) {
        if (atRest(socket, connection)) socket.destroy();
      }
      let cut = 0;
      const deadline = setTimeout(() => {
        cut = connections.size;
        for (const socket of connections.keys()) socket.destroy();
      }, timeoutMs);
      await closed;
      clearTimeout(deadline);
      return cut;
    },
  };
}

type RawHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Makes `Connection: close` part of a response, whatever its handler says later. */
function announceClose(response: ServerResponse): void {
  if (response.headersSent) return;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (statusCode: number, ...rest: (string | RawHeaders | undefined)[]) => {
    // A proxy passes its upstream's `Connection: keep-alive` on, here or by setHeader().
    const kept = rest.map((arg) => (typeof arg === 'object' ? withoutConnection(arg) : arg));
    response.setHeader('Connection', 'close');
    return writeHead(statusCode, ...kept);
  };
}

function withoutConnection(headers: RawHeaders): RawHeaders {
  const isConnection = (name: unknown) => String(name).toLowerCase() === 'connection';
  if (!Array.isArray(headers)) {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !isConnection(name)));
  }
  // Names and values by turns.
  return headers.filter((_item, index) => !isConnection(headers[index - (index % 2)]));
}
