import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CreatedPersonalToken } from '@todo/contracts';
import { afterEach, expect, test } from 'vitest';
import { newTalker, type Talker } from '../support/chat.js';
import { send } from '../support/http.js';
import { sharedProject } from './own-containers.js';

const { mcpUrl, replica } = sharedProject();

let client: Client | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

const newToken = async (person: Talker, input: object): Promise<string> => {
  const { status, text } = await send(`${replica.address}/api/auth/tokens`, {
    method: 'POST',
    headers: { ...person.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Laptop', ...input }),
  });
  expect(status, text).toBe(201);
  return (JSON.parse(text) as CreatedPersonalToken).token;
};

/** An MCP client at the port that the host has of the server. */
const connect = async (token: string): Promise<Client> => {
  client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  // The SDK's own transport does not fit its interface under exactOptionalPropertyTypes.
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { requestInit }) as Transport);
  return client;
};

/** What a tool gave. */
const use = async (name: string, input: object = {}): Promise<unknown> => {
  const result = await client?.callTool({ name, arguments: { ...input } });
  expect(result?.isError ?? false, JSON.stringify(result?.content)).toBe(false);
  return result?.structuredContent;
};

test('an MCP client with an access token adds, lists and completes; REST sees it', async () => {
  const person = await newTalker(replica.address);
  const { tools } = await (await connect(await newToken(person, {}))).listTools();
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['add_task', 'list_tasks', 'complete_task', 'delete_task']),
  );
  expect(await use('add_task', { title: 'Buy milk' })).toEqual({
    task_id: 1,
    status: 'created',
    title: 'Buy milk',
  });
  expect(await person.list()).toEqual(['Buy milk']);
  await person.add('Call mom');
  expect(await use('list_tasks')).toMatchObject({
    tasks: expect.arrayContaining([
      expect.objectContaining({ title: 'Buy milk' }),
      expect.objectContaining({ title: 'Call mom' }),
    ]),
  });
  expect(await use('complete_task', { task_id: 1 })).toMatchObject({ task_id: 1, status: 'completed' });
  expect(await person.list()).toEqual(['Buy milk (done)', 'Call mom']);
});

test('one that may only read is not shown what writes; a stranger gets nothing', async () => {
  const person = await newTalker(replica.address);
  const { tools } = await (await connect(await newToken(person, { scopes: ['tasks:read'] }))).listTools();
  expect(tools.map(({ name }) => name)).toContain('list_tasks');
  expect(tools.map(({ name }) => name)).not.toContain('add_task');
  await client?.close();
  await expect(connect('todo_pat_of_nobody')).rejects.toThrow('not valid');
});
