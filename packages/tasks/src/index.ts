export {
  createDatabase,
  type Database,
  type DatabaseOptions,
  inTransaction,
  type Queryable,
} from './database.js';
export { createEventFeed, type EventFeed, type EventFeedDeps, type FeedItem } from './event-feed.js';
export { createHousekeeping, type Housekeeping, type HousekeepingDeps, type Swept } from './housekeeping.js';
export { fingerprintOf, type Idempotency, readAnswer, storeAnswer } from './idempotency.js';
export type { Log } from './log.js';
export { type MigrateOptions, migrate } from './migrate.js';
export { type Outcome, perform, performEach } from './task-bulk.js';
export type { Expected, TaskChanges } from './task-changes.js';
export type { TaskPage, TrashPage } from './task-list.js';
export { type Actor, lockUser } from './task-writes.js';
export { createTasks, type Tasks, type TasksDeps, type TaskWrites } from './tasks.js';
export { isUnavailable } from './unavailable.js';
export type { Undone } from './undo.js';
