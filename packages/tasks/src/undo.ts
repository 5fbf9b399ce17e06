import type { TaskOperation } from '@todo/contracts';
import type { Queryable } from './database.js';
import { changedSince, goneSince } from './errors.js';
import type { Change, Decision } from './task-changes.js';
import type { Actor, TaskValues } from './task-writes.js';

/** A task and what taking its changes back did to it. */
export interface Undone {
  task_id: number;
  title: string;
  now: 'deleted' | 'restored' | 'changed';
}

/** What a turn did to one task. */
interface Trace {
  created: boolean;
  /** The values before the turn, of the columns that it changed. */
  before: Partial<TaskValues>;
  versionAfter: number;
}

const traces = async (client: Queryable, userId: string, turnId: number): Promise<Map<number, Trace>> => {
  const { rows } = await client.query<{
    task_id: number;
    op: TaskOperation;
    before: Partial<TaskValues> | null;
    version_after: number;
  }>(
    'SELECT task_id, op, before, version_after FROM changes WHERE user_id = $1 AND turn_id = $2 ORDER BY id',
    [userId, turnId],
  );
  const found = new Map<number, Trace>();
  for (const { task_id, op, before, version_after } of rows) {
    const earlier = found.get(task_id);
    found.set(task_id, {
      created: earlier?.created ?? op === 'created',
      // The first value that a column had is the one from before the turn.
      before: { ...before, ...earlier?.before },
      versionAfter: version_after,
    });
  }
  return found;
};

/** The values as they were, as the change that they make. Without tag_keys: those follow the tags. */
const giveBack = ({ created, before }: Trace, now: string): Decision => {
  if (created) return { op: 'deleted', values: { deleted_at: now } };
  const { tag_keys: _derived, ...values } = before as Partial<TaskValues> & { tag_keys?: unknown };
  if (values.deleted_at !== undefined)
    return { op: values.deleted_at === null ? 'restored' : 'deleted', values };
  if (values.completed !== undefined) return { op: values.completed ? 'completed' : 'reopened', values };
  return { op: 'updated', values };
};

const NOW: Partial<Record<TaskOperation, Undone['now']>> = { deleted: 'deleted', restored: 'restored' };

/** What an earlier undo of the turn did; empty when there was none. */
const alreadyUndone = async (client: Queryable, userId: string, turnId: number): Promise<Undone[]> => {
  const { rows } = await client.query<{ task_id: number; op: TaskOperation; title: string }>(
    `SELECT change.task_id, change.op, task.title FROM changes AS change
     JOIN tasks AS task ON task.user_id = change.user_id AND task.id = change.task_id
     WHERE change.user_id = $1 AND change.undoes_turn_id = $2 ORDER BY change.id`,
    [userId, turnId],
  );
  return rows.map(({ task_id, op, title }) => ({ task_id, title, now: NOW[op] ?? 'changed' }));
};

/**
 * Takes back what a turn changed. Call it under the user's lock; `change` must be part of that transaction.
 * Throws changed_since, and then the transaction is to be rolled back.
 */
export const undoTurn = async (
  client: Queryable,
  change: Change,
  actor: Actor,
  turnId: number,
): Promise<Undone[]> => {
  const { userId } = actor;
  const before = await alreadyUndone(client, userId, turnId);
  if (before.length > 0) return before;
  const undone: Undone[] = [];
  for (const [id, trace] of await traces(client, userId, turnId)) {
    const { rows } = await client.query<{ title: string; version: number; deleted_at: string | null }>(
      'SELECT title, version, deleted_at FROM tasks WHERE user_id = $1 AND id = $2',
      [userId, id],
    );
    const [task] = rows;
    if (task === undefined) throw goneSince(id);
    if (task.version !== trace.versionAfter) throw changedSince(task.title, id);
    // Added and deleted in the same turn: nothing is left to take back.
    if (trace.created && task.deleted_at !== null) continue;
    let op: TaskOperation = 'updated';
    const { title, version } = await change({ ...actor, undoesTurnId: turnId }, id, undefined, (locked) => {
      const decision = giveBack(trace, locked.now);
      op = decision.op;
      return decision;
    });
    if (version !== task.version) undone.push({ task_id: id, title, now: NOW[op] ?? 'changed' });
  }
  return undone;
};

/**
 * The turn that "undo that" means: see `Tasks.undoLast`. A turn that has undone one already means that one again, so
 * that a call which is repeated takes back nothing more.
 */
export const lastTurn = async (
  database: Queryable,
  { userId, turnId }: Actor,
  before: number,
): Promise<number | null> => {
  const { rows } = await database.query<{ turn_id: number | null }>(
    `SELECT coalesce(
       (SELECT undoes_turn_id FROM changes
        WHERE user_id = $1 AND turn_id = $2 AND undoes_turn_id IS NOT NULL LIMIT 1),
       (SELECT change.turn_id FROM changes AS change
        JOIN turns AS earlier ON earlier.user_id = change.user_id AND earlier.id = change.turn_id
        JOIN turns AS this ON this.user_id = change.user_id AND this.id = $2
          AND this.conversation_id = earlier.conversation_id
        WHERE change.user_id = $1 AND change.turn_id < $3 AND change.undoes_turn_id IS NULL
          AND NOT EXISTS (
            SELECT FROM changes AS undo WHERE undo.user_id = $1 AND undo.undoes_turn_id = change.turn_id
          )
        ORDER BY change.turn_id DESC LIMIT 1)
     ) AS turn_id`,
    [userId, turnId ?? 0, before],
  );
  return rows[0]?.turn_id ?? null;
};
