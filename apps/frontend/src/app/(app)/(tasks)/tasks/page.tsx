import type { Metadata } from 'next';
import { TaskBoard } from '@/features/tasks/components/task-board';
import { parseFilters } from '@/features/tasks/model/filters';
import { readTasks } from '@/features/tasks/server/read-tasks';

export const metadata: Metadata = { title: 'Tasks' };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const TasksPage = async ({ searchParams }: PageProps) => {
  const search = await searchParams;
  const first = (name: string): string | null => [search[name]].flat()[0] ?? null;
  return <TaskBoard initial={await readTasks(parseFilters({ get: first }))} />;
};

export default TasksPage;
