import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Replica } from '../support/stack.js';

/** What still works there: who is signed in. */
const WORKS = ['/api/auth/me', '/health'];

/** A backend that knows who is signed in, and fails at everything else. */
export const startFailingBackend = async (
  replica: Replica,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(async ({ url = '', headers }, response) => {
    if (!WORKS.includes(url)) {
      response.writeHead(500, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({ status: 500, error: 'internal', detail: 'The database does not answer.' }),
      );
      return;
    }
    const answer = await fetch(replica.address + url, { headers: { cookie: headers.cookie ?? '' } });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
