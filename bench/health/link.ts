import net from 'node:net';

export interface Link {
  readonly port: number;
  /** From now on new connections go to these ports of 127.0.0.1 by turns; open ones stay where they are. */
  route(ports: number[]): void;
  /** From now on bytes are taken and none passed on, as a hung server does. */
  stall(): void;
  /** Whether the connection that has this port at the client's end was refused by the server. */
  refused(clientPort: number): boolean;
  close(): Promise<void>;
}

/**
 * A wire between clients and servers, as kube-proxy and the network of a cluster are one: it looks at
 * connections only when they are opened, and each segment (SYN, data, FIN, RST) takes `delayMs` to the other
 * end. Two things differ from a real wire: the delay is up to a millisecond longer, because timers count whole
 * ones, and a refused connection is reset instead, which `refused` tells.
 */
export const startLink = async (delayMs: number): Promise<Link> => {
  const sockets = new Set<net.Socket>();
  const refusals = new Set<number>();
  let ports: number[] = [];
  let turn = 0;
  let stalled = false;
  // Timers of one duration run in the order in which they were set, so segments stay in order.
  const later = (arrive: () => void) => setTimeout(arrive, delayMs);

  const pass = (from: net.Socket, to: net.Socket): void => {
    from.on('data', (bytes) => {
      if (!stalled) later(() => to.writable && to.write(bytes));
    });
    from.on('end', () => later(() => to.end()));
    from.on('error', () => later(() => to.resetAndDestroy()));
  };

  const hold = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
  };

  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const port = ports[turn++ % ports.length];
    if (port === undefined) return void client.resetAndDestroy();
    const upstream = new net.Socket({ allowHalfOpen: true });
    refusals.delete(client.remotePort ?? 0);
    hold(client);
    hold(upstream);
    pass(client, upstream);
    pass(upstream, client);
    upstream.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') refusals.add(client.remotePort ?? 0);
    });
    later(() => upstream.connect(port, '127.0.0.1'));
    // What the client sends leaves it when it has heard that the server took the connection.
    upstream.once('connect', () => later(() => client.resume()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as net.AddressInfo).port,
    route(next) {
      ports = next;
    },
    stall() {
      stalled = true;
    },
    refused: (clientPort) => refusals.has(clientPort),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
