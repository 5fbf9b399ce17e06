import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import type { BulkRequestInput, BulkResult, Task } from '@todo/contracts';
import { describe, expect, test } from 'vitest';
import { type BulkAction, inverseOf, planBulk, whatWasDone } from '@/features/tasks/model/bulk';
import { DEFAULT_FILTERS } from '@/features/tasks/model/filters';
import { changeTask, type Operation } from '@/features/tasks/model/operations';
import { whatFailed } from '@/features/tasks/model/outcome-words';
import type { TaskPage } from '@/features/tasks/model/pages';
import type { TaskApi } from '@/features/tasks/model/task-api';
import { createTaskStore, taskKeys } from '@/features/tasks/model/task-store';
import { Unreachable } from '@/lib/api';
import { moment, someTask } from './some-task';

const rows = (...tasks: Partial<Task>[]) =>
  tasks.map((of, index) => {
    const task = someTask({ id: index + 1, ...of });
    return { key: `task-${task.id}`, task };
  });

describe('what is to be done to several tasks', () => {
  test('leaves out those that are so already', () => {
    const some = rows({ completed: true }, {}, { priority: 'high', tags: ['Home'] });
    const keys = (action: BulkAction) => planBulk(some, action).map(({ key }) => key);
    expect(keys({ kind: 'complete', completed: true })).toEqual(['task-2', 'task-3']);
    expect(keys({ kind: 'complete', completed: false })).toEqual(['task-1']);
    expect(keys({ kind: 'priority', priority: 'high' })).toEqual(['task-1', 'task-2']);
    expect(keys({ kind: 'add tag', tag: 'home' })).toEqual(['task-1', 'task-2']);
    expect(keys({ kind: 'remove tag', tag: 'home' })).toEqual(['task-3']);
    expect(keys({ kind: 'delete' })).toHaveLength(3);
  });

  test('is taken back by its inverse', () => {
    const [row] = rows({ priority: 'low', tags: ['a'] });
    if (row === undefined) throw new Error('no row');
    for (const action of [
      { kind: 'priority', priority: 'high' },
      { kind: 'add tag', tag: 'b' },
    ] as const) {
      const [item] = planBulk([row], action);
      if (item?.kind !== 'edit') throw new Error('no edit');
      const back = inverseOf(item);
      if (back.kind !== 'edit') throw new Error('no edit');
      expect(changeTask(changeTask(row.task, item.change), back.change)).toEqual(row.task);
    }
    expect(inverseOf({ kind: 'delete', ...row })).toMatchObject({ kind: 'restore' });
    expect(inverseOf({ kind: 'complete', ...row, completed: true })).toMatchObject({ completed: false });
  });
});

describe('several tasks at once', () => {
  const list = taskKeys.list(DEFAULT_FILTERS);

  /** A store over a server that answers as `answer` says, with these tasks in its list. */
  const start = (
    tasks: readonly Task[],
    answer: (request: BulkRequestInput['operations'][number]) => BulkResult,
  ) => {
    const client = new QueryClient();
    client.setQueryData<InfiniteData<TaskPage>>(list, {
      pages: [{ tasks: [...tasks], next: null, eventId: 1 }],
      pageParams: [null],
    });
    const requests: { operations: BulkRequestInput['operations']; key: string }[] = [];
    const failures: { operation: Operation; error: unknown }[] = [];
    let outage = 0;
    const order: string[] = [];
    const store = createTaskStore({
      client,
      api: {
        bulk: async (operations: BulkRequestInput['operations'], key: string) => {
          requests.push({ operations, key });
          if (outage > 0) {
            outage -= 1;
            throw new Unreachable('away');
          }
          order.push('bulk');
          return operations.map(answer);
        },
        setCompleted: async (id: number, completed: boolean) => {
          order.push(`single ${id}`);
          return someTask({ id, completed, version: 9 });
        },
      } as unknown as TaskApi,
      moment: () => moment,
      randomId: () => 'random',
      isOnline: () => true,
      onSignedOut: () => expect.unreachable(),
      onFailure: (operation, error) => failures.push({ operation, error }),
    });
    store.learn(tasks);
    const titles = () =>
      client
        .getQueryData<InfiniteData<TaskPage>>(list)
        ?.pages.flatMap((page) => page.tasks.map(({ title }) => title));
    return {
      store,
      titles,
      requests,
      failures,
      order,
      loseAnswers: (count: number) => {
        outage = count;
      },
    };
  };
  const done = (of: Partial<Task>): BulkResult => ({ status: 200, task: someTask({ version: 2, ...of }) });
  const refused = (error: string, detail: string): BulkResult => ({
    status: 404,
    problem: { type: 'about:blank', title: error, status: 404, detail, error },
  });
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => someTask({ id: index + 1, title: `Task ${index + 1}` }));
  const idOf = (operation: BulkRequestInput['operations'][number]): number =>
    'id' in operation ? operation.id : 0;

  test('go to the server in pieces of a hundred, and leave the lists when they are deleted', async () => {
    const tasks = many(230);
    const { store, titles, requests, failures } = start(tasks, (operation) => done({ id: idOf(operation) }));
    await store.perform(
      store.bulk(
        planBulk(
          tasks.map((task) => ({ key: store.keyOf(task.id), task })),
          { kind: 'delete' },
        ),
      ),
    );
    expect(requests.map(({ operations }) => operations.length)).toEqual([100, 100, 30]);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(3);
    expect(titles()).toEqual([]);
    expect(failures).toEqual([]);
    store.close();
  });

  test('a lost answer is asked for again under the same key with the same words', async () => {
    const tasks = many(2);
    const { store, requests, loseAnswers, failures } = start(tasks, (operation) =>
      done({ id: idOf(operation), priority: 'high' }),
    );
    loseAnswers(1);
    const rowsOf = tasks.map((task) => ({ key: store.keyOf(task.id), task }));
    await store.perform(store.bulk(planBulk(rowsOf, { kind: 'add tag', tag: 'x' })));
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual(requests[0]);
    expect(failures).toEqual([]);
    store.close();
  });

  test('what is refused is told alone, and can be tried again under a new key', async () => {
    const tasks = many(3);
    const { store, failures, requests } = start(tasks, (operation) =>
      idOf(operation) === 2
        ? refused('version_mismatch', 'It was changed.')
        : done({ id: idOf(operation), tags: ['x'] }),
    );
    const rowsOf = tasks.map((task) => ({ key: store.keyOf(task.id), task }));
    await store.perform(store.bulk(planBulk(rowsOf, { kind: 'add tag', tag: 'x' })));
    expect(requests[0]?.operations).toMatchObject([{ version: 1 }, { version: 1 }, { version: 1 }]);
    expect(failures).toMatchObject([
      { operation: { kind: 'bulk', items: [{ key: 'task-2' }] }, error: { message: 'It was changed.' } },
    ]);
    expect(failures.map(({ operation }) => whatFailed(operation))).toEqual([
      'Your change to “Task 2” was not saved.',
    ]);
    store.close();
  });

  test('a task that is gone already counts as deleted', async () => {
    const tasks = many(2);
    const { store, titles, failures } = start(tasks, (operation) =>
      idOf(operation) === 2 ? refused('not_found', 'No such task.') : done({ id: idOf(operation) }),
    );
    const rowsOf = tasks.map((task) => ({ key: store.keyOf(task.id), task }));
    await store.perform(store.bulk(planBulk(rowsOf, { kind: 'delete' })));
    expect(titles()).toEqual([]);
    expect(failures).toEqual([]);
    store.close();
  });

  test('wait for what is being done to one of them, and the next thing waits for them', async () => {
    const tasks = many(2);
    const { store, order } = start(tasks, (operation) => done({ id: idOf(operation) }));
    const rowsOf = tasks.map((task) => ({ key: store.keyOf(task.id), task }));
    const single = (id: number) => {
      const task = someTask({ id });
      return store.perform({ kind: 'complete', key: store.keyOf(id), task, completed: true });
    };
    await Promise.all([
      single(1),
      store.perform(store.bulk(planBulk(rowsOf, { kind: 'priority', priority: 'low' }))),
      single(2),
    ]);
    expect(order).toEqual(['single 1', 'bulk', 'single 2']);
    store.close();
  });
});

test('is said in words', () => {
  const [one, two] = rows({ title: 'Buy milk' }, { title: 'Call' });
  if (one === undefined || two === undefined) throw new Error('no rows');
  const bulk = (items: Parameters<typeof inverseOf>[0][]) => ({
    kind: 'bulk' as const,
    key: 'k',
    items,
    idempotencyKey: 'i',
  });
  const reopen = (row: typeof one) => ({ kind: 'complete' as const, ...row, completed: false });
  expect(whatWasDone(bulk([reopen(one), reopen(two)]))).toBe('Reopened 2 tasks.');
  expect(whatWasDone(bulk([reopen(one)]))).toBe('Reopened “Buy milk”.');
  expect(whatFailed(bulk([reopen(one), reopen(two)]))).toBe('2 tasks were not reopened.');
  expect(
    whatFailed(
      bulk([
        { kind: 'delete', ...one },
        { kind: 'delete', ...two },
      ]),
    ),
  ).toBe('2 tasks were not deleted.');
});
