import { createAccessTokens } from '@todo/auth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, createDatabaseCopy, createPeople, startMcp, TEST_SECRET } from './support/mcp.js';
import { freePort } from './support/process.js';

let mcp: Awaited<ReturnType<typeof startMcp>>;

beforeAll(async () => {
  // Nobody listens there.
  mcp = await startMcp(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
});
afterAll(() => mcp.close());

it('with the database away a call is refused in words, without any of the driver', async () => {
  const grant = { userId: 'somebody', scopes: ['tasks:read', 'tasks:write'] } as const;
  const token = createAccessTokens({ secret: TEST_SECRET }).mint(grant, 'mcp');
  const { call } = await connect(mcp.url, token);
  for (const [tool, args] of [
    ['list_tasks', {}],
    ['add_task', { title: 'a' }],
    ['bulk_update', { task_ids: [1], action: 'delete' }],
  ] as const)
    expect(await call(tool, args)).toEqual({
      isError: true,
      text: "The tasks can't be reached at the moment. Try again shortly.",
      value: undefined,
    });
});

it('a personal token that cannot be looked up is neither accepted nor called invalid', async () => {
  const { url, drop } = await createDatabaseCopy();
  const people = createPeople(url);
  const token = await (await people.arrive()).personalToken();
  await people.close();
  await drop();
  const answer = await fetch(mcp.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.text()).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
});
