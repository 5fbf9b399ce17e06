// Runs in a pod: programs that add and read tasks through the Services, over connections that they keep. They repeat
// nothing. At `plan.port` whoever started it is told how far it is, and ends it.
import { Agent, createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** @type {{ run: string, connections: Record<string, number>, pauseMs: number, calmPauseMs: number, longestMs: number, port: number }} */
const plan = JSON.parse(process.env.PLAN ?? '');
const services = {
  frontend: 'http://frontend:3000',
  backend: 'http://backend:8000',
  mcp: 'http://mcp:8001',
};
/** Nobody waits longer, connecting included: the kernel would try for two minutes. */
const NO_ANSWER_MS = 10_000;
/** After a failure nobody hammers at a closed door. */
const AFTER_FAILURE_MS = 200;
const KEPT_FAILURES = 200;
const start = Date.now();

const send = (url, { body, ...options }) =>
  new Promise((resolve, reject) => {
    const sent = request(url, { timeout: NO_ANSWER_MS, ...options });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${NO_ANSWER_MS} ms`)));
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.end(body);
  });

const json = { 'content-type': 'application/json' };

/** Preparation may be repeated: the first connection of a pod may come before its network policy is in force. */
const prepare = async (url, options, expected) => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await send(url, options);
      if (answer.status === expected) return answer;
      throw new Error(`${url}: ${answer.status} ${answer.text}`);
    } catch (error) {
      if (attempt === 30) throw error;
      await delay(500);
    }
  }
};

const signUp = async () => {
  const person = {
    email: `${plan.run}@example.com`,
    password: `${plan.run} password`,
    name: 'Load',
    time_zone: 'UTC',
  };
  const api = `${services.frontend}/api`;
  const body = JSON.stringify(person);
  const answer = await prepare(`${api}/auth/signup`, { method: 'POST', headers: json, body }, 201);
  const { user, token } = JSON.parse(answer.text);
  const headers = { ...json, authorization: `Bearer ${token}` };
  const made = await prepare(
    `${api}/auth/tokens`,
    { method: 'POST', headers, body: JSON.stringify({ name: 'load' }) },
    201,
  );
  // Each way is open before anything counts.
  for (const origin of Object.values(services)) await prepare(`${origin}/livez`, {}, 200);
  const cookie = answer.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
  return {
    user,
    headers,
    cookie,
    mcpHeaders: { ...json, authorization: `Bearer ${JSON.parse(made.text).token}` },
  };
};

/** Per second and service: answered, refused as too busy, lost. */
const seconds = [];
const failures = [];
const created = [];
let titles = 0;
let lost = 0;
let pauseMs = plan.pauseMs;
let stopping = false;
let slowestMs = 0;

const count = (service, outcome) => {
  const second = Math.floor((Date.now() - start) / 1000);
  seconds[second] ??= {};
  seconds[second][service] ??= { answered: 0, busy: 0, lost: 0 };
  seconds[second][service][outcome] += 1;
};

/** Whether the answer came and was a good one. */
const ask = async (service, path, options, isGood) => {
  const at = Date.now();
  const fail = async (told) => {
    lost += 1;
    count(service, 'lost');
    if (failures.length < KEPT_FAILURES)
      failures.push({ service, method: options.method ?? 'GET', path, at, ms: Date.now() - at, told });
    await delay(AFTER_FAILURE_MS);
    return false;
  };
  let answer;
  try {
    answer = await send(services[service] + path, options);
  } catch (error) {
    return fail(String(error));
  }
  slowestMs = Math.max(slowestMs, Date.now() - at);
  if (isGood(answer)) {
    count(service, 'answered');
    return true;
  }
  if (answer.status !== 503 || !answer.text.includes('Too busy'))
    return fail(`${answer.status} ${answer.text.slice(0, 200)}`);
  count(service, 'busy');
  await delay(AFTER_FAILURE_MS);
  return false;
};

const pause = () => delay(Math.random() * pauseMs);
const is = (status) => (answer) => answer.status === status;

const work = async (step) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!stopping) await step(agent);
  agent.destroy();
};

const useApi = (service, { user, headers }) =>
  work(async (agent) => {
    const number = titles++;
    const body = JSON.stringify({ title: `${plan.run} ${number}` });
    const path = `/api/${user.id}/tasks`;
    if (await ask(service, path, { method: 'POST', headers, body, agent }, is(201))) created.push(number);
    await pause();
    await ask(service, path, { headers, agent }, is(200));
    await pause();
  });

const useMcp = ({ mcpHeaders }) =>
  work(async (agent) => {
    const headers = { ...mcpHeaders, accept: 'application/json, text/event-stream' };
    const call = (name, input) => {
      const params = { name, arguments: input };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const isGood = ({ status, text }) =>
        status === 200 && text.includes('"result"') && !text.includes('"isError":true');
      return ask('mcp', '/mcp', { method: 'POST', headers, body, agent }, isGood);
    };
    const number = titles++;
    if (await call('add_task', { title: `${plan.run} ${number}` })) created.push(number);
    await pause();
    await call('list_tasks', {});
    await pause();
  });

const usePage = ({ cookie }) =>
  work(async (agent) => {
    await ask('frontend', '/tasks', { headers: { cookie }, agent }, is(200));
    await delay(Math.random() * 1000);
  });

const total = (outcome) =>
  seconds.reduce((sum, second) => sum + Object.values(second).reduce((all, one) => all + one[outcome], 0), 0);
const person = await signUp();
const working = Promise.all([
  ...Object.entries(plan.connections).flatMap(([service, connections]) =>
    Array.from({ length: connections }, () => (service === 'mcp' ? useMcp(person) : useApi(service, person))),
  ),
  usePage(person),
]);
setTimeout(() => {
  stopping = true;
}, plan.longestMs).unref();

/** What whoever started it may ask for. */
const commands = {
  '/progress': () => ({ answered: total('answered'), lost }),
  '/calm': () => {
    pauseMs = plan.calmPauseMs;
    return {};
  },
  '/stop': async () => {
    stopping = true;
    await working;
    return { start, seconds, failures, lost, created, titles, slowestMs };
  },
};
createServer(async ({ url }, response) => response.end(JSON.stringify(await commands[url]()))).listen(
  plan.port,
);
