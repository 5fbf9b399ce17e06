import { newTask, type Task, type TaskListQuery, taskListQuery } from '@todo/contracts';
import { createTestDatabase } from '@todo/postgres';
import { inject } from 'vitest';
import type { z } from 'zod';
import { createDatabase, type Database } from '../src/database.js';
import type { Log } from '../src/log.js';
import type { Actor } from '../src/task-writes.js';
import { createTasks, type Tasks, type TasksDeps } from '../src/tasks.js';

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A migrated database of one test file's own. */
export const openTestDatabase = async (
  max = 10,
): Promise<{ url: string; directUrl: string; database: Database; close: () => Promise<void> }> => {
  const { url, directUrl, drop } = await createTestDatabase(inject('postgresUrl'), {
    template: inject('postgresTemplate'),
    poolerUrl: inject('poolerUrl'),
  });
  const database = createDatabase({ connectionString: url, max, log: silent });
  const close = async (): Promise<void> => {
    await database.end();
    await drop();
  };
  return { url, directUrl, database, close };
};

let users = 0;

/** A new user, as better-auth would insert it. */
export const addUser = async (database: Database, timeZone = 'UTC'): Promise<Actor> => {
  users += 1;
  const userId = `user-${users}`;
  await database.query(
    `INSERT INTO users (id, name, email, email_verified, time_zone) VALUES ($1, '', $1 || '@example.test', false, $2)`,
    [userId, timeZone],
  );
  return { userId, actor: 'user' };
};

/** Adds a task through the same schema that a request goes through. */
export const add = async (
  tasks: Tasks,
  actor: Actor,
  input: z.input<typeof newTask> | string,
): Promise<Task> => {
  const { task } = await tasks.create(
    actor,
    newTask.parse(typeof input === 'string' ? { title: input } : input),
  );
  return task;
};

export const query = (input: z.input<typeof taskListQuery> = {}): TaskListQuery => taskListQuery.parse(input);

export const createTestTasks = (database: Database, deps: Partial<TasksDeps> = {}): Tasks =>
  createTasks({ database, ...deps });

/** Every task of a list, page by page. */
export const listAll = async (
  tasks: Tasks,
  userId: string,
  input: z.input<typeof taskListQuery>,
): Promise<Task[]> => {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await tasks.list(userId, query(cursor === undefined ? input : { ...input, cursor }));
    found.push(...page.tasks);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
};

/** The code of the refusal that a promise ends in. */
export const refusal = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
};

/** An RFC 3339 time in UTC with all six digits after the second, so that the order of texts is the order of times. */
export const allDigits = (time: string): string => {
  const [seconds = '', fraction = ''] = time.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
};
