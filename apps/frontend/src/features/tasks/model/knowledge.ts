import type { Task } from '@todo/contracts';

/** What is known of a task: its newest version, and how it looks; null when it is in the trash or gone. */
export interface Known {
  version: number;
  task: Task | null;
}

/** The newest state seen of each task, so that a late answer or event never brings an older one back. */
export interface Knowledge {
  /** Takes in a state of a task. False when this version, or a newer one, is known already. */
  learn(id: number, version: number, task: Task | null): boolean;
  /** The newest known state, or undefined when nothing is known. */
  get(id: number): Known | undefined;
  /** The given state or a newer known one; null when the task is known to be gone. */
  newest(task: Task): Task | null;
  /** Every task that is known and there. */
  tasks(): Task[];
}

export const createKnowledge = (): Knowledge => {
  const known = new Map<number, Known>();
  return {
    learn: (id, version, task) => {
      if (version <= (known.get(id)?.version ?? 0)) return false;
      known.set(id, { version, task });
      return true;
    },
    get: (id) => known.get(id),
    newest: (task) => {
      const latest = known.get(task.id);
      return latest === undefined || latest.version <= task.version ? task : latest.task;
    },
    tasks: () => [...known.values()].flatMap(({ task }) => (task === null ? [] : [task])),
  };
};
