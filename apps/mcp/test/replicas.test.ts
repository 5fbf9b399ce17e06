import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { TOOL_META, type ToolName } from '@todo/contracts';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startBalancer } from './support/balancer.js';
import {
  type Connected,
  connect,
  createDatabaseCopy,
  createPeople,
  type Outcome,
  type People,
  type Person,
} from './support/mcp.js';
import { type McpProcess, startMcpProcess } from './support/process.js';

let databaseUrl: string;
let people: People;
let release: () => Promise<void>;

beforeAll(async () => {
  const { url, drop } = await createDatabaseCopy();
  databaseUrl = url;
  people = createPeople(url);
  release = async () => {
    await people.close();
    await drop();
  };
});
afterAll(() => release());

const startReplica = async (env: Record<string, string> = {}): Promise<McpProcess> => {
  const replica = await startMcpProcess(databaseUrl, env);
  onTestFinished(() => replica.remove());
  return replica;
};

/** Keeps everybody from changing this person's tasks, until it is released. */
const holdChanges = async ({ userId }: Person) => {
  const client = await people.database.connect();
  let held = true;
  const release = (): void => {
    if (held) client.release(true);
    held = false;
  };
  onTestFinished(release);
  await client.query('BEGIN');
  await client.query('SELECT FROM user_counters WHERE user_id = $1 FOR UPDATE', [userId]);
  return async (): Promise<void> => {
    await client.query('ROLLBACK');
    release();
  };
};

/** Waits until so many changes wait for that. */
const changesHeld = (count: number) =>
  expect
    .poll(async () => {
      const { rows } = await people.database.query<{ held: number }>(
        `SELECT count(*) AS held FROM pg_stat_activity
         WHERE application_name = 'todo-mcp' AND wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows[0]?.held;
    })
    .toBe(count);

/** Calls until there is an answer, always with the same key, as the assistant does. */
const callUntilAnswered = async (
  { call }: Connected,
  tool: ToolName,
  args: object,
  key: string,
): Promise<{ outcome: Outcome; failures: number }> => {
  for (let failures = 0; ; failures += 1) {
    try {
      const outcome = await call(tool, args, { [TOOL_META.key]: key });
      expect(outcome.isError, outcome.text).toBe(false);
      return { outcome, failures };
    } catch (error) {
      if (failures === 10) throw error;
    }
  }
};

const titles = async ({ userId }: Person): Promise<string[]> => {
  const { rows } = await people.database.query<{ title: string }>(
    'SELECT title FROM tasks WHERE user_id = $1 ORDER BY id',
    [userId],
  );
  return rows.map(({ title }) => title);
};

it('two clients over three replicas, one of which is killed in the middle of a call, lose nothing and do nothing twice', async () => {
  const replicas = await Promise.all([startReplica(), startReplica(), startReplica()]);
  const [first, ...others] = replicas;
  if (first === undefined) throw new Error('no replica');
  const balancer = await startBalancer(replicas.map(({ port }) => port));
  onTestFinished(() => balancer.close());
  const [ann, bob] = [await people.arrive(), await people.arrive()];
  const clients = [await connect(balancer.url, ann.token), await connect(balancer.url, bob.token)] as const;
  const wanted = Array.from({ length: 12 }, (_, index) => `task-${index}`);
  let failures = 0;
  const addAll = async (client: Connected, some: string[]): Promise<void> => {
    for (const title of some)
      failures += (await callUntilAnswered(client, 'add_task', { title }, title)).failures;
  };

  await Promise.all(clients.map((client) => addAll(client, wanted.slice(0, 6))));
  // A call of hers is at work on the replica that will be killed, since each of the three has one.
  const letGo = await holdChanges(ann);
  const held = Promise.all([6, 7, 8].map((index) => addAll(clients[0], [`task-${index}`])));
  await changesHeld(3);
  const his = addAll(clients[1], wanted.slice(6));
  await first.kill();
  await letGo();
  await Promise.all([held, his]);
  await addAll(clients[0], wanted.slice(9));

  expect(failures).toBeGreaterThan(0);
  expect((await titles(ann)).sort()).toEqual([...wanted].sort());
  expect(await titles(bob)).toEqual(wanted);
  for (const { log } of others) expect(await log()).not.toContain('"level":50');
});

it('a call whose answer is lost was done, and is not done again when it is repeated at another replica', async () => {
  const replicas = await Promise.all([startReplica(), startReplica()]);
  const balancer = await startBalancer(replicas.map(({ port }) => port));
  onTestFinished(() => balancer.close());
  const ann = await people.arrive();
  const client = await connect(balancer.url, ann.token);
  balancer.loseAnswer();
  const { outcome, failures } = await callUntilAnswered(client, 'add_task', { title: 'once' }, 'key');
  expect(failures).toBe(1);
  expect(outcome.value).toEqual({ task_id: 1, status: 'created', title: 'once' });
  expect(await titles(ann)).toEqual(['once']);
});

it('a call in flight at SIGTERM delivers its result, and the process ends without a complaint', async () => {
  const replica = await startReplica();
  const ann = await people.arrive();
  const { call } = await connect(replica.url, ann.token);
  const letGo = await holdChanges(ann);
  const answer = call('add_task', { title: 'held' });
  await changesHeld(1);
  replica.terminate();
  await expect.poll(() => replica.log()).toContain('"msg":"closing"');
  await expect(fetch(`${replica.origin}/health`)).rejects.toThrow();
  await letGo();
  expect((await answer).value).toEqual({ task_id: 1, status: 'created', title: 'held' });
  expect(await replica.exited).toEqual({ code: 0, signal: null });
  const log = await replica.log();
  expect(log).toMatch(/"msg":"closed"/);
  expect(log).toMatch(/"cut":0/);
  expect(log).not.toMatch(/"level":(40|50)/);
});

it('while it drains it serves, and tells its clients to come back elsewhere', async () => {
  const replica = await startReplica({ DRAIN_DELAY_MS: '1500' });
  const ann = await people.arrive();
  replica.terminate();
  await expect.poll(async () => (await fetch(`${replica.origin}/health`)).status).toBe(503);
  const headers = {
    authorization: `Bearer ${ann.token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const sent = httpRequest(replica.url, { method: 'POST', headers });
  sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(response.headers.connection).toBe('close');
  expect(await replica.exited).toEqual({ code: 0, signal: null });
});

it('a setting that is wrong stops the start with its name', async () => {
  await expect(startMcpProcess(databaseUrl, { JWT_SECRET: 'short' })).rejects.toThrow(
    /JWT_SECRET must have at least 32 bytes/,
  );
});

it('sends away at once what is too much, answers the probes meanwhile, and the rest when it can', async () => {
  // One connection: two calls at work, and room for twenty in all.
  const replica = await startReplica({ DATABASE_POOL_SIZE: '1' });
  const ann = await people.arrive();
  const { call } = await connect(replica.url, ann.token);
  const letGo = await holdChanges(ann);
  const calls = Array.from({ length: 30 }, (_, index) =>
    call('add_task', { title: `task-${index}` }).then(
      () => 'done',
      (error: Error) => error.message,
    ),
  );
  const [first] = await Promise.all([Promise.race(calls), changesHeld(1)]);
  expect(first).toContain('Too busy at the moment');
  expect((await fetch(`${replica.origin}/health`)).status).toBe(200);
  await letGo();
  const outcomes = await Promise.all(calls);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(20);
  expect(await titles(ann)).toHaveLength(20);
  expect((await replica.log()).match(/load shedding began/g)).toHaveLength(1);
  expect((await call('task_stats')).value).toMatchObject({ total: 20 });
});
