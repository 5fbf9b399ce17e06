import { TOOL_META } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Connected,
  connect,
  createDatabaseCopy,
  createPeople,
  type Outcome,
  type People,
  type Person,
  startMcp,
} from './support/mcp.js';

let mcp: Awaited<ReturnType<typeof startMcp>>;
let people: People;
let release: () => Promise<void>;
const lines: string[] = [];

beforeAll(async () => {
  const { url, drop } = await createDatabaseCopy();
  mcp = await startMcp(url, {}, (line) => lines.push(line));
  people = createPeople(url);
  release = async () => {
    await mcp.close();
    await people.close();
    await drop();
  };
});
afterAll(() => release());

/** Somebody new, with the SDK's client. */
const arrive = async (fields: { timeZone?: string } = {}): Promise<Person & Connected> => {
  const person = await people.arrive(fields);
  return { ...person, ...(await connect(mcp.url, person.token)) };
};

const refused = (words: string): Outcome => ({ isError: true, text: words, value: undefined });

describe('the tools', () => {
  it('answer with structured content, and with the same as JSON text', async () => {
    const { call } = await arrive();
    const { isError, text, value } = await call('add_task', { title: '  Buy milk ' });
    expect(isError).toBe(false);
    expect(value).toEqual({ task_id: 1, status: 'created', title: 'Buy milk' });
    expect(JSON.parse(text)).toEqual(value);
  });

  it('add a task with everything that it can have, its time in the time zone of the user', async () => {
    const { call, task } = await arrive({ timeZone: 'Europe/Vienna' });
    const fields = {
      title: 'Pay rent',
      description: 'to the landlord',
      priority: 'high',
      due_on: '2030-07-01',
      due_time: '17:00',
      tags: ['home', 'Home', 'money'],
    };
    await call('add_task', fields);
    expect(await task(1)).toMatchObject({
      ...fields,
      tags: ['home', 'money'],
      due_zone: 'Europe/Vienna',
      due_at: '2030-07-01T15:00:00Z',
    });
    const { value } = await call('get_task', { task_id: 1 });
    expect(value).toEqual({ task: { id: 1, completed: false, ...fields, tags: ['home', 'money'] } });
  });

  it('list what matches, newest first, without what is not set, and say how many more there are', async () => {
    const { call } = await arrive();
    for (const title of ['one', 'two', 'three']) await call('add_task', { title });
    await call('add_task', { title: 'four', priority: 'low', tags: ['x'], due_on: '2000-01-01' });
    await call('complete_task', { task_id: 2 });
    expect((await call('list_tasks', { limit: 2 })).value).toEqual({
      tasks: [
        { id: 4, title: 'four', completed: false, priority: 'low', due_on: '2000-01-01', tags: ['x'] },
        { id: 3, title: 'three', completed: false },
      ],
      more: 2,
    });
    const idsOf = async (args: object): Promise<number[]> => {
      const { value } = await call('list_tasks', args);
      return (value as { tasks: { id: number }[] }).tasks.map(({ id }) => id);
    };
    expect(await idsOf({})).toEqual([4, 3, 2, 1]);
    expect(await idsOf({ status: 'completed' })).toEqual([2]);
    expect(await idsOf({ status: 'pending', due: 'none' })).toEqual([3, 1]);
    expect(await idsOf({ due: 'overdue' })).toEqual([4]);
    expect(await idsOf({ tag: 'X' })).toEqual([4]);
    expect(await idsOf({ priority: 'low' })).toEqual([4]);
    expect(await idsOf({ q: 'thr' })).toEqual([3]);
  });

  it('search by words of the title or the description', async () => {
    const { call } = await arrive();
    await call('add_task', { title: 'Call the dentist', description: 'about the tooth' });
    await call('add_task', { title: 'Call mom' });
    expect((await call('search_tasks', { q: 'call tooth' })).value).toEqual({
      tasks: [{ id: 1, title: 'Call the dentist', description: 'about the tooth', completed: false }],
      more: 0,
    });
  });

  it('complete, reopen, and say the same again when it is done twice', async () => {
    const { call, task } = await arrive();
    await call('add_task', { title: 'a' });
    const done = { task_id: 1, status: 'completed', title: 'a' };
    expect((await call('complete_task', { task_id: 1 })).value).toEqual(done);
    expect((await call('complete_task', { task_id: 1 })).value).toEqual(done);
    expect((await task(1)).version).toBe(2);
    const reopened = await call('complete_task', { task_id: 1, completed: false });
    expect(reopened.value).toEqual({ ...done, status: 'reopened' });
  });

  it('change the fields that are given, clear those that are null, and leave the others', async () => {
    const { call, task } = await arrive();
    await call('add_task', {
      title: 'a',
      description: 'b',
      priority: 'high',
      due_on: '2030-01-01',
      tags: ['x'],
    });
    const { value } = await call('update_task', { task_id: 1, title: 'A', priority: null, tags: ['y'] });
    expect(value).toEqual({ task_id: 1, status: 'updated', title: 'A' });
    expect(await task(1)).toMatchObject({
      title: 'A',
      description: 'b',
      priority: null,
      due_on: '2030-01-01',
      tags: ['y'],
    });
    expect(await call('update_task', { task_id: 1 })).toEqual(
      refused('Say what to change: title, description, priority, due_on, due_time or tags.'),
    );
  });

  it('delete into the trash, and restore from it', async () => {
    const { call } = await arrive();
    await call('add_task', { title: 'a' });
    const gone = await call('delete_task', { task_id: 1 });
    expect(gone.value).toEqual({ task_id: 1, status: 'deleted', title: 'a' });
    expect((await call('get_task', { task_id: 1 })).isError).toBe(true);
    const back = await call('restore_task', { task_id: 1 });
    expect(back.value).toEqual({ task_id: 1, status: 'restored', title: 'a' });
    expect((await call('get_task', { task_id: 1 })).isError).toBe(false);
  });

  it('count', async () => {
    const { call } = await arrive();
    await call('add_task', { title: 'a' });
    await call('add_task', { title: 'b', due_on: '2000-01-01' });
    await call('complete_task', { task_id: 1 });
    expect((await call('task_stats')).value).toEqual({
      total: 2,
      completed: 1,
      pending: 1,
      overdue: 1,
      percentage: 50,
    });
  });

  it.each([
    ['complete', 'completed', { completed: true }],
    ['delete', 'deleted', null],
    ['update', 'updated', { priority: 'low', due_on: '2030-01-01' }],
  ])('bulk_update: %s, each task with a status of its own', async (action, status, after) => {
    const { call, task } = await arrive();
    for (const title of ['a', 'b', 'c']) await call('add_task', { title });
    const fields = action === 'update' ? after : {};
    const { value } = await call('bulk_update', { task_ids: [1, 99, 3, 1], action, ...fields });
    expect(value).toEqual({
      results: [
        { task_id: 1, status, title: 'a' },
        { task_id: 99, status: 'failed', error: 'No task 99. Call list_tasks to see the ids.' },
        { task_id: 3, status, title: 'c' },
      ],
    });
    if (after === null) await expect(task(1)).rejects.toThrow('no task 1');
    else expect(await task(1)).toMatchObject(after);
    expect((await task(2)).version).toBe(1);
  });

  it('bulk_update: reopens and restores too', async () => {
    const { call, task } = await arrive();
    await call('add_task', { title: 'a' });
    await call('bulk_update', { task_ids: [1], action: 'complete' });
    await call('bulk_update', { task_ids: [1], action: 'reopen' });
    expect(await task(1)).toMatchObject({ completed: false, version: 3 });
    await call('bulk_update', { task_ids: [1], action: 'delete' });
    const { value } = await call('bulk_update', { task_ids: [1], action: 'restore' });
    expect(value).toEqual({ results: [{ task_id: 1, status: 'restored', title: 'a' }] });
  });
});

describe('what is refused', () => {
  it.each([
    ['get_task', { task_id: 5 }],
    ['complete_task', { task_id: 5 }],
    ['update_task', { task_id: 5, title: 'x' }],
    ['delete_task', { task_id: 5 }],
    ['restore_task', { task_id: 5 }],
  ] as const)('%s of a task that is not there says where to look', async (tool, args) => {
    const { call } = await arrive();
    expect(await call(tool, args)).toEqual(refused('No task 5. Call list_tasks to see the ids.'));
  });

  it.each([
    ['add_task', {}, 'title: Invalid input: expected string, received undefined'],
    ['add_task', { title: '' }, 'title: must not be empty'],
    ['add_task', { title: 'x', due_on: '2030-02-30' }, 'due_on: must be a day that exists, as YYYY-MM-DD'],
    ['add_task', { title: 'x', due_time: '17:00' }, 'due_time: needs due_on'],
    ['add_task', { title: 'x', colour: 'red' }, 'colour: is not known'],
    ['get_task', { task_id: 'five' }, 'task_id: Invalid input: expected number'],
    ['list_tasks', { status: 'open' }, 'status: Invalid option: expected one of "all"|"pending"|"completed"'],
    ['list_tasks', { limit: 1000 }, 'limit: Too big: expected number to be <=200'],
    ['bulk_update', { task_ids: [], action: 'delete' }, 'task_ids: Too small'],
    ['bulk_update', { task_ids: [1], action: 'update' }, 'update needs priority, due_on, due_time or tags'],
    ['bulk_update', { task_ids: [1], action: 'delete', tags: [] }, 'tags: goes with the action update only'],
  ] as const)('%s %j says which argument, and what is expected', async (tool, args, words) => {
    const { call } = await arrive();
    const { isError, text } = await call(tool, args);
    expect(isError).toBe(true);
    expect(text).toContain(words);
  });

  it('arguments without end cost a small answer', async () => {
    const { call } = await arrive();
    const args = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`argument-${index}`, 1]));
    expect((await call('add_task', args)).text.length).toBeLessThan(1300);
  });

  it('a tool that is not there is an error of the protocol, which names those that are', async () => {
    const { client } = await arrive();
    await expect(client.callTool({ name: 'drop_tables' })).rejects.toThrow(/There are add_task, list_tasks/);
  });
});

describe('whose tasks', () => {
  it('are those of the token: user_id may say so too, and nobody else', async () => {
    const { call, userId } = await arrive();
    expect((await call('add_task', { title: 'a', user_id: userId })).isError).toBe(false);
    const other = await call('add_task', { title: 'b', user_id: 'user-1' });
    expect(other.isError).toBe(true);
    expect(other.text).toContain('user_id is not the user of the token');
    expect((await call('task_stats')).value).toMatchObject({ total: 1 });
  });

  it('are nobody else’s: every tool answers a stranger as if there were no task', async () => {
    const owner = await arrive();
    const stranger = await arrive();
    await owner.call('add_task', { title: 'secret', tags: ['hidden'] });
    const before = await owner.task(1);
    const none = refused('No task 1. Call list_tasks to see the ids.');
    const empty = { tasks: [], more: 0 };
    const attempts: Record<string, [object, unknown]> = {
      list_tasks: [{}, empty],
      search_tasks: [{ q: 'secret' }, empty],
      get_task: [{ task_id: 1 }, none],
      complete_task: [{ task_id: 1 }, none],
      update_task: [{ task_id: 1, title: 'mine' }, none],
      delete_task: [{ task_id: 1 }, none],
      restore_task: [{ task_id: 1 }, none],
      bulk_update: [
        { task_ids: [1], action: 'delete' },
        { results: [{ task_id: 1, status: 'failed', error: none.text }] },
      ],
      task_stats: [{}, { total: 0, completed: 0, pending: 0, overdue: 0, percentage: 0 }],
      // Of the stranger's own, and so without a word about the owner's.
      add_task: [{ title: 'own' }, { task_id: 1, status: 'created', title: 'own' }],
    };
    const names = await stranger.toolNames();
    expect(Object.keys(attempts).sort()).toEqual(names.sort());
    for (const [name, [args, expected]] of Object.entries(attempts)) {
      const outcome = await stranger.call(name as 'get_task', args);
      expect(outcome.isError ? outcome : outcome.value, name).toEqual(expected);
    }
    expect(await owner.task(1)).toEqual(before);
  });

  it('are gone with the account', async () => {
    const { call, userId } = await arrive();
    await people.database.query('DELETE FROM users WHERE id = $1', [userId]);
    expect(await call('add_task', { title: 'a' })).toEqual(refused('The account does not exist any more.'));
  });
});

describe('a call that may be sent again', () => {
  const key = { [TOOL_META.key]: 'turn-1-call-1' };

  it('is done once with its key, and answers the same', async () => {
    const { call } = await arrive();
    const first = await call('add_task', { title: 'a' }, key);
    expect(await call('add_task', { title: 'a' }, key)).toEqual(first);
    expect((await call('task_stats')).value).toMatchObject({ total: 1 });
  });

  it('is done once when both come at the same time', async () => {
    const { call } = await arrive();
    const calls = await Promise.all(Array.from({ length: 8 }, () => call('add_task', { title: 'a' }, key)));
    expect(new Set(calls.map(({ text }) => text)).size).toBe(1);
    expect((await call('task_stats')).value).toMatchObject({ total: 1 });
  });

  it('tells a bulk change as it was, and a change since stays', async () => {
    const { call } = await arrive();
    await call('add_task', { title: 'a' });
    const bulk = { task_ids: [1], action: 'complete' };
    const first = await call('bulk_update', bulk, key);
    await call('complete_task', { task_id: 1, completed: false });
    expect(await call('bulk_update', bulk, key)).toEqual(first);
    expect((await call('get_task', { task_id: 1 })).value).toMatchObject({ task: { completed: false } });
  });

  it('must have the same arguments; the key of another tool or user is another key', async () => {
    const { call } = await arrive();
    const other = await arrive();
    await call('add_task', { title: 'a' }, key);
    expect(await call('add_task', { title: 'b' }, key)).toEqual(
      refused('The idempotency key was used for a call with other arguments. Use a new one.'),
    );
    expect((await call('complete_task', { task_id: 1 }, key)).isError).toBe(false);
    expect((await other.call('add_task', { title: 'b' }, key)).isError).toBe(false);
  });

  it('keeps no refusal: once there is what was missing, it is done', async () => {
    const { call } = await arrive();
    expect((await call('complete_task', { task_id: 1 }, key)).isError).toBe(true);
    await call('add_task', { title: 'a' });
    expect((await call('complete_task', { task_id: 1 }, key)).isError).toBe(false);
  });

  it.each(['', 'with space', 7, 'x'.repeat(256)])('refuses %j as a key', async (bad) => {
    const { call } = await arrive();
    const { isError, text } = await call('add_task', { title: 'a' }, { [TOOL_META.key]: bad });
    expect(isError).toBe(true);
    expect(text).toContain(TOOL_META.key);
  });
});

describe('a call that says which version it means', () => {
  const versions = (of: Record<string, unknown>) => ({ [TOOL_META.versions]: of });

  it.each([
    ['complete_task', {}],
    ['update_task', { title: 'b' }],
    ['delete_task', {}],
  ] as const)('%s changes that version and no other', async (tool, args) => {
    const { call, task } = await arrive();
    await call('add_task', { title: 'a' });
    await call('update_task', { task_id: 1, priority: 'low' });
    const { isError, text } = await call(tool, { task_id: 1, ...args }, versions({ 1: 1 }));
    expect(isError).toBe(true);
    expect(text).toContain('Task 1 has changed since it was read');
    expect((await task(1)).version).toBe(2);
    expect((await call(tool, { task_id: 1, ...args }, versions({ 1: 2 }))).isError).toBe(false);
  });

  it('holds for each task of a bulk change by itself', async () => {
    const { call } = await arrive();
    for (const title of ['a', 'b', 'c']) await call('add_task', { title });
    await call('update_task', { task_id: 2, title: 'B' });
    const bulk = { task_ids: [1, 2, 3], action: 'delete' };
    const { value } = await call('bulk_update', bulk, versions({ 1: 1, 2: 1 }));
    const { results } = value as { results: { status: string }[] };
    expect(results.map(({ status }) => status)).toEqual(['deleted', 'failed', 'deleted']);
  });

  it('must say it as versions by number', async () => {
    const { call } = await arrive();
    await call('add_task', { title: 'a' });
    const { isError, text } = await call('delete_task', { task_id: 1 }, versions({ 1: 'latest' }));
    expect(isError).toBe(true);
    expect(text).toContain(TOOL_META.versions);
  });
});

describe('undo', () => {
  it('is there for the assistant alone, and takes back its last turn, whole', async () => {
    const person = await arrive();
    expect(await person.toolNames()).not.toContain('undo');
    await expect(person.call('undo')).rejects.toThrow('There is no such tool');

    const turn = async () => connect(mcp.url, person.mint(undefined, await person.beginTurn(1)));
    await person.call('add_task', { title: 'by hand' });
    const first = await turn();
    await first.call('add_task', { title: 'by the assistant' });
    await first.call('complete_task', { task_id: 1 });
    const second = await turn();
    expect(await second.toolNames()).toContain('undo');
    expect((await second.call('undo')).value).toEqual({
      status: 'undone',
      tasks: [
        { task_id: 2, title: 'by the assistant', now: 'deleted' },
        { task_id: 1, title: 'by hand', now: 'changed' },
      ],
    });
    expect(await person.task(1)).toMatchObject({ completed: false });
    await expect(person.task(2)).rejects.toThrow('no task 2');
    const third = await turn();
    expect((await third.call('undo')).value).toEqual({ status: 'nothing_to_undo', tasks: [] });
  });

  it('takes back one turn, however often the same turn of the assistant asks', async () => {
    const person = await arrive();
    const turn = async () => connect(mcp.url, person.mint(undefined, await person.beginTurn(1)));
    await (await turn()).call('add_task', { title: 'first' });
    await (await turn()).call('add_task', { title: 'second' });
    const { call } = await turn();
    const undone = await call('undo');
    expect(undone.value).toMatchObject({ tasks: [{ title: 'second', now: 'deleted' }] });
    expect(await call('undo')).toEqual(undone);
    expect(await person.task(1)).toMatchObject({ title: 'first' });
  });

  it('names the task that was changed since, and does nothing', async () => {
    const person = await arrive();
    const first = await connect(mcp.url, person.mint(undefined, await person.beginTurn(1)));
    await first.call('add_task', { title: 'a' });
    await person.call('update_task', { task_id: 1, title: 'b' });
    const second = await connect(mcp.url, person.mint(undefined, await person.beginTurn(1)));
    const { isError, text } = await second.call('undo');
    expect(isError).toBe(true);
    expect(text).toBe('Task 1 (“b”) has been changed since. Nothing was undone.');
  });
});

describe('who made a change', () => {
  it('is on record: the user, the assistant with its turn, or a program with its token', async () => {
    const person = await arrive();
    const turnId = await person.beginTurn(1);
    const personal = await person.personalToken();
    for (const token of [person.token, person.mint(undefined, turnId), personal]) {
      const { call } = await connect(mcp.url, token);
      await call('add_task', { title: 'a' });
    }
    const { rows } = await people.database.query(
      'SELECT actor, turn_id, token_id FROM changes WHERE user_id = $1 ORDER BY id',
      [person.userId],
    );
    expect(rows).toEqual([
      { actor: 'user', turn_id: null, token_id: null },
      { actor: 'assistant', turn_id: turnId, token_id: null },
      { actor: 'token', turn_id: null, token_id: personal.split('_')[2] },
    ]);
  });
});

describe('a change', () => {
  it('reaches who listens for live events, in a NOTIFY after the commit', async () => {
    const { call, userId } = await arrive();
    const client = await people.database.connect();
    try {
      const heard: (string | undefined)[] = [];
      client.on('notification', ({ payload }) => heard.push(payload));
      await client.query('LISTEN todo_events');
      await call('add_task', { title: 'a' });
      await expect.poll(() => heard).toEqual([expect.stringContaining(` ${userId}`)]);
    } finally {
      client.release(true);
    }
  });
});

describe('the log', () => {
  it('has one line per request, with the tool, what became of it and the caller’s request id, and no argument', async () => {
    const person = await people.arrive();
    lines.length = 0;
    const send = (body: object) =>
      fetch(mcp.url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'x-request-id': 'request-of-the-caller',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: body }),
      });
    const answer = await send({ name: 'add_task', arguments: { title: 'A secret thing' } });
    expect(answer.headers.get('x-request-id')).toBe('request-of-the-caller');
    await answer.text();
    await (await send({ name: 'get_task', arguments: { task_id: 99 } })).text();
    await expect.poll(() => lines.length).toBe(2);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        service: 'mcp',
        msg: 'request',
        reqId: 'request-of-the-caller',
        method: 'POST',
        route: '/mcp',
        status: 200,
        rpc: 'tools/call',
        tool: 'add_task',
        outcome: 'done',
      },
      { tool: 'get_task', outcome: 'refused' },
    ]);
    expect(lines.join()).not.toMatch(/secret|Bearer|eyJ/);
  });
});
