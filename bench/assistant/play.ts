import { type Task, type Turn, taskListQuery } from '@todo/contracts';
import { type Intent, understand } from '@todo/language';
import { createTasks, type Database } from '@todo/tasks';
import { signUp, withCookie } from '../people.js';
import { takeTurn } from '../turn.js';
import type { LabelledCase, LabelledIntent } from './cases.js';
import type { FoundTask, PlayedTurn } from './score.js';

/** Where conversations are played: a backend and what it stands on. */
export interface Stage {
  origin: string;
  database: Database;
  /** Makes all servers believe it. */
  setClock(instant: Date): Promise<void>;
}

/** What each tool that changes something is called in the labels. */
const DONE_BY: Record<string, LabelledIntent> = {
  add_task: 'add',
  complete_task: 'complete',
  update_task: 'update',
  delete_task: 'delete',
  restore_task: 'undo',
  undo: 'undo',
};

/** How an intent may be called in the labels. */
const labelsOf = (intent: Intent, { tool_calls, question }: Turn): readonly LabelledIntent[] => {
  switch (intent.intent) {
    case 'list':
    case 'search':
    case 'show':
      return ['list', 'search'];
    case 'restore':
      return ['undo'];
    case 'thanks':
      return ['greeting', 'none'];
    case 'yes':
      return ['confirm'];
    case 'no':
      return ['refuse', 'none'];
    case 'choose': {
      // An answer to "which one?" is part of what was asked for.
      const tools = [...tool_calls.map(({ tool }) => tool), question?.tool ?? ''];
      return ['confirm', ...tools.flatMap((tool) => DONE_BY[tool] ?? [])];
    }
    case 'unclear':
      return [intent.about ?? 'none', 'refuse', 'none'];
    case 'unknown':
      return ['none'];
    default:
      return [intent.intent];
  }
};

const toFound = ({ id, title, due_on, due_time, priority, tags, completed }: Task): FoundTask => ({
  id,
  title,
  ...(due_on === null ? {} : { due: due_time === null ? due_on : `${due_on}T${due_time}` }),
  ...(priority === null ? {} : { priority }),
  tags,
  done: completed,
});

const ALL = taskListQuery.parse({ limit: '200' });

/** Plays one conversation of a new person over the chat API; tells the tasks before it, and what each turn came to. */
export const playCase = async (
  { origin, database, setClock }: Stage,
  one: LabelledCase,
): Promise<{ before: FoundTask[]; turns: PlayedTurn[] }> => {
  const { rows } = await database.query<{ now: number }>(
    'SELECT extract(epoch FROM $1::timestamp AT TIME ZONE $2)::float8 * 1000 AS now',
    [one.now, one.zone],
  );
  const now = new Date(Number(rows[0]?.now));
  await setClock(now);
  const person = await signUp(origin, `${one.id}@example.com`, one.zone);
  const { userId } = person;
  const actor = { userId, actor: 'user' } as const;
  const tasks = createTasks({ database });
  for (const { title, due, priority = null, tags = [], done } of one.tasks) {
    const [due_on, due_time] = due?.split('T') ?? [];
    const { task } = await tasks.create(actor, {
      title,
      description: '',
      priority,
      tags,
      ...(due_on === undefined ? {} : { due_on }),
      ...(due_time === undefined ? {} : { due_time, due_zone: one.zone }),
    });
    if (done) await tasks.setCompleted(actor, task.id, true);
  }
  const readTasks = async (): Promise<FoundTask[]> => (await tasks.list(userId, ALL)).tasks.map(toFound);

  const before = await readTasks();
  const headers = withCookie(person);
  // As the page does before anything can be said.
  await fetch(`${origin}/api/${userId}/assistant`, { headers });
  const turns: PlayedTurn[] = [];
  let conversation: { conversation_id?: number } = {};
  for (const message of one.turns) {
    const there = turns.at(-1)?.tasks ?? before;
    const known = {
      now,
      timeZone: one.zone,
      titles: there.map(({ title }) => title),
      tags: [...new Set(there.flatMap(({ tags = [] }) => tags))],
      earlier: one.turns.slice(0, turns.length),
    };
    const { turn, total, tools } = await takeTurn(origin, { userId, headers }, { message, ...conversation });
    conversation = { conversation_id: turn.conversation_id };
    turns.push({
      // Read when it is scored: this process is to be at rest while conversations are played.
      get intents() {
        return understand(message, known).map((intent) => labelsOf(intent, turn));
      },
      reply: turn.response,
      waiting: turn.status === 'waiting',
      tasks: await readTasks(),
      ms: total - tools,
    });
  }
  return { before, turns };
};
