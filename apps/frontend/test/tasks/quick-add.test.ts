import { describe, expect, test } from 'vitest';
import { onlyTitle, planTask } from '@/features/tasks/model/new-task';
import { stillRejected, understand } from '@/features/tasks/model/quick-add';
import { WEDNESDAY } from './some-task';

const vienna = { now: WEDNESDAY, timeZone: 'Europe/Vienna' };
const read = (text: string, rejected: readonly string[] = []) => understand(text, rejected, vienna);

describe('the line of a new task', () => {
  test('says when, how urgent and where, and the rest is the title', () => {
    expect(read('pay rent friday 9am !high #home')).toEqual({
      title: 'pay rent',
      due: { on: '2026-03-06', time: '09:00' },
      priority: 'high',
      tags: ['home'],
      chips: [
        { kind: 'due', texts: ['friday 9am'], due: { on: '2026-03-06', time: '09:00' } },
        { kind: 'priority', texts: ['!high'], priority: 'high' },
        { kind: 'tag', texts: ['#home'], tag: 'home' },
      ],
    });
  });

  test('says a day and its time once, also where they stand apart', () => {
    const { chips } = read('call mom tomorrow about the car at 5pm');
    expect(chips).toEqual([
      { kind: 'due', texts: ['tomorrow', 'at 5pm'], due: { on: '2026-03-05', time: '17:00' } },
    ]);
    expect(read('call mom tomorrow about the car at 5pm', ['tomorrow', 'at 5pm'])).toMatchObject({
      title: 'call mom tomorrow about the car at 5pm',
      due: null,
    });
  });

  test('says a tag once, and rejecting it rejects it everywhere', () => {
    const { chips } = read('paint #Home and #home');
    expect(chips).toMatchObject([{ kind: 'tag', texts: ['#Home', '#home'] }]);
    expect(read('paint #Home and #home', chips[0]?.texts)).toMatchObject({
      title: 'paint #Home and #home',
      tags: [],
      chips: [],
    });
  });

  test('means the day of the person’s own time zone', () => {
    const at = (timeZone: string) =>
      understand('call tomorrow', [], { now: Date.parse('2026-03-04T23:30:00Z'), timeZone }).due?.on;
    expect([at('Europe/Vienna'), at('America/New_York')]).toEqual(['2026-03-06', '2026-03-05']);
  });

  test('may have any words: right-to-left, emoji, many', () => {
    expect(read('עוגה 🎂 tomorrow #משפחה')).toMatchObject({ title: 'עוגה 🎂', tags: ['משפחה'] });
    const title = '👩‍👩‍👧'.repeat(25);
    expect(read(`${title} today`)).toMatchObject({ title, due: { on: '2026-03-04' } });
  });
});

test('what was rejected is understood again once it has been typed anew', () => {
  const rejected = ['friday', '#home'];
  expect(stillRejected('rent friday #home', rejected)).toBe(rejected);
  expect(stillRejected('rent frida #home', rejected)).toEqual(['#home']);
});

describe('the task that is planned', () => {
  const anyList = { tag: null, priority: null, due: null };
  const clock = { today: '2026-03-04', timeZone: 'Europe/Vienna' };

  test('is what the line says, in the zone of whoever wrote it', () => {
    expect(planTask(read('pay rent friday 9am !high #home'), anyList, clock)).toEqual({
      title: 'pay rent',
      due_on: '2026-03-06',
      due_time: '09:00',
      due_zone: 'Europe/Vienna',
      priority: 'high',
      tags: ['home'],
    });
    expect(planTask(onlyTitle('  pay rent friday '), anyList, clock)).toEqual({ title: 'pay rent friday' });
  });

  test('takes on what the list is narrowed to, unless the line says otherwise', () => {
    const narrowed = { tag: 'home', priority: 'low', due: 'week' } as const;
    expect(planTask(read('paint'), narrowed, clock)).toEqual({
      title: 'paint',
      due_on: '2026-03-04',
      priority: 'low',
      tags: ['home'],
    });
    expect(planTask(read('paint friday !high #Home #door'), narrowed, clock)).toEqual({
      title: 'paint',
      due_on: '2026-03-06',
      priority: 'high',
      tags: ['home', 'door'],
    });
  });
});
