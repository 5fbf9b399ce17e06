// What `helm test` runs: somebody signs up, adds a task over REST, finds it over MCP, and leaves with all that is theirs.
import { randomUUID } from 'node:crypto';

const { FRONTEND_URL = 'http://frontend:3000', MCP_URL = 'http://mcp:8001/mcp' } = process.env;
const BACKEND_URL = process.env.BACKEND_URL ?? 'http://backend:8000';

/** Asks again for some seconds: a pod's first connection may come before its network policy is in force. */
const connect = async (url, options, until = Date.now() + 15_000) => {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    if (Date.now() > until) throw new Error(`${url}: ${error.cause?.message ?? error.message}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return connect(url, options, until);
  }
};

const send = async (method, url, body, headers = {}) => {
  const response = await connect(url, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  console.log(`${method} ${url}: ${response.status}`);
  return text;
};

for (const origin of [FRONTEND_URL, BACKEND_URL, new URL(MCP_URL).origin]) {
  const { status } = JSON.parse(await send('GET', `${origin}/health`));
  if (status !== 'healthy') throw new Error(`${origin} is ${status}`);
}

const api = `${FRONTEND_URL}/api`;
const password = randomUUID();
const title = `Seen by helm test ${randomUUID()}`;
const { user, token } = JSON.parse(
  await send('POST', `${api}/auth/signup`, {
    email: `helm-test-${randomUUID()}@example.com`,
    password,
    name: 'Helm',
    time_zone: 'UTC',
  }),
);
const session = { authorization: `Bearer ${token}` };
try {
  await send('POST', `${api}/${user.id}/tasks`, { title }, session);
  const made = JSON.parse(await send('POST', `${api}/auth/tokens`, { name: 'helm test' }, session));
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tasks', arguments: {} } };
  const listed = await send('POST', MCP_URL, call, { authorization: `Bearer ${made.token}` });
  if (!listed.includes(title)) throw new Error(`the MCP server does not list the task: ${listed}`);
} finally {
  await send('DELETE', `${api}/auth/me`, { password }, session);
}
console.log('passed');
