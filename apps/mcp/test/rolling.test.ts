import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabaseCopy, createPeople, type People } from './support/mcp.js';
import { type McpProcess, startMcpProcess } from './support/process.js';

/** How long a server still serves after SIGTERM, ms. Kubernetes needs 5 s, a test does not. */
const DRAIN_DELAY_MS = 1_500;
/** How long after SIGTERM it still gets new connections, ms: in Kubernetes endpoints follow behind. */
const ENDPOINT_LAG_MS = 500;
/** Longest pauses of the callers, ms: some are busy all the time, some leave their connection idle. */
const PAUSES = [20, 20, 20, 300, 1_000, 1_000];

let databaseUrl: string;
let people: People;
let release: () => Promise<void>;
const started: McpProcess[] = [];

beforeAll(async () => {
  const { url, drop } = await createDatabaseCopy();
  databaseUrl = url;
  people = createPeople(url);
  release = async () => {
    await Promise.all(started.map((replica) => replica.remove()));
    await people.close();
    await drop();
  };
});
afterAll(() => release());

const startReplica = async (): Promise<McpProcess> => {
  const replica = await startMcpProcess(databaseUrl, { DRAIN_DELAY_MS: String(DRAIN_DELAY_MS) });
  started.push(replica);
  return replica;
};

it('a rolling restart under load loses no call, and cuts none', async () => {
  /** What new connections go to in turn; those that stand stay. */
  let endpoints: McpProcess[] = await Promise.all([startReplica(), startReplica()]);
  let turn = 0;
  const nextPort = (): number => endpoints[turn++ % endpoints.length]?.port ?? 0;
  const ann = await people.arrive();
  const lost: string[] = [];
  const added: string[] = [];
  let stopping = false;

  /** A call as a client makes it that repeats nothing. */
  const addTask = (title: string, agent: Agent): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${ann.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      const sent = request(
        { host: 'localhost', path: '/mcp', method: 'POST', headers, agent },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => resolve(text)).on('error', reject);
        },
      );
      sent.on('error', reject);
      const params = { name: 'add_task', arguments: { title } };
      sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    });

  const work = async (longestPause: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agent.createConnection = () => connectSocket(nextPort(), '127.0.0.1');
    while (!stopping) {
      const title = randomUUID();
      const answer = await addTask(title, agent).catch(String);
      if (answer.includes('"status":"created"')) added.push(title);
      else lost.push(answer);
      await delay(Math.random() * longestPause);
    }
    agent.destroy();
  };

  const retire = async (replica: McpProcess): Promise<void> => {
    replica.terminate();
    await delay(ENDPOINT_LAG_MS);
    endpoints = endpoints.filter((endpoint) => endpoint !== replica);
    expect(await replica.exited).toEqual({ code: 0, signal: null });
    expect(await replica.log()).toMatch(/"cut":0,"msg":"closed"/);
  };

  const load = Promise.all(PAUSES.map(work));
  try {
    for (let release = 0; release < 2; release += 1) {
      const old = endpoints;
      const successors = await Promise.all([startReplica(), startReplica()]);
      endpoints = [...old, ...successors];
      await Promise.all(old.map(retire));
    }
  } finally {
    stopping = true;
    await load;
  }
  expect(lost).toEqual([]);
  expect(added.length).toBeGreaterThan(200);
  const { rows } = await people.database.query<{ title: string }>(
    'SELECT title FROM tasks WHERE user_id = $1',
    [ann.userId],
  );
  expect(rows.map(({ title }) => title).sort()).toEqual(added.sort());
});
