import { type BulkAnswer, bulkAnswer, LIMITS } from '@todo/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { openStream } from './support/events.js';
import { expectProblem } from './support/http.js';
import { arrive, type Person } from './support/person.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let ada: Person;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url);
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});
beforeEach(async () => {
  ada = await arrive(backend);
  await ada.add('one');
  await ada.add('two');
  await ada.add('three');
});

const bulk = (operations: object[], query = '') => ada.post(`/tasks/bulk${query}`, { operations });
const titles = async (): Promise<string[]> =>
  (await ada.get('/tasks?order=asc').expect(200)).body.map(({ title }: { title: string }) => title);
const statuses = ({ results }: BulkAnswer) => results.map(({ status }) => status);

describe('several changes in one request', () => {
  it('are made in their order, each with a result of its own', async () => {
    const { body } = await bulk([
      { op: 'create', task: { title: ' four ', tags: ['new'] } },
      { op: 'update', id: 1, version: 1, patch: { title: 'one!', priority: 'high' } },
      { op: 'complete', id: 2 },
      { op: 'complete', id: 2, completed: false },
      { op: 'delete', id: 3 },
      { op: 'restore', id: 3 },
      { op: 'delete', id: 3, version: 3 },
    ]).expect(200);
    const { results } = bulkAnswer.parse(body);
    expect(results).toMatchObject([
      { status: 201, task: { id: 4, title: 'four', version: 1 } },
      { status: 200, task: { id: 1, title: 'one!', priority: 'high', version: 2 } },
      { status: 200, task: { id: 2, completed: true, version: 2 } },
      { status: 200, task: { id: 2, completed: false, version: 3 } },
      { status: 200, task: { id: 3, version: 2 } },
      { status: 200, task: { id: 3, version: 3 } },
      { status: 200, task: { id: 3, version: 4 } },
    ]);
    expect(await titles()).toEqual(['one!', 'two', 'four']);
  });

  it('go on after one that is refused, whose problem is its result', async () => {
    const { body } = await bulk([
      { op: 'complete', id: 99 },
      { op: 'update', id: 1, version: 7, patch: { title: 'lost' } },
      { op: 'update', id: 2, patch: { due_zone: 'Europe/Vienna' } },
      { op: 'restore', id: 99 },
      { op: 'complete', id: 3 },
    ]).expect(200);
    const answer = bulkAnswer.parse(body);
    expect(statuses(answer)).toEqual([404, 412, 400, 404, 200]);
    expect(answer.results).toMatchObject([
      { problem: { error: 'not_found', status: 404 } },
      { problem: { error: 'version_mismatch' } },
      { problem: { error: 'validation_failed', errors: [{ field: 'due_zone' }] } },
      {},
      { task: { completed: true } },
    ]);
    expect((await ada.get('/tasks/1').expect(200)).body).toMatchObject({ title: 'one', version: 1 });
  });

  it('are nothing at all with atomic=true and one that is refused, which is named', async () => {
    const before = (await ada.get('/tasks').expect(200)).text;
    const answer = await bulk(
      [
        { op: 'create', task: { title: 'four' } },
        { op: 'delete', id: 1 },
        { op: 'complete', id: 99 },
        { op: 'delete', id: 2 },
      ],
      '?atomic=true',
    ).expect(404);
    expect(expectProblem(answer, 404)).toMatchObject({
      error: 'not_found',
      errors: [{ field: 'operations.2' }],
      detail: expect.stringContaining('Nothing was changed'),
    });
    const after = await ada.get('/tasks').expect(200);
    expect(after.text).toBe(before);
    expect(after.headers['x-event-id']).toBe('3');
    const { body } = await bulk([{ op: 'delete', id: 1 }], '?atomic=true').expect(200);
    expect(statuses(body)).toEqual([200]);
  });

  it('are told one by one on the event stream, without a gap', async () => {
    const stream = await openStream(`${backend.url}${ada.path('/events?after=3')}`, {
      authorization: `Bearer ${ada.token}`,
    });
    await bulk([
      { op: 'complete', id: 1 },
      { op: 'complete', id: 99 },
      { op: 'create', task: { title: 'four' } },
      { op: 'complete', id: 1 },
      { op: 'delete', id: 2 },
    ]).expect(200);
    const events = await stream.atLeast(3);
    stream.close();
    expect(events.map(({ id, data }) => [id, JSON.parse(data).op, JSON.parse(data).task_id])).toEqual([
      ['4', 'completed', 1],
      ['5', 'created', 4],
      ['6', 'deleted', 2],
    ]);
  });

  it('are made once with an Idempotency-Key, also when they are sent several times at once', async () => {
    const operations = [
      { op: 'create', task: { title: 'four' } },
      { op: 'complete', id: 99 },
    ];
    const once = () => bulk(operations).set('idempotency-key', 'k').expect(200);
    const answers = await Promise.all([once(), once(), once()]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(2);
    expect(await titles()).toEqual(['one', 'two', 'three', 'four']);
    await bulk(operations, '?atomic=true').set('idempotency-key', 'k').expect(422);
    await bulk([{ op: 'delete', id: 1 }])
      .set('idempotency-key', 'k')
      .expect(422);
  });

  it('that are malformed are refused as a whole, with the operation and its field', async () => {
    const good = { op: 'delete', id: 1 };
    const cases: [object[], string][] = [
      [[], 'operations'],
      [Array.from({ length: LIMITS.bulk.max + 1 }, () => good), 'operations'],
      [[good, { op: 'create', task: { title: '' } }], 'operations.1.task.title'],
      [[good, { op: 'create', title: 'x' }], 'operations.1.task'],
      [[good, { op: 'update', id: 1 }], 'operations.1.patch'],
      [[good, { op: 'update', id: 1, patch: { colour: 'red' } }], 'operations.1.patch.colour'],
      [[good, { op: 'delete', id: 0 }], 'operations.1.id'],
      [[good, { op: 'delete', id: 1, version: '1' }], 'operations.1.version'],
      [[good, { op: 'purge', id: 1 }], 'operations.1.op'],
      [[good, { op: 'delete', id: 1, patch: {} }], 'operations.1.patch'],
    ];
    for (const [operations, field] of cases) {
      const answer = await bulk(operations);
      expect(
        expectProblem(answer, 400).errors?.map((error) => error.field),
        field,
      ).toContain(field);
    }
    await bulk([good], '?atomic=yes').expect(400);
    expect(await titles()).toEqual(['one', 'two', 'three']);
  });

  it('may be a hundred of the longest that there are', async () => {
    const task = {
      title: '𝒳'.repeat(LIMITS.title.max),
      description: '𝒳'.repeat(LIMITS.description.max),
      tags: Array.from({ length: LIMITS.tags.max }, (_, index) => `${index} ${'𝒳'.repeat(40)}`),
    };
    const operations = Array.from({ length: LIMITS.bulk.max }, () => ({ op: 'create', task }));
    const { body } = await bulk(operations).expect(200);
    expect(new Set(statuses(body))).toEqual(new Set([201]));
  });
});
