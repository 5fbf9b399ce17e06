import type { ReactNode } from 'react';
import { TasksProvider } from '@/features/tasks/components/tasks-provider';

const TasksLayout = ({ children }: { children: ReactNode }) => (
  <TasksProvider now={Date.now()}>{children}</TasksProvider>
);

export default TasksLayout;
