import { describe, expect, it } from 'vitest';
import { type Context, type Intent, understand } from '../src/index.js';
import { THREE_TASKS } from './three-tasks.js';

const ask = (text: string, more: Partial<Context> = {}): Intent[] =>
  understand(text, { ...THREE_TASKS, ...more });
const added = (title: string, due: object | null, priority: string | null, tags: string[]) => ({
  intent: 'add',
  tasks: [expect.objectContaining({ title, due, priority, tags })],
  reminder: false,
});
const named = (text: string) => expect.objectContaining({ kind: 'title', text });

describe('a line of a thing and its slots', () => {
  it.each([
    [
      '#garden thursday 18:30 pick up manure low prio',
      added('Pick up manure', { on: '2026-03-05', time: '18:30' }, 'low', ['garden']),
    ],
    ['friday 4pm collect skates', added('Collect skates', { on: '2026-03-06', time: '16:00' }, null, [])],
    ['high prio collect skates #club', added('Collect skates', null, 'high', ['club'])],
  ])('“%s” is a new task', (text, task) => {
    expect(ask(text)).toEqual([task]);
  });

  it.each([
    // Of a task that is there.
    'friday 4pm sew the curtains',
    // Who knows?
    'friday 4pm anything?',
    'were we there friday 4pm',
  ])('“%s” adds nothing', (text) => {
    expect(ask(text).map(({ intent }) => intent)).not.toContain('add');
  });

  it('waits for the titles, since it could be of one of them', () => {
    const { titles: _, ...blind } = THREE_TASKS;
    expect(understand('friday 4pm collect skates', blind).map(({ intent }) => intent)).not.toContain('add');
  });
});

describe('a change of a task that is there, beside a new task', () => {
  it.each([
    ['add oil the gate for friday, and the rent is done'],
    ['add oil the gate for friday. the rent is done'],
    ['rent is done, add oil the gate for friday'],
    ['i need to oil the gate friday and rent completed'],
  ])('“%s” is no part of its title', (text) => {
    const found = ask(text);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(added('Oil the gate', { on: '2026-03-06', time: null }, null, []));
    expect(found).toContainEqual(expect.objectContaining({ intent: 'complete', target: named('rent') }));
  });

  it('leaves one more thing to do with the new task', () => {
    const [only, ...others] = ask('add oil the gate and paint the fence');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ intent: 'add' });
  });
});

describe('behind a tag that was just given', () => {
  const earlier = ['tag the van club'];
  it.each(['take it off again', 'untag it', 'no, remove the tag'])(
    '“%s” takes the tag off, and not the task',
    (text) => {
      expect(ask(text, { earlier })).toEqual([
        { intent: 'update', target: { kind: 'it' }, changes: { removeTags: ['club'] } },
      ]);
    },
  );

  it.each(['not club, team', 'no, i meant team', 'should be team'])(
    '“%s” puts the other in its place',
    (text) => {
      expect(ask(text, { earlier })).toEqual([
        { intent: 'update', target: { kind: 'it' }, changes: { addTags: ['team'], removeTags: ['club'] } },
      ]);
    },
  );

  it('“delete it” is of the task all the same', () => {
    expect(ask('delete it', { earlier })).toEqual([expect.objectContaining({ intent: 'delete' })]);
  });
});
