import type { Metadata } from 'next';
import { TrashBoard } from '@/features/tasks/components/trash-board';
import { readTrash } from '@/features/tasks/server/read-tasks';

export const metadata: Metadata = { title: 'Trash' };

const TrashPage = async () => <TrashBoard initial={await readTrash()} />;

export default TrashPage;
