import type {
  ExportedTask,
  ImportAnswer,
  ImportTask,
  NewTask,
  Task,
  TaskListQuery,
  TaskPatch,
  TaskStats,
  TrashQuery,
} from '@todo/contracts';
import { type Database, inSavepoint, inTransaction, type Queryable } from './database.js';
import { notFound, notInTrash } from './errors.js';
import { type Idempotency, readAnswer, storeAnswer } from './idempotency.js';
import {
  addTask,
  createChange,
  createTaskChanges,
  type Expected,
  readTimeZone,
  type TaskChanges,
} from './task-changes.js';
import { importTasks } from './task-import.js';
import { countStats, type Here, listTasks, listTrash, type TaskPage, type TrashPage } from './task-list.js';
import { type TaskRow, taskColumns, toTask } from './task-row.js';
import { type Actor, lockUser, purgeTasks } from './task-writes.js';
import { lastTurn, type Undone, undoTurn } from './undo.js';

/** What several changes that belong together are made with. */
export interface TaskWrites {
  create(input: NewTask): Promise<Task>;
  update(id: number, patch: TaskPatch, expected?: Expected): Promise<Task>;
  setCompleted(id: number, completed: boolean, expected?: Expected): Promise<Task>;
  remove(id: number, expected?: Expected): Promise<Task>;
  restore(id: number, expected?: Expected): Promise<Task>;
}

/**
 * What can be done with a user's tasks. All throw ProblemError: not_found for another user's task as for none,
 * version_mismatch, validation_failed, unauthenticated when the account is gone; see `isUnavailable` for the rest.
 */
export interface Tasks extends TaskChanges {
  list(userId: string, query: TaskListQuery): Promise<TaskPage>;
  get(userId: string, id: number): Promise<Task>;
  /** Those of the numbers that there are, in the trash or not, in no order. */
  getMany(userId: string, ids: readonly number[]): Promise<(Task & { deleted: boolean })[]>;
  /** `replayed`: the key was used before, and this is the task as that request answered it. */
  create(actor: Actor, input: NewTask, idempotency?: Idempotency): Promise<{ task: Task; replayed: boolean }>;
  trash(userId: string, query: TrashQuery): Promise<TrashPage>;
  /** Removes a task from the trash, for good. */
  purge(actor: Actor, id: number): Promise<void>;
  /** Removes all tasks from the trash, for good, and returns how many. */
  emptyTrash(actor: Actor): Promise<number>;
  /** `tz`: where "today" is; the user's own time zone when left out. */
  stats(userId: string, options?: { tz?: string | undefined }): Promise<TaskStats>;
  /**
   * Makes several changes in one transaction, each in a savepoint: one that is refused can be caught, and leaves the
   * others. What `work` throws undoes them all. With a key it is done once, and told again as it was then.
   * @param work its result must survive JSON
   */
  together<Result>(
    actor: Actor,
    idempotency: Idempotency | undefined,
    work: (writes: TaskWrites) => Promise<Result>,
  ): Promise<{ result: Result; replayed: boolean }>;
  /**
   * Every task of a user, those in the trash too, by number. Read in pieces without a transaction, so that a slow
   * reader holds no connection: each task is as it is when its piece is read.
   */
  all(userId: string): AsyncGenerator<ExportedTask[], void, void>;
  /** Adds the tasks of a file that are not there yet, all or none. With a key it is done once. */
  import(
    actor: Actor,
    tasks: readonly ImportTask[],
    idempotency?: Idempotency,
  ): Promise<{ result: ImportAnswer; replayed: boolean }>;
  /**
   * Takes back everything that a turn of the assistant changed, or nothing. A second time it tells the same.
   * Throws changed_since for a task that was changed after the turn.
   */
  undoTurn(actor: Actor, turnId: number): Promise<Undone[]>;
  /**
   * The same for the last turn before the actor's own, in the same conversation, that changed something and was not
   * undone; null when there is none.
   */
  undoLast(actor: Actor): Promise<{ turnId: number; tasks: Undone[] } | null>;
}

export interface TasksDeps {
  database: Database;
  /** What "now" and "today" are for filters. Timestamps come from the database, which is one clock for all replicas. */
  clock?: () => Date;
  /** Called after each commit that made an event. Must not throw. */
  onCommitted?: (userId: string) => void;
}

/** Tasks that are read at once when all are wanted. */
const PIECE = 500;

/** The rules of a user's tasks, over PostgreSQL. */
export const createTasks = ({
  database,
  clock = () => new Date(),
  onCommitted = () => undefined,
}: TasksDeps): Tasks => {
  const here = async (userId: string, tz: string | undefined): Promise<Here> => ({
    now: clock().getTime(),
    zone: tz ?? (await readTimeZone(database, userId)),
  });

  const change = createChange((work) => inTransaction(database, work), onCommitted);

  /** Under the user's lock and, with a key, once. `work` says whether it changed anything. */
  const once = async <Result>(
    { userId }: Actor,
    idempotency: Idempotency | undefined,
    work: (client: Queryable, noteChange: () => void) => Promise<Result>,
  ): Promise<{ result: Result; replayed: boolean }> => {
    let changed = false;
    const outcome = await inTransaction(database, async (client) => {
      await lockUser(client, userId);
      if (idempotency !== undefined) {
        const answer = await readAnswer(client, userId, idempotency);
        if (answer !== undefined) return { result: answer as Result, replayed: true };
      }
      const result = await work(client, () => {
        changed = true;
      });
      if (idempotency !== undefined) await storeAnswer(client, userId, idempotency, result);
      return { result, replayed: false };
    });
    if (changed) onCommitted(userId);
    return outcome;
  };

  const together: Tasks['together'] = (actor, idempotency, work) =>
    once(actor, idempotency, (client, noteChange) => {
      const changes = createTaskChanges(
        createChange((step) => inSavepoint(client, () => step(client)), noteChange),
      );
      return work({
        create: async (input) => {
          const insert = await addTask(client, actor, input);
          noteChange();
          return insert(client);
        },
        update: (...change) => changes.update(actor, ...change),
        setCompleted: (...change) => changes.setCompleted(actor, ...change),
        remove: (...change) => changes.remove(actor, ...change),
        restore: (...change) => changes.restore(actor, ...change),
      });
    });

  const undo = async (actor: Actor, turnId: number): Promise<Undone[]> => {
    const { result } = await once(actor, undefined, (client, noteChange) => {
      const inside = createChange((step) => inSavepoint(client, () => step(client)), noteChange);
      return undoTurn(client, inside, actor, turnId);
    });
    return result;
  };

  return {
    async list(userId, query) {
      const where = query.due === undefined ? { now: 0, zone: 'UTC' } : await here(userId, query.tz);
      return listTasks(database, userId, query, where);
    },

    async get(userId, id) {
      const { rows } = await database.query<TaskRow>(
        `SELECT ${taskColumns('tasks')} FROM tasks WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL`,
        [userId, id],
      );
      const [row] = rows;
      if (row === undefined) throw notFound(id);
      return toTask(row);
    },

    async getMany(userId, ids) {
      const { rows } = await database.query<TaskRow>(
        `SELECT ${taskColumns('tasks')} FROM tasks WHERE user_id = $1 AND id = ANY ($2::integer[])`,
        [userId, ids],
      );
      return rows.map((row) => ({ ...toTask(row), deleted: row.deleted_at !== null }));
    },

    async create(actor, input, idempotency) {
      if (idempotency !== undefined) {
        const { result, replayed } = await together(actor, idempotency, ({ create }) => create(input));
        return { task: result, replayed };
      }
      const insert = await addTask(database, actor, input);
      const task = await insert(database);
      onCommitted(actor.userId);
      return { task, replayed: false };
    },

    together,

    async *all(userId) {
      let last = 0;
      for (;;) {
        const { rows } = await database.query<TaskRow>(
          `SELECT ${taskColumns('tasks')} FROM tasks WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT ${PIECE}`,
          [userId, last],
        );
        const end = rows.at(-1);
        if (end === undefined) return;
        yield rows.map((row) => ({ ...toTask(row), deleted_at: row.deleted_at }));
        if (rows.length < PIECE) return;
        last = end.id;
      }
    },

    import: (actor, tasks, idempotency) =>
      once(actor, idempotency, async (client, noteChange) => {
        const answer = await importTasks(client, actor, tasks);
        if (answer.added > 0) noteChange();
        return answer;
      }),

    undoTurn: undo,

    async undoLast(actor) {
      let before = actor.turnId ?? 0;
      for (;;) {
        const turnId = await lastTurn(database, actor, before);
        if (turnId === null) return null;
        const undone = await undo(actor, turnId);
        // One that took back itself what it had done leaves nothing to undo: the one before is meant.
        if (undone.length > 0) return { turnId, tasks: undone };
        before = turnId;
      }
    },

    ...createTaskChanges(change),

    trash: (userId, query) => listTrash(database, userId, query),

    async purge(actor, id) {
      await inTransaction(database, async (client) => {
        if ((await purgeTasks(client, actor.userId, { id })) === 0) throw notInTrash(id);
      });
      onCommitted(actor.userId);
    },

    async emptyTrash(actor) {
      const count = await inTransaction(database, (client) => purgeTasks(client, actor.userId, {}));
      if (count > 0) onCommitted(actor.userId);
      return count;
    },

    stats: async (userId, options = {}) => countStats(database, userId, await here(userId, options.tz)),
  };
};
