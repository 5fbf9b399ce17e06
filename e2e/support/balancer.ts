import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** Milliseconds from one end of a connection to the other: what happens at both at once is told apart. */
const ONE_WAY_MS = 5;

/** What a Service of Kubernetes does: new connections go to the endpoints in turn, established ones stay. */
export interface Balancer {
  url: string;
  add(port: number): void;
  remove(port: number): void;
  close(): Promise<void>;
}

/** Passes on everything that one end does: bytes, the end, a reset. */
const passOn = (from: Socket, to: Socket): void => {
  const way = new Transform({
    transform: (chunk, _encoding, done) => void setTimeout(done, ONE_WAY_MS, null, chunk),
    flush: (done) => void setTimeout(done, ONE_WAY_MS),
  });
  from.pipe(way).pipe(to);
  from.once('error', () => way.end(() => to.resetAndDestroy()));
};

/** A balancer on a free port of 127.0.0.1. It knows nothing of HTTP. */
export const startBalancer = async (): Promise<Balancer> => {
  const endpoints: number[] = [];
  const open = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket): Socket => {
    open.add(socket.setNoDelay());
    return socket.once('close', () => open.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const port = endpoints[turn++ % endpoints.length];
    keep(client);
    if (port === undefined) return void client.resetAndDestroy();
    const endpoint = keep(connect({ host: '127.0.0.1', port, allowHalfOpen: true }));
    passOn(client, endpoint);
    passOn(endpoint, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    add: (port) => void endpoints.push(port),
    remove: (port) => void endpoints.splice(endpoints.indexOf(port), 1),
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
