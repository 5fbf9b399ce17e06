import type { Namespace } from './namespace.js';

/**
 * Has the process of a pod evaluate a JavaScript expression, whatever that does to it: signals that end or stop are not
 * delivered to it from inside. Node opens its debugger for SIGUSR1, to whoever is in the pod.
 * @param expression shorter than 50 characters
 */
export const evaluateIn = async (namespace: Namespace, pod: string, expression: string): Promise<void> => {
  const call = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
  const program = `import { connect } from 'node:net';
     import { setTimeout as delay } from 'node:timers/promises';
     process.kill(1, 'SIGUSR1');
     const find = async (attempts) => {
       try {
         return await (await fetch('http://127.0.0.1:9229/json/list')).json();
       } catch (error) {
         if (attempts === 0) throw error;
         await delay(100);
         return find(attempts - 1);
       }
     };
     const [{ webSocketDebuggerUrl }] = await find(100);
     const socket = connect(9229, '127.0.0.1');
     socket.on('error', () => undefined);
     socket.write('GET ' + new URL(webSocketDebuggerUrl).pathname + ' HTTP/1.1\\r\\nHost: 127.0.0.1:9229\\r\\n' +
       'Upgrade: websocket\\r\\nConnection: Upgrade\\r\\n' +
       'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n');
     await new Promise((resolve) => socket.once('data', resolve));
     const text = Buffer.from(${JSON.stringify(call)});
     // One frame of text (RFC 6455, section 5.2), masked with zeros.
     socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]));
     // An expression without an end is never answered.
     await Promise.race([new Promise((resolve) => socket.once('data', resolve).once('close', resolve)), delay(1000)]);
     console.log('{}');
     socket.destroy();`;
  await namespace.inPod(pod, program);
};
