import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

export interface Upstream {
  url: string;
  server: Server;
  /** What the next requests get. */
  answer: (listener: RequestListener) => void;
  stop: () => Promise<void>;
}

/** A real HTTP server in the backend's place. */
export const startUpstream = async (wanted = 0): Promise<Upstream> => {
  let listener: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    answer: (next) => {
      listener = next;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
