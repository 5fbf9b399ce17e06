import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SORT_ORDERS, type SortOrder, TASK_SORTS, type TaskSort } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTasks, type Tasks } from '../src/tasks.js';
import { explain, type Work } from './explain.js';
import { fillTasks, NOW } from './many-tasks.js';
import { openTestDatabase, query } from './support.js';

type Input = Parameters<typeof query>[0];

/** `pnpm bench:database` asks for a million; fewer have the same plans. */
const asked = process.env.TASKS_IN_TABLE;
const total = Number(asked ?? 100_000);
/** More than a thousand pages of 50. */
const own = Math.max(52_000, total / 10);
const userId = 'owner-of-many';
const RESULTS = fileURLToPath(new URL('../../../bench/results/database.md', import.meta.url));
/** What a page may cost in the database, ms; only looked at in the full table, on a quiet machine. */
const BAR_MS = 5;
/** Rows of tasks that a page of 50 of some may look at, and sort: a small part of all. */
const FEW = 3_000;

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
const report: string[][] = [];
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database, clock: () => NOW });
  await fillTasks(open.directUrl, { userId, own, total });
}, 600_000);
afterAll(() => open.close());

/** Several runs of one list: what was done is the same in each, the time is their median. */
const look = async (input: Input): Promise<Work> => {
  const works: Work[] = [];
  for (let run = 0; run < (asked === undefined ? 1 : 7); run += 1)
    works.push(
      await explain(open.database, (database) =>
        createTasks({ database, clock: () => NOW }).list(userId, query(input)),
      ),
    );
  const [median] = works.sort((a, b) => a.milliseconds - b.milliseconds).slice(works.length / 2);
  if (median === undefined) throw new Error('nothing was measured');
  return median;
};

const expectCheap = (name: string, work: Work): void => {
  report.push([name, work.indexes.join(', '), `${work.rows}`, `${work.pages}`, work.milliseconds.toFixed(1)]);
  expect(work.withoutIndex, name).toEqual([]);
  expect(work.rows, name).toBeLessThan(FEW);
  expect(work.sorted, name).toBeLessThan(FEW);
};

/** The bar is for what people do all the time. */
const expectQuick = (name: string, work: Work): void => {
  expectCheap(name, work);
  if (asked !== undefined) expect.soft(work.milliseconds, name).toBeLessThan(BAR_MS);
};

const everySort = TASK_SORTS.flatMap((sort) =>
  SORT_ORDERS.map((order): [TaskSort, SortOrder] => [sort, order]),
);

describe('a page of 50 reads its index from where it begins, and no row more', () => {
  /** The cursor of a page, as if all before had been one. */
  const cursorOf = async (page: number, sort: TaskSort, order: SortOrder): Promise<string> =>
    (await tasks.list(userId, { ...query({ sort, order }), limit: 50 * (page - 1) })).nextCursor ?? '';

  test.each(everySort)('sorted by %s %s', async (sort, order) => {
    for (const page of [1, 200, 1000]) {
      const cursor = page === 1 ? {} : { cursor: await cursorOf(page, sort, order) };
      const work = await look({ sort, order, ...cursor });
      expectQuick(`${sort} ${order}, page ${page}`, work);
      expect(work.indexes).toEqual([`tasks_by_${sort}`]);
      expect(work.rows).toBe(51);
      expect(work.sorted).toBeLessThanOrEqual(51);
    }
  });
});

describe('a page of 50 of some of the tasks looks at few', () => {
  /** Each filter of the API, where it lets many through and where few; two together. */
  const filters: [string, Input][] = [
    ['pending', { status: 'pending' }],
    ['completed', { status: 'completed' }],
    ['a tag of many tasks', { tag: 'home' }],
    ['a tag of few', { tag: 'rare' }],
    ['high priority: few', { priority: 'high' }],
    ['medium priority: many', { priority: 'medium' }],
    ['overdue', { due: 'overdue', tz: 'UTC' }],
    ['due today', { due: 'today', tz: 'UTC' }],
    ['due within a week', { due: 'week', tz: 'UTC' }],
    ['without a due day', { due: 'none', tz: 'UTC' }],
    ['the beginning of a word of all', { q: 'w' }],
    ['two words of many', { q: 'about 13' }],
    ['pending with a tag', { status: 'pending', tag: 'home' }],
  ];

  test.each(filters)('%s', async (name, filter) => {
    for (const [sort, order] of everySort)
      expectCheap(`${name}, by ${sort} ${order}`, await look({ ...filter, sort, order }));
  });

  test('a word of few tasks, which is looked up in the index of words', async () => {
    for (const [sort, order] of everySort) {
      const work = await look({ q: 'needle', sort, order });
      expectQuick(`a word of few tasks, by ${sort} ${order}`, work);
      expect(work.indexes).toContain('tasks_by_search');
    }
  });
});

test.runIf(asked !== undefined)('the report is written', () => {
  const head = ['list', 'index', 'rows looked at', 'pages of 8 KiB', 'ms'];
  const lines = [head, head.map(() => '---'), ...report].map((cells) => `| ${cells.join(' | ')} |`);
  const [mine, all] = [own, total].map((count) => count.toLocaleString('en'));
  const text = [
    '# What a page of a long list costs in the database',
    `Made by \`pnpm bench:database\` on ${new Date().toISOString().slice(0, 10)}: PostgreSQL 18, ${cpus()[0]?.model}.` +
      ` A page of 50 out of ${mine} tasks of one user, ${all} in the table, all of it in memory; planning and running,` +
      ` median of 7 runs. The bar is ${BAR_MS} ms for a page of the whole list and for a search for a word of few tasks.`,
    lines.join('\n'),
  ].join('\n\n');
  writeFileSync(RESULTS, `${text}\n`);
});
