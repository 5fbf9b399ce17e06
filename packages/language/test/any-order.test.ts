import { expect, test } from 'vitest';
import { type Context, type Intent, matchTitles, understand } from '../src/index.js';

/** Words for a task and for what is said of it, put together in every way that people do: each must be read as any other. */

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: [
    'Chase invoice 118',
    'Call Wanjiru about the logo',
    'Renew the passport',
    'Sign the consent form',
    'Dentist appointment',
    'Buy paint for the shed',
  ],
  done: [],
  tags: ['home', 'work'],
};

type Choice = readonly [said: string, meant: string];
const DAYS: readonly Choice[] = [
  ['fri', '2026-03-06'],
  ['friday', '2026-03-06'],
  ['on friday', '2026-03-06'],
  ['tomorrow', '2026-03-05'],
  ['tmrw', '2026-03-05'],
  ['on the 19th', '2026-03-19'],
  ['19 march', '2026-03-19'],
  ['march 19', '2026-03-19'],
  ['next monday', '2026-03-09'],
  ['today', '2026-03-04'],
];
const TIMES: readonly Choice[] = [
  ['4.30', '16:30'],
  ['4:30', '16:30'],
  ['at 4', '16:00'],
  ['4pm', '16:00'],
  ['18:30', '18:30'],
  ['1830', '18:30'],
  ['half past four', '16:30'],
  ['9am', '09:00'],
  ['at noon', '12:00'],
];
const LEVELS: readonly Choice[] = [
  ['high prio', 'high'],
  ['low prio', 'low'],
  ['!high', 'high'],
  ['high priority', 'high'],
  ['prio high', 'high'],
  ['medium priority', 'medium'],
];

/** The same choices in each run: a linear congruential generator. */
const chooser = (seed: number) => {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return {
    next,
    pick: <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T,
  };
};

const RUNS = 400;

test('a new task: its day, hour, level and tag in any order and any form', () => {
  const { next, pick } = chooser(11);
  const wrong: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const title = pick([
      'Pick up manure',
      'Phone the chimney sweep',
      'Sort out the loft',
      'Email Prof. Lindqvist',
    ]);
    const [day, on] = pick(DAYS);
    const [time, at] = next() < 0.6 ? pick(TIMES) : ['', ''];
    const [level, priority] = next() < 0.5 ? pick(LEVELS) : ['', ''];
    const tag = next() < 0.5 ? '#garden' : '';
    const lead = pick(['add', 'new task:', 'pls add', 'remind me to', 'I need to', 'can you add']);
    const said = [`${day} ${time}`.trim(), level, tag].filter((part) => part !== '');
    const first = /add|:/.test(lead) && next() < 0.4 ? said.splice(0, 1) : [];
    const text = [lead, ...first, title.toLowerCase().replace('prof. l', 'Prof. L'), ...said].join(' ');
    const [only, ...more] = understand(text, CONTEXT);
    const task = only?.intent === 'add' && only.tasks.length === 1 ? only.tasks[0] : undefined;
    const read = [task?.title, task?.due?.on, task?.due?.time ?? '', task?.priority ?? '', task?.tags.join()];
    const meant = [title, on, at, priority, tag === '' ? '' : 'garden'];
    if (more.length > 0 || JSON.stringify(read) !== JSON.stringify(meant))
      wrong.push(`${text} => ${read.join('|')}`);
  }
  expect(wrong).toEqual([]);
});

const NAMES: readonly (readonly [place: number, names: readonly string[]])[] = [
  [0, ['the invoice', 'chase invoice 118', 'task 1', '#1']],
  [1, ['wanjiru', 'the logo call', 'call wanjiru']],
  [2, ['the passport', 'renew the passport', 'passport renewal']],
  [3, ['the consent form', 'the form']],
  [4, ['dentist', 'the dentist', 'dentist appt']],
  [5, ['the paint', 'buy paint', 'paint for the shed']],
];
/** T is the task, W the day, P the level. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  due: [
    ...[
      'move T to W',
      'push T to W',
      'T to W',
      'T: W',
      'T -> W',
      'T has moved to W',
      'T got pushed to W',
      'T is now W',
    ],
    ...['T should be W', 'make T W', 'make T due W', 'can T be W', 'can we do T W instead', 'T W', 'W for T'],
    ...['postpone T until W', 'T can wait till W', 'new date for T: W', 'T not until W'],
  ],
  priority: [
    'make T P',
    'set T to P',
    'T: P',
    'mark T as P',
    'T is P',
    'T should be P',
    'P for T',
    'flag T as P',
  ],
  tag: [
    'tag T with work',
    'tag T work',
    'add the work tag to T',
    'T tag work',
    'put T under work',
    'label T work',
  ],
  complete: [
    'T is done',
    'T done',
    'finished T',
    'mark T as done',
    'tick off T',
    'T - done',
    'T can be ticked off',
  ],
  delete: ['delete T', 'get rid of T', 'T can go', 'take T off my list', 'cross T off, not needed any more'],
};

test('a change of a task that is there, by any of its names, in any words', () => {
  const { pick } = chooser(5);
  const wrong: string[] = [];
  const placeOf = (intent: Intent): number => {
    const reference = 'target' in intent ? intent.target : undefined;
    if (reference?.kind === 'id') return reference.id - 1;
    const { places } =
      reference?.kind === 'title' ? matchTitles(reference.text, CONTEXT.titles ?? []) : { places: [] };
    return places.length === 1 ? (places[0] ?? -1) : -1;
  };
  for (let run = 0; run < RUNS; run += 1) {
    const kind = pick(Object.keys(SAID));
    const [place, names] = pick(NAMES);
    const [day, on] = pick(DAYS.filter(([said]) => !said.startsWith('on ') && said !== 'today'));
    const [level, priority] = pick(
      LEVELS.filter(([said]) => !said.startsWith('!') && !said.startsWith('prio')),
    );
    const text = pick(SAID[kind] ?? [])
      .replace('T', pick(names))
      .replace('W', day)
      .replace('P', level);
    const [only, ...more] = understand(text, CONTEXT);
    const changes = only?.intent === 'update' ? only.changes : {};
    const read = [
      only?.intent,
      only === undefined ? -1 : placeOf(only),
      changes.due?.on,
      changes.priority,
      changes.addTags?.join(),
    ];
    const meant = {
      due: ['update', place, on, undefined, undefined],
      priority: ['update', place, undefined, priority, undefined],
      tag: ['update', place, undefined, undefined, 'work'],
    }[kind] ?? [kind, place, undefined, undefined, undefined];
    if (more.length > 0 || JSON.stringify(read) !== JSON.stringify(meant))
      wrong.push(`${text} => ${JSON.stringify(read)}`);
  }
  expect(wrong).toEqual([]);
});
