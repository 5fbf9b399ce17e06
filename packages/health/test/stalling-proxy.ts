import net from 'node:net';
import { onTestFinished } from 'vitest';

export interface StallingProxy {
  readonly port: number;
  /** How many connections are open. */
  connections(): number;
  /** How many connections there have been. */
  accepted(): number;
  /** From now on bytes are taken and none passed on, on connections open and new; as a hung server does. */
  stall(): void;
  /** Resolves when a stalled connection has been asked something. */
  asked(): Promise<void>;
  /** From now on bytes on open connections wait, until `resume()`; as over a network that is slow. */
  hold(): void;
  resume(): void;
  /** Refuses and resets every connection, until `up()`; as a server that has died. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Resets every connection that is open. */
  reset(): void;
  /** Passes everything on again, on new connections; the stalled ones stay so. */
  recover(): void;
}

/** A TCP proxy on 127.0.0.1 in front of `upstreamPort`, for the length of one test. */
export async function startStallingProxy(upstreamPort: number): Promise<StallingProxy> {
  const sockets = new Set<net.Socket>();
  let stalled = false;
  let held: (() => void)[] | undefined;
  let accepted = 0;
  let noteAsked = () => {};
  const server = net.createServer((client) => {
    sockets.add(client);
    accepted += 1;
    client.on('error', () => {});
    if (stalled) {
      client.resume().on('close', () => sockets.delete(client));
      return;
    }
    const upstream = net.connect(upstreamPort, '127.0.0.1');
    upstream.on('error', () => {});
    client.on('close', () => {
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.on('data', (bytes) => {
      if (stalled || held) noteAsked();
      if (held) held.push(() => upstream.write(bytes));
      else if (!stalled) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => stalled || client.write(bytes));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port,
    connections: () => sockets.size,
    accepted: () => accepted,
    stall: () => {
      stalled = true;
    },
    asked: () =>
      new Promise((resolve) => {
        noteAsked = resolve;
      }),
    hold: () => {
      held = [];
    },
    resume: () => {
      for (const pass of held ?? []) pass();
      held = undefined;
    },
    down: () => {
      const down = new Promise<void>((resolve) => server.close(() => resolve()));
      reset();
      return down;
    },
    up: () => listen(port),
    reset,
    recover: () => {
      stalled = false;
    },
  };
}
