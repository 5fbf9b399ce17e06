import {
  PRIORITIES,
  type Priority,
  SORT_ORDERS,
  TASK_SORTS,
  type Task,
  type TaskSort,
} from '@todo/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTasks, type Tasks } from '../src/tasks.js';
import { add, addUser, allDigits, listAll, openTestDatabase, query, refusal } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database });
});
afterAll(() => open.close());

const titles = (found: Task[]): string[] => found.map(({ title }) => title);

describe('filters', () => {
  test('status, tag in any case, priority', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, { title: 'one', tags: ['Home', 'garden'], priority: 'high' });
    const two = await add(tasks, actor, { title: 'two', tags: ['home'], priority: 'low' });
    await add(tasks, actor, { title: 'three' });
    await add(tasks, actor, { title: 'four', priority: 'medium' });
    await tasks.setCompleted(actor, two.id, true);
    const found = async (input: Parameters<typeof query>[0]): Promise<string[]> =>
      titles((await tasks.list(actor.userId, query({ sort: 'title', ...input }))).tasks);
    expect(await found({})).toEqual(['four', 'one', 'three', 'two']);
    expect(await found({ status: 'pending' })).toEqual(['four', 'one', 'three']);
    expect(await found({ status: 'completed' })).toEqual(['two']);
    expect(await found({ tag: 'HOME' })).toEqual(['one', 'two']);
    expect(await found({ tag: 'home', status: 'pending' })).toEqual(['one']);
    expect(await found({ priority: 'low' })).toEqual(['two']);
    expect(await found({ priority: 'medium' })).toEqual(['four']);
    expect(await found({ priority: 'high' })).toEqual(['one']);
    expect(await found({ tag: 'hom' })).toEqual([]);
  });

  test('every word of a search is the beginning of a word of the title or the description', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, { title: 'Buy milk', description: 'at the corner shop' });
    await add(tasks, actor, { title: "Children's shoes: 50% off", description: 'back\\slash & (co) | !x:*' });
    const found = async (q: string): Promise<string[]> =>
      titles((await tasks.list(actor.userId, query({ q, sort: 'title' }))).tasks);
    expect(await found('mil')).toEqual(['Buy milk']);
    expect(await found('SHOP mi')).toEqual(['Buy milk']);
    expect(await found('milk shoes')).toEqual([]);
    expect(await found('ilk')).toEqual([]);
    expect(await found("children's")).toEqual(["Children's shoes: 50% off"]);
    expect(await found('')).toHaveLength(2);
    for (const q of ['!', '&', "'", '\\', ':*', '(', '%']) expect(await found(q)).toEqual([]);
  });

  test('no search is an error, whatever it is made of', async () => {
    const actor = await addUser(open.database);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.string({ unit: fc.constantFrom('a', "'", '\\', ':', '*', '&', '!', '(', '/', '.', '-', '@') }),
        ),
        async (q) => {
          const { tasks: found } = await tasks.list(actor.userId, { ...query(), q: q.replaceAll('\0', '') });
          expect(found).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('overdue, today and week are told by the clock and the zone', async () => {
    // 23:30 of the 1st in Vienna, 17:30 in New York.
    const clock = (): Date => new Date('2026-07-01T21:30:00Z');
    const timed = createTasks({ database: open.database, clock });
    const actor = await addUser(open.database, 'Europe/Vienna');
    for (const [title, due_on, due_time] of [
      ['yesterday', '2026-06-30', null],
      ['an hour ago', '2026-07-01', '22:30'],
      ['soon', '2026-07-01', '23:45'],
      ['today', '2026-07-01', null],
      ['tomorrow at 00:30', '2026-07-02', '00:30'],
      ['tomorrow', '2026-07-02', null],
      ['in 6 days', '2026-07-07', null],
      ['in 7 days', '2026-07-08', null],
      ['some day', null, null],
    ] as const)
      await add(timed, actor, { title, due_on, due_time });
    const done = await add(timed, actor, { title: 'done', due_on: '2026-06-30' });
    await timed.setCompleted(actor, done.id, true);
    const found = async (due: 'overdue' | 'today' | 'week' | 'none', tz?: string): Promise<string[]> =>
      titles(await listAll(timed, actor.userId, { due, order: 'asc', ...(tz === undefined ? {} : { tz }) }));
    expect(await found('overdue')).toEqual(['yesterday', 'an hour ago']);
    expect(await found('today')).toEqual(['an hour ago', 'soon', 'today']);
    expect(await found('week')).toEqual([
      'an hour ago',
      'soon',
      'today',
      'tomorrow at 00:30',
      'tomorrow',
      'in 6 days',
    ]);
    expect(await found('none')).toEqual(['some day']);
    expect(await found('today', 'America/New_York')).toEqual([
      'an hour ago',
      'soon',
      'today',
      'tomorrow at 00:30',
    ]);
    // In Tokyo it is the 2nd already.
    expect(await found('overdue', 'Asia/Tokyo')).toEqual(['yesterday', 'an hour ago', 'today']);
    expect(await timed.stats(actor.userId)).toEqual({
      total: 10,
      completed: 1,
      pending: 9,
      overdue: 2,
      percentage: 10,
    });
    expect(await timed.stats(actor.userId, { tz: 'Asia/Tokyo' })).toMatchObject({ overdue: 3 });
  });

  test('the total is counted over all pages, and only when asked for', async () => {
    const actor = await addUser(open.database);
    for (const title of ['a', 'b', 'c']) await add(tasks, actor, title);
    expect(await tasks.list(actor.userId, query({ limit: '2', count: 'true' }))).toMatchObject({ total: 3 });
    expect(await tasks.list(actor.userId, query({ limit: '2' }))).toMatchObject({ total: null });
  });

  test('an empty list says where the events stand, and no account is no list', async () => {
    const actor = await addUser(open.database);
    expect(await tasks.list(actor.userId, query())).toEqual({
      tasks: [],
      nextCursor: null,
      eventId: 0,
      total: null,
    });
    expect(await refusal(tasks.list('nobody', query()))).toBe('unauthenticated');
    expect(await refusal(tasks.list('nobody', query({ due: 'today' })))).toBe('unauthenticated');
  });
});

const RANK: Record<Priority, number> = { high: 1, medium: 2, low: 3 };
const collator = new Intl.Collator('und');
const compareText = (one: string, other: string): number =>
  collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
const sortKey: Record<TaskSort, (task: Task) => string | number | null> = {
  created: (task) => allDigits(task.created_at),
  title: (task) => task.title,
  due: (task) =>
    task.due_at !== null
      ? Date.parse(task.due_at)
      : task.due_on !== null
        ? Date.parse(`${task.due_on}T24:00:00Z`)
        : null,
  priority: (task) => (task.priority === null ? null : RANK[task.priority]),
};

/** What the order should be, told again without a database. */
const reference = (all: Task[], sort: TaskSort, order: 'asc' | 'desc'): Task[] =>
  all.toSorted((one, other) => {
    const [a, b] = [sortKey[sort](one), sortKey[sort](other)];
    if ((a === null) !== (b === null)) return a === null ? 1 : -1;
    const keys =
      sort === 'title'
        ? compareText(String(a), String(b))
        : a === b || a === null || b === null
          ? 0
          : a < b
            ? -1
            : 1;
    return (order === 'asc' ? 1 : -1) * (keys || one.id - other.id);
  });

describe('sorts and cursors', () => {
  const input = fc.record({
    title: fc.string({
      unit: fc.constantFrom('a', 'A', 'b', 'ä', 'é', 'z', '1', '10', ' ', '-', '_', 'ß', '日', 'Ω', 'я'),
      minLength: 1,
      maxLength: 4,
    }),
    priority: fc.constantFrom(null, ...PRIORITIES),
    due: fc.constantFrom(
      {},
      { due_on: '2026-07-01' },
      { due_on: '2026-07-02' },
      { due_on: '2026-07-02', due_time: '00:00' },
      { due_on: '2026-07-01', due_time: '12:00', due_zone: 'Asia/Tokyo' },
    ),
  });

  test('every sort in both directions is the order of the model, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(input, { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (inputs, size) => {
          const actor = await addUser(open.database);
          const all: Task[] = [];
          for (const { title, priority, due } of inputs)
            all.push(await add(tasks, actor, { title: `t${title}`, priority, ...due }));
          for (const sort of TASK_SORTS)
            for (const order of SORT_ORDERS) {
              const listed = await listAll(tasks, actor.userId, { sort, order, limit: String(size) });
              const expected = reference(all, sort, order).map(({ id }) => id);
              expect(listed.map(({ id }) => id)).toEqual(expected);
            }
        },
      ),
      { numRuns: 15 },
    );
  });

  test('newest first, soonest first, high first and A to Z when no order is asked for', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, { title: 'b', priority: 'low', due_on: '2026-02-01' });
    await add(tasks, actor, { title: 'c', priority: 'high' });
    await add(tasks, actor, { title: 'a', due_on: '2026-01-01' });
    const order = async (sort: TaskSort): Promise<string> =>
      titles((await tasks.list(actor.userId, query({ sort }))).tasks).join('');
    expect(await order('created')).toBe('acb');
    expect(await order('title')).toBe('abc');
    expect(await order('due')).toBe('abc');
    expect(await order('priority')).toBe('cba');
  });

  test.each(TASK_SORTS)('pages by %s skip and repeat nothing while tasks are added', async (sort) => {
    const actor = await addUser(open.database);
    const before: number[] = [];
    for (let index = 0; index < 30; index += 1)
      before.push(
        (
          await add(tasks, actor, {
            title: `task ${index % 7}`,
            priority: ([null, ...PRIORITIES] as const)[index % 4] ?? null,
            due_on: index % 3 === 0 ? null : `2026-07-0${1 + (index % 5)}`,
          })
        ).id,
      );
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await tasks.list(actor.userId, query({ sort, limit: '4', ...(cursor && { cursor }) }));
      seen.push(...page.tasks.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await add(tasks, actor, { title: `task ${seen.length % 7}`, priority: 'medium', due_on: '2026-07-03' });
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  });

  test('a cursor of another list is refused by name', async () => {
    const actor = await addUser(open.database);
    for (const title of ['a', 'b']) await add(tasks, actor, title);
    const { nextCursor } = await tasks.list(actor.userId, query({ limit: '1', sort: 'title' }));
    const cursor = nextCursor ?? '';
    expect(await refusal(tasks.list(actor.userId, query({ cursor })))).toBe('validation_failed');
    expect(await refusal(tasks.list(actor.userId, query({ cursor, sort: 'title', q: 'a' })))).toBe(
      'validation_failed',
    );
    expect(await refusal(tasks.trash(actor.userId, { limit: 1, cursor }))).toBe('validation_failed');
  });
});
