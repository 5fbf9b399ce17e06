import { LIMITS, type ToolTask } from '@todo/contracts';
import { understand } from '@todo/language';
import { describe, expect, test } from 'vitest';
import * as words from '../../src/assistant/built-in-model/words.js';
import { ask } from '../../src/assistant/confirmation.js';
import { REPLIES, type ReplyKey, say } from '../../src/assistant/replies.js';

/** A Wednesday. */
const context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };
const tomorrow = { on: '2026-03-05', time: '17:00' };
/** Characters of a reply, what a list has in it aside: half a minute of reading aloud. */
const LONGEST = 600;

const KEYS = Object.keys(REPLIES) as ReplyKey[];
const TITLES = ['Pay rent', 'Buy milk', 'Call the dentist', 'Water the plants', 'Finish the slides', 'Pack'];

/** Each reply as the product says it, about tasks with these titles, where it is about several about so many. */
const sayAll = (titles: readonly string[], number: number): Record<ReplyKey, string> => {
  const titleOf = (id: number): string => titles[(id - 1) % titles.length] ?? '';
  const one = { task_id: 1, title: titleOf(1) };
  const several = Array.from({ length: number }, (_, index) => ({
    task_id: index + 1,
    title: titleOf(index + 1),
  }));
  const bulk = (status: 'completed' | 'reopened' | 'deleted' | 'restored' | 'updated') =>
    words.didMany(several.map((task) => ({ ...task, status })));
  const failed = (task_id: number, error: string) => ({ task_id, status: 'failed' as const, error });
  const noTask = (id: number) => `No task ${id}. Call list_tasks to see the ids.`;
  const shown: ToolTask[] = several.map(({ task_id: id, title }) => ({ id, title, completed: false }));
  const added = several.map(({ task_id: id, title }) => ({ id, title, due: null, priority: null }));
  const all = { status: 'all', filter: {}, more: 0 } as const;
  const stats = { total: 4, completed: 1, pending: 3, overdue: 0, percentage: 25 };
  const question = several.map(({ task_id: id, title }) => ({ id, title, version: 1 }));
  return {
    added: words.added([{ id: 1, title: one.title, due: tomorrow, priority: 'high' }], [], context),
    addedSeveral: words.added(added, [], context),
    notAdded: words.added([], [{ title: one.title, reason: words.reasonOf('Try again later.') }], context),
    noReminder: words.noReminders(1),
    noReminders: words.noReminders(2),
    completed: words.didOne({ ...one, status: 'completed' }),
    reopened: words.didOne({ ...one, status: 'reopened' }),
    deleted: words.didOne({ ...one, status: 'deleted' }),
    restored: words.didOne({ ...one, status: 'restored' }),
    renamed: words.updated(one, { title: one.title, priority: 'low' }, context),
    updated: words.updated(one, { due: tomorrow, addTags: ['home', 'work'], priority: null }, context),
    alreadyDone: words.already({ id: 1, title: one.title, completed: true }, true) ?? '',
    stillPending: words.already({ id: 1, title: one.title, completed: false }, false) ?? '',
    completedSeveral: bulk('completed'),
    reopenedSeveral: bulk('reopened'),
    deletedSeveral: bulk('deleted'),
    restoredSeveral: bulk('restored'),
    updatedSeveral: bulk('updated'),
    atOnce: words.didMany(
      Array.from({ length: LIMITS.bulk.max }, (_, index) => ({
        ...one,
        task_id: index,
        status: 'completed',
      })),
    ),
    noSuchTask: words.refusal(noTask(99)),
    noSuchTasks: words.didMany([
      { ...one, status: 'completed' },
      ...[98, 99].map((id) => failed(id, noTask(id))),
    ]),
    changedSince: words.refusal(
      'Task 3 has changed since it was read; nothing was done to it. Call get_task and decide again.',
    ),
    refused: words.refusal(
      'The arguments are not valid. title: must have at most 200 characters. add_task takes title, due_on.',
    ),
    unsure: say('unsure'),
    list: words.list(shown, { ...all, status: 'pending' }, context),
    shown: words.details(
      { id: 1, title: one.title, completed: false, due_on: '2026-03-04', tags: ['home'] },
      context,
    ),
    listMore: words.list(shown, { ...all, more: 7 }, context),
    listNone: words.list([], { ...all, status: 'pending', filter: { due: 'today', q: one.title } }, context),
    listEmpty: words.list([], all, context),
    stats: words.stats(stats),
    statsAllDone: words.stats({ ...stats, completed: 4, pending: 0, percentage: 100 }),
    undone: words.undone(
      'undone',
      several.map((task, index) => ({
        ...task,
        now: (['deleted', 'restored', 'changed'] as const)[index % 3] ?? 'changed',
      })),
    ),
    nothingToUndo: words.undone('nothing_to_undo', []),
    askTitle: words.unclear({ intent: 'unclear', about: 'add', asks: 'title' }),
    askWhether: words.unclear({ intent: 'unclear', about: 'add', asks: 'whether to add' }),
    askWhetherThis: words.unclear({
      intent: 'unclear',
      about: 'add',
      asks: 'whether to add',
      said: 'call “Bob” tomorrow',
    }),
    askWhichDone: words.unclear({ intent: 'unclear', about: 'complete', asks: 'which' }),
    askWhichToDelete: words.unclear({ intent: 'unclear', about: 'delete', asks: 'which' }),
    askWhichToChange: words.unclear({ intent: 'unclear', about: 'update', asks: 'which' }),
    askExactly: words.unclear({ intent: 'unclear', asks: 'exactly which' }),
    askWhen: words.unclear({ intent: 'unclear', asks: 'when' }),
    askWhat: words.unclear({ intent: 'unclear', asks: 'what' }),
    askTag: words.unclear({ intent: 'unclear', asks: 'which tag' }),
    askDays: words.unclear({ intent: 'unclear', asks: 'which days' }),
    takenBack: words.unclear({ intent: 'unclear', asks: 'anything else' }),
    nothingMatches: words.nothingMatches(one.title),
    which: words.which(shown),
    whichMore: words.which(Array.from({ length: 12 }, (_, index) => ({ id: index + 1, title: one.title }))),
    whichTask: say('whichTask'),
    whichTasks: say('whichTasks'),
    oneAtATime: say('oneAtATime'),
    listIsShorter: words.listIsShorter(Math.max(1, number)),
    listWasEmpty: words.listIsShorter(0),
    noSuchTag: words.noSuchTag({ id: one.task_id, title: one.title }),
    otherHasNoDay: words.otherHasNoDay({ id: one.task_id, title: one.title }),
    noneToDoThatTo: words.noneToDoThatTo('completed', true),
    alreadySo: say('alreadySo'),
    question: ask({
      calls: [
        { tool: 'bulk_update', arguments: { action: 'delete', task_ids: question.map(({ id }) => id) } },
      ],
      tasks: question,
    }),
    leftAlone: say('leftAlone'),
    takenAsNo: say('takenAsNo'),
    tooLate: say('tooLate'),
    nothingAsked: say('nothingAsked'),
    greeting: say('greeting'),
    thanks: say('thanks'),
    help: words.help,
    unknown: say('unknown'),
    lookedUp: words.report([]),
    endpointDown: say('endpointDown'),
    tokensUsed: say('tokensUsed'),
    inCircles: say('inCircles'),
    tooLong: say('tooLong'),
    toolsDown: say('toolsDown'),
    broken: say('broken'),
  };
};

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** What a reply looks like, with anything in its blanks. */
const patternOf = (key: ReplyKey): RegExp =>
  new RegExp(
    REPLIES[key].text
      .split(/\{\w+\}/)
      .map(literally)
      .join('[\\s\\S]*'),
  );

test('each reply is said as the table has it', () => {
  const said = sayAll(TITLES, 3);
  for (const key of KEYS) expect(said[key], key).toMatch(patternOf(key));
});

test('no reply begins like one that claims a change, and is not marked as one', () => {
  const firstWord = (key: ReplyKey): string => REPLIES[key].text.split(/[ {]/, 1)[0] ?? '';
  const [claims, others] = [true, false].map((claim) =>
    KEYS.filter((key) => 'claims' in REPLIES[key] === claim),
  );
  expect(new Set(claims?.map(firstWord))).toEqual(
    new Set(['Added', 'Marked', 'Reopened', 'Deleted', 'Restored', 'Renamed', 'Changed', 'Undone:']),
  );
  expect(others?.filter((key) => claims?.some((claim) => firstWord(claim) === firstWord(key)))).toEqual([]);
});

test('what a reply says that one may say is understood', () => {
  const suggested = KEYS.flatMap((key) => [...REPLIES[key].text.matchAll(/“([^{”]+ [^{”]+)”/g)]).map(
    ([, said = '']) => said,
  );
  const examples = [...words.help.matchAll(/^- (.*)$/gm)].map(([, said = '']) => said);
  expect(suggested).toContain('undo that');
  // "tasks 2 and 3" answers a question.
  for (const said of [...suggested, ...examples])
    for (const { intent } of understand(said, context))
      expect(['unknown', 'unclear', 'choose'].includes(intent), said).toBe(said === 'tasks 2 and 3');
});

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', '<br>');

test('docs/assistant-words.md is made from the table (vitest -u writes it)', async () => {
  const said = sayAll(TITLES, 3);
  const rows = KEYS.map((key) => {
    const { when, ...template } = REPLIES[key];
    return `| \`${key}\` | ${cell(when)} | ${cell(said[key])} | ${'claims' in template ? 'yes' : ''} |`;
  });
  const text = [
    '# What the assistant says',
    'Each reply of the built-in model, and what the loop says around any model, at the moment at which it is said. Made by' +
      '\na test from [replies.ts](../apps/backend/src/assistant/replies.ts). A reply that claims a change is' +
      '\ngiven only after a tool has said so.',
    ['| reply | said when | for example | claims a change |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../../../docs/assistant-words.md');
});

/** What reads badly: a hole, a doubled mark, a number that does not fit its noun. */
const STILTED = /undefined|null|NaN|\b1 tasks|\b0 | {2}|,,|\.\.|,\.|: \.|“”|(?:^|\n)[ ,.]/;

describe.each([
  [
    'long',
    'Write the report about the quarter '
      .repeat(6)
      .slice(0, LIMITS.title.max - 1)
      .trim(),
  ],
  ['quoted', 'Read “Ulysses” and "Emma"'],
  ['right to left', 'לקנות חלב (2)'],
  ['of signs', '👩‍👩‍👧 {id} {title} $& <b>*x*</b> | `y`'],
  ['of a dash', '- #7 Buy bread'],
])('a title that is %s', (_name, title) => {
  // None of them is ever about no task at all.
  test.each([1, 2, 5, 6, LIMITS.bulk.max])('reads well with %i tasks', (number) => {
    const said = sayAll([title], number);
    for (const key of KEYS) {
      const reply = said[key];
      const prose = reply
        .split('\n')
        .filter((line) => !line.startsWith('- '))
        .join('\n');
      expect(prose.length, `${key}: ${reply}`).toBeLessThanOrEqual(LONGEST);
      expect(prose, key).not.toMatch(STILTED);
      expect(prose.split('“').length, reply).toBe(prose.split('”').length);
      expect(reply, key).toMatch(/[.?)]$|\n- .+$/);
    }
  });
});

test('a list has its titles as they are, and what was offered is found again in the reply', () => {
  const offered = [
    { id: 3, title: `“Quoted” - #9 ${'long '.repeat(30).trim()}` },
    { id: 4, title: 'לקנות חלב' },
  ];
  const reply = words.which(offered);
  expect(words.isWhich(reply)).toBe(true);
  expect(words.choices(`You have 1 task:\n- #1 Other\n\n${reply}`)).toEqual(offered);
});

test('of several some are done: it says which, and why not the others, without a word for models', () => {
  const failed = (task_id: number) => ({
    task_id,
    status: 'failed' as const,
    error: `No task ${task_id}. Call list_tasks to see the ids.`,
  });
  const done = { task_id: 1, status: 'completed' as const, title: 'Pay rent' };
  expect(words.didMany([done, failed(7)])).toBe(
    'Marked task 1, “Pay rent”, as done. There is no task 7. Say “show all my tasks” to see the numbers.',
  );
  expect(words.didMany([failed(7), failed(8)])).toBe(
    'There are no tasks 7 and 8. Say “show all my tasks” to see the numbers.',
  );
});

test.each([
  [{ on: '2026-03-06' }, 'You have no pending tasks due on Friday.'],
  [{ to: '2026-03-06' }, 'You have no pending tasks due by Friday.'],
  [{ on: '2026-04-01', to: '2026-04-30' }, 'You have no pending tasks due from 1 April to 30 April.'],
  [{ on: '2026-03-04', to: '2026-03-05' }, 'You have no pending tasks due from today to tomorrow.'],
])('days of a list read well: %o', (filter, reply) => {
  expect(words.list([], { status: 'pending', filter, more: 0 }, context)).toBe(reply);
});
