import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { createJudge, type JudgeOptions, lostOf } from '../health/judge.js';
import { startLink } from '../health/link.js';
import { freePort } from '../start.js';

const post = () =>
  ({ method: 'POST', path: '/', headers: { 'content-type': 'text/plain' }, body: 'x' }) as const;

const listen = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
};

const linkTo = async (...ports: number[]) => {
  const link = await startLink(5);
  onTestFinished(() => link.close());
  link.route(ports);
  return link;
};

/** Sends until `count` requests have been answered. */
const judgeUntil = async (count: number, options: Omit<JudgeOptions, 'request'>) => {
  const judge = createJudge({ ...options, request: post });
  await judge.answered(count);
  await judge.stop();
  return judge.tally;
};

test('a server that answers everything has lost nothing', async () => {
  let received = 0;
  const port = await listen((_request, response) => {
    received += 1;
    response.end('{}');
  });
  const tally = await judgeUntil(500, { port, connections: 8 });
  expect(tally).toEqual({ answered: received, lost: {} });
});

const FAILURES: Record<
  string,
  { loss: string; fail: (request: IncomingMessage, response: ServerResponse) => void }
> = {
  'closes the connection': { loss: 'socket hang up', fail: ({ socket }) => socket.destroy() },
  'resets the connection': { loss: 'ECONNRESET', fail: ({ socket }) => socket.resetAndDestroy() },
  'answers 503': { loss: '503', fail: (_request, response) => response.writeHead(503).end() },
  'breaks off its answer': {
    loss: 'ECONNRESET',
    fail: ({ socket }, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('{', () => socket.destroy());
    },
  },
};

for (const through of ['directly', 'through the link']) {
  for (const [what, { loss, fail }] of Object.entries(FAILURES)) {
    test(`each request for which the server ${what} is lost, once (${through})`, async () => {
      let received = 0;
      let failed = 0;
      const server = await listen((request, response) => {
        received += 1;
        if (received % 20 !== 0) return void response.end('{}');
        failed += 1;
        fail(request, response);
      });
      const port = through === 'directly' ? server : (await linkTo(server)).port;
      const tally = await judgeUntil(200, { port, connections: 8 });
      expect(failed).toBeGreaterThanOrEqual(10);
      // The server has received nothing twice: what is lost is not sent again.
      expect(tally).toEqual({ answered: received - failed, lost: { [loss]: failed } });
    });
  }
}

test('a connection that the server closes with its answer, without a word, is no loss', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect((await judgeUntil(200, { port, connections: 8 })).lost).toEqual({});
});

/** A server in a thread of its own, which closes each connection 5 ms after its answer. */
const CLOSING_SERVER = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}');
      setTimeout(() => socket.end(), 5);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

test('a judge that is late blames no server for a FIN that was there when it looked', async () => {
  const server = new Worker(CLOSING_SERVER, { eval: true });
  onTestFinished(async () => void (await server.terminate()));
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const beLate = () => {
    const end = performance.now() + 30;
    while (performance.now() < end);
    return 0;
  };
  expect((await judgeUntil(30, { port, connections: 1, restMs: beLate })).lost).toEqual({});
});

test('a request that crosses the FIN of its connection is lost', async () => {
  const port = await listen(({ socket }, response) => {
    response.end('{}', () => setTimeout(() => socket.destroy(), 8));
  });
  const { port: through } = await linkTo(port);
  expect(lostOf(await judgeUntil(100, { port: through, connections: 8 }))).toBeGreaterThan(0);
});

test('a refused connection is a loss and is called by its name', async () => {
  const port = await listen((_request, response) => response.end('{}'));
  const link = await linkTo(port);
  link.route([await freePort(), port]);
  const tally = await judgeUntil(100, { port: link.port, connections: 8, refused: link.refused });
  expect(Object.keys(tally.lost)).toEqual(['ECONNREFUSED']);
});
