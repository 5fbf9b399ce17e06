import type { TaskStats, User } from '@todo/contracts';
import { requireUser } from '@/features/auth/server/current-user';
import { createApi } from '@/lib/api';
import { backendFetch } from '@/server/backend';
import type { TaskFilters } from '../model/filters';
import type { TaskPage } from '../model/pages';
import { createTaskApi, type TrashPage } from '../model/task-api';

const apiOf = (user: User) =>
  createTaskApi(
    user.id,
    createApi((input) => backendFetch(String(input))),
  );

/** The first page of the list and the counts, for the first paint; null when the browser has to ask itself. */
export const readTasks = async (
  filters: TaskFilters,
): Promise<{ filters: TaskFilters; page: TaskPage; stats: TaskStats } | null> => {
  const api = apiOf(await requireUser());
  // What is wrong is said where it can be tried again: in the browser.
  return Promise.all([api.list(filters, null), api.stats()])
    .then(([page, stats]) => ({ filters, page, stats }))
    .catch(() => null);
};

/** The first page of the trash, as `readTasks` does it. */
export const readTrash = async (): Promise<TrashPage | null> => {
  const api = apiOf(await requireUser());
  return api.trash(null).catch(() => null);
};
