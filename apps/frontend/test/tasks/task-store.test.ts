import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { DEFAULT_FILTERS } from '@/features/tasks/model/filters';
import type { TaskPage } from '@/features/tasks/model/pages';
import type { TaskApi } from '@/features/tasks/model/task-api';
import { createTaskStore, taskKeys } from '@/features/tasks/model/task-store';
import { moment, someTask } from './some-task';

test('a deletion that was heard of before its answer counts once: what is restored then is there', async () => {
  const client = new QueryClient();
  const list = taskKeys.list(DEFAULT_FILTERS);
  const task = someTask();
  client.setQueryData<InfiniteData<TaskPage>>(list, {
    pages: [{ tasks: [task], next: null, eventId: 1 }],
    pageParams: [null],
  });
  const titles = () =>
    client
      .getQueryData<InfiniteData<TaskPage>>(list)
      ?.pages.flatMap(({ tasks }) => tasks.map(({ title }) => title));
  const store = createTaskStore({
    client,
    api: {
      remove: () =>
        store.takeEvent({ op: 'deleted', task_id: 1, version: 2, occurred_at: task.updated_at, task: null }),
      restore: async () => someTask({ version: 3 }),
    } as unknown as TaskApi,
    moment: () => moment,
    randomId: () => 'random',
    isOnline: () => true,
    onSignedOut: () => expect.unreachable(),
    onFailure: (_operation, error) => expect.unreachable(String(error)),
  });
  store.learn([task]);
  const key = store.keyOf(1);
  await store.perform({ kind: 'delete', key, task });
  expect(titles()).toEqual([]);
  await store.perform({ kind: 'restore', key, task });
  expect(titles()).toEqual(['Buy milk']);
  store.close();
});
