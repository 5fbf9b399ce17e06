import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createAdmission } from '../src/admission.js';
import { createHealth } from '../src/health.js';
import { type Busy, startBusy } from './busy-service.js';
import { type Answer, send, startService } from './service.js';

async function metric({ port }: Busy, name: string): Promise<number> {
  const { text } = await send(port, '/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

interface Connection {
  socket: net.Socket;
  /** Sends a request as it is. */
  write(text: string): void;
  get(path: string): void;
  /** Resolves with so many answers that have come whole, each with a Content-Length. */
  answers(count: number): Promise<{ status: number; head: string; body: string }[]>;
}

/** Connections that the server has accepted, so that what they bring is all that it has to do. */
async function connections({ port }: Busy, count: number): Promise<Connection[]> {
  const opened = Array.from({ length: count }, async (): Promise<Connection> => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    onTestFinished(() => {
      socket.destroy();
    });
    let received = '';
    socket.on('data', (text) => {
      received += text;
    });
    const parse = () => {
      const found = [];
      for (let rest = received; ; ) {
        const end = rest.indexOf('\r\n\r\n');
        if (end === -1) return found;
        const head = rest.slice(0, end);
        const status = Number(head.slice(9, 12));
        const length = /^HEAD /.test(asked) ? 0 : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
        const body = rest.slice(end + 4, end + 4 + length);
        if (body.length < length) return found;
        if (status !== 100) found.push({ status, head, body });
        rest = rest.slice(end + 4 + length);
      }
    };
    let asked = '';
    const connection: Connection = {
      socket,
      write(text) {
        asked = text;
        socket.write(text);
      },
      get: (path) => connection.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`),
      async answers(number) {
        while (parse().length < number) {
          await Promise.race([
            once(socket, 'data'),
            once(socket, 'close').then(() => {
              throw new Error(`closed after ${parse().length} answers of ${number}`);
            }),
          ]);
        }
        return parse();
      },
    };
    await once(socket, 'connect');
    connection.get('/livez');
    await connection.answers(1);
    received = '';
    return connection;
  });
  return Promise.all(opened);
}

/**
 * Has `write` send requests while the event loop is blocked: they are read in one turn, which the first of them uses
 * up if it works for more than 5 ms.
 */
async function inOneTurn(service: Busy, write: () => void): Promise<void> {
  const [blocker] = await connections(service, 1);
  const blocking = service.message();
  blocker?.get('/block?ms=300');
  await blocking;
  write();
}

/** On a machine that has other things to do, nobody is sent away for it. */
const PATIENT = { maxWaitMs: 20_000, burstMs: 20_000 };
const BUSY = '/sync?ms=20';

test('a hundred requests at once are all served, by an idle server and by one that is not', async () => {
  const service = await startBusy(PATIENT);
  const burst = () => Promise.all(Array.from({ length: 100 }, () => send(service.port, '/sync?ms=3')));
  for (const answers of [await burst(), await burst()]) {
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  }
  expect(await metric(service, 'http_requests_shed_total')).toBe(0);
});

test('what waits is served in the order in which it came, each in a context of its own', async () => {
  const service = await startBusy({});
  const clients = await connections(service, 20);
  const paths = clients.map((_client, index) => `/sync?ms=${index === 0 ? 20 : 2}&n=${index}`);
  await inOneTurn(service, () => {
    for (const [index, client] of clients.entries()) client.get(paths[index] ?? '');
  });
  for (const client of clients) {
    const [answer] = await client.answers(1);
    expect(answer).toMatchObject({ status: 200, body: 'ok' });
    expect(answer?.head).not.toContain('x-leaked');
  }
  const seen = JSON.parse((await send(service.port, '/seen')).text) as string[];
  expect(seen.filter((path) => path.startsWith('/sync'))).toEqual(paths);
});

test('probes and /metrics do not wait, nor are they turned away', async () => {
  const service = await startBusy({ maxWaiting: 1 });
  const [busy, waiting, probe, metrics] = await connections(service, 4);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    waiting?.get(BUSY);
    probe?.get('/health?from=kubelet');
    metrics?.get('/metrics');
  });
  expect(await probe?.answers(1)).toMatchObject([{ status: 200 }]);
  // Not sized: its first line is all that is looked at.
  await expect.poll(() => metric(service, 'http_requests_waiting')).toBe(0);
  expect(await waiting?.answers(1)).toMatchObject([{ status: 200 }]);
  expect(await metric(service, 'http_requests_shed_total')).toBe(0);
});

test('who finds the queue full is told to come again, over the same connection, and it is told once', async () => {
  const body = { contentType: 'application/problem+json', text: '{"title":"Too busy"}' };
  const service = await startBusy({ maxWaiting: 3, body });
  const [busy, ...clients] = await connections(service, 7);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    for (const client of clients) client.get('/sync?ms=1');
  });
  const answers = await Promise.all(clients.map(async (client) => (await client.answers(1))[0]));
  expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 503, 503, 503]);
  expect(answers[3]?.head).toMatch(/^Retry-After: 1$/im);
  expect(answers[3]?.head).toMatch(/^Content-Type: application\/problem\+json$/im);
  expect(answers[3]?.body).toBe(body.text);
  clients[5]?.get('/sync?ms=1');
  expect((await clients[5]?.answers(2))?.[1]).toMatchObject({ status: 200 });
  expect(await metric(service, 'http_requests_shed_total')).toBe(3);
  expect(await service.logged('load shedding began')).toMatchObject({ level: 40, waiting: 3 });
  expect(await service.logged('load shedding ended')).toMatchObject({ level: 30, shed: 3 });
  expect(service.log.filter(({ msg }) => msg.startsWith('load shedding')).length).toBe(2);
});

test('a HEAD and a POST that are turned away leave their connections usable', async () => {
  const service = await startBusy({ maxWaiting: 1 });
  const [busy, waiting, head, post] = await connections(service, 4);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    waiting?.get('/sync?ms=1');
    head?.write('HEAD /sync?ms=1 HTTP/1.1\r\nHost: x\r\n\r\n');
    post?.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nsome text`);
  });
  expect(await head?.answers(1)).toMatchObject([{ status: 503, body: '' }]);
  expect(await post?.answers(1)).toMatchObject([{ status: 503 }]);
  post?.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nmore`);
  expect((await post?.answers(2))?.[1]).toMatchObject({ status: 200, body: '4' });
});

test('who has waited for too long is sent away', async () => {
  const service = await startBusy({ maxWaitMs: 100 });
  const [busy, ...clients] = await connections(service, 4);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    for (const client of clients) client.get('/sync?ms=150');
  });
  const statuses = await Promise.all(clients.map(async (client) => (await client.answers(1))[0]?.status));
  expect(statuses).toEqual([200, 503, 503]);
});

test('a body that had to wait arrives whole, with and without 100-continue', async () => {
  for (const env of [{}, { CONTINUE: 'by the application' }]) {
    const service = await startBusy({}, env);
    const [busy, plain, chunked, expecting] = await connections(service, 4);
    const megabyte = 'x'.repeat(1024 * 1024);
    await inOneTurn(service, () => {
      busy?.get(BUSY);
      plain?.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: ${megabyte.length}\r\n\r\n${megabyte}`);
      const chunks = `100000\r\n${megabyte}\r\n0\r\n\r\n`;
      chunked?.write(`POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
      expecting?.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n');
    });
    if (expecting) expect(String(await once(expecting.socket, 'data'))).toMatch(/^HTTP\/1\.1 100 /);
    expecting?.socket.write('body');
    expect(await plain?.answers(1)).toMatchObject([{ status: 200, body: String(megabyte.length) }]);
    expect(await chunked?.answers(1)).toMatchObject([{ status: 200, body: String(megabyte.length) }]);
    expect(await expecting?.answers(1)).toMatchObject([{ status: 200, body: '4' }]);
  }
});

test('pipelined requests wait and are answered in their order', async () => {
  const service = await startBusy({});
  const [busy, piped] = await connections(service, 2);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    piped?.write(['a', 'b', 'c'].map((n) => `GET /sync?ms=6&n=${n} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
  });
  expect(await piped?.answers(3)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
});

test('a client that leaves while it waits is forgotten', async () => {
  const service = await startBusy({});
  const [busy, first, gone, goneToo, last] = await connections(service, 5);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    first?.get('/tell?ms=200');
    gone?.get('/sync?ms=1&n=gone');
    goneToo?.write('GET /tell HTTP/1.1\r\nHost: x\r\n\r\nGET /sync?n=piped HTTP/1.1\r\nHost: x\r\n\r\n');
    last?.get('/sync?ms=1&n=last');
  });
  // The first one works: the others wait meanwhile.
  await service.message();
  gone?.socket.resetAndDestroy();
  goneToo?.socket.resetAndDestroy();
  await last?.answers(1);
  const seen = JSON.parse((await send(service.port, '/seen')).text) as string[];
  expect(seen).toContain('/sync?ms=1&n=last');
  expect(seen.filter((path) => /gone|piped/.test(path))).toEqual([]);
  expect(await metric(service, 'http_requests_waiting')).toBe(0);
  expect(await metric(service, 'http_requests_in_flight')).toBe(1);
});

test('open streams and slow upstreams hold nothing up', async () => {
  const service = await startBusy(PATIENT);
  const streams = Array.from({ length: 300 }, () =>
    once(http.get({ host: '127.0.0.1', port: service.port, path: '/stream', agent: false }), 'response'),
  );
  for (const [response] of await Promise.all(streams)) {
    onTestFinished(() => response.destroy());
  }
  const slow: Promise<Answer>[] = Array.from({ length: 300 }, () => send(service.port, '/async?ms=0'));
  expect(new Set((await Promise.all(slow)).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(await metric(service, 'http_requests_in_flight')).toBe(301);
});

test('what waits at SIGTERM is served, and told to close its connection', async () => {
  const service = await startBusy({});
  const [busy, first, ...clients] = await connections(service, 22);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    first?.get('/tell?ms=50');
    for (const client of clients) client.get('/sync?ms=10');
  });
  await service.message();
  service.child.kill('SIGTERM');
  for (const client of clients) {
    expect(await client.answers(1)).toMatchObject([
      { status: 200, head: expect.stringMatching(/^Connection: close$/im) },
    ]);
  }
  expect((await service.logged('SIGTERM')).waiting).toBeGreaterThan(10);
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('a handler that throws does not keep those behind it from being served before the process ends', async () => {
  const service = await startBusy({});
  const [busy, throwing, ...clients] = await connections(service, 5);
  await inOneTurn(service, () => {
    busy?.get(BUSY);
    throwing?.get('/throw');
    for (const client of clients) client.get('/sync?ms=1');
  });
  for (const client of clients) expect(await client.answers(1)).toMatchObject([{ status: 200 }]);
  expect((await service.exited).code).toBe(1);
});

test('a bad setting stops the start with what is wrong', async () => {
  const health = createHealth({ service: 'unused' });
  const admission = (options: object) => () => createAdmission(http.createServer(), health, options);
  expect(admission({ maxWaitMs: -1 })).toThrow('maxWaitMs is -1');
  expect(admission({ maxWaiting: 0 })).toThrow('maxWaiting is 0');
  const service = startService('busy-server.mjs', { env: { ADMISSION: '{"maxWait":1}' } });
  const { err } = await service.logged('uncaught exception');
  expect((err as Error).message).toContain('admission has no option "maxWait"');
});
