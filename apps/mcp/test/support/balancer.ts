import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Sends each request to the next of several servers, as an ingress does. */
export const startBalancer = async (ports: readonly number[]) => {
  let turn = 0;
  let losing = false;
  const server = http.createServer((request, response) => {
    const port = ports[turn++ % ports.length];
    const { method, url, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers, agent: false });
    onward.on('response', (answer) => {
      if (losing && method === 'POST') {
        losing = false;
        answer.resume().once('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    /** The next answer gets lost on its way, after the server has done its work. */
    loseAnswer: (): void => {
      losing = true;
    },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
