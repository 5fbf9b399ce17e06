import { once } from 'node:events';
import net from 'node:net';

/** The ports below those that the system hands out by itself, so that no connection of another test takes one. */
const [FIRST, LAST] = [20_000, 32_000];

/** A port of 127.0.0.1 that nobody listens on, for a program that must be told its own. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    const server = net.createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
