import type { Namespace } from './namespace.js';

/** Which of the addresses, `host:port` each, take a connection, seen from a pod. */
export const reachableFrom = (
  namespace: Namespace,
  pod: string,
  addresses: readonly string[],
): Promise<string[]> =>
  namespace.inPod(
    pod,
    `import { connect } from 'node:net';
     const reach = (address) => new Promise((resolve) => {
       const [host, port] = address.split(':');
       const socket = connect({ host, port: Number(port), timeout: 3000 });
       const done = (open) => { socket.destroy(); resolve(open ? [address] : []); };
       socket.once('connect', () => done(true)).once('timeout', () => done(false)).once('error', () => done(false));
     });
     console.log(JSON.stringify((await Promise.all(${JSON.stringify(addresses)}.map(reach))).flat()));`,
  );
