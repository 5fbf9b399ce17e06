import { expect, test } from 'vitest';
import { parseQuickAdd } from '../src/index.js';

/** A Wednesday. */
const context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };
const parse = (text: string, rejected: string[] = []) => parseQuickAdd(text, context, rejected);
const partTexts = (text: string, rejected: string[] = []): string[] =>
  parse(text, rejected).parts.map((part) => part.text);

test('a due day, a priority and tags are taken out of the title and shown with their place', () => {
  const text = 'pay rent friday 9am !high #home';
  const parsed = parse(text);
  expect(parsed).toMatchObject({
    title: 'pay rent',
    due: { on: '2026-03-06', time: '09:00' },
    priority: 'high',
    tags: ['home'],
  });
  expect(parsed.parts.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['due', 'friday 9am'],
    ['priority', '!high'],
    ['tag', '#home'],
  ]);
});

test('what the person rejects stays in the title', () => {
  expect(parse('pay rent friday !high', ['friday'])).toMatchObject({
    title: 'pay rent friday',
    due: null,
    priority: 'high',
  });
  expect(parse('read #home', ['#home'])).toMatchObject({ title: 'read #home', tags: [] });
});

test('a tag or a priority that is rejected leaves the day before it as it was', () => {
  const on = '2026-03-06';
  expect(parse('watch dune friday #films', ['#films'])).toMatchObject({
    title: 'watch dune #films',
    due: { on, time: null },
  });
  expect(parse('watch dune friday !high', ['!high'])).toMatchObject({
    title: 'watch dune !high',
    due: { on },
  });
  expect(parse('watch dune friday #films at 9pm', ['#films'])).toMatchObject({
    title: 'watch dune #films',
    due: { on, time: '21:00' },
  });
});

test('what is rejected is a word, not the beginning of another', () => {
  expect(parse('read #home #homework', ['#home'])).toMatchObject({
    title: 'read #home',
    tags: ['homework'],
  });
  expect(parse('call fri friday', ['fri']).due).toMatchObject({ on: '2026-03-06' });
  expect(parse('buy #日本 #日本語', ['#日本']).tags).toEqual(['日本語']);
});

test('after a rejection the next date counts', () => {
  expect(partTexts('tell Bob on friday that we meet on monday')).toEqual(['on monday']);
  expect(partTexts('tell Bob on friday that we meet on monday', ['on monday'])).toEqual(['on friday']);
});

test('words in quotes are words', () => {
  expect(parse('watch "friday !high #home"')).toMatchObject({
    title: 'watch "friday !high #home"',
    parts: [],
  });
});

test.each([
  [
    'tags with letters of any script',
    'kaufen #küche #кухня #日本 #to-do_2',
    ['#küche', '#кухня', '#日本', '#to-do_2'],
  ],
  ['a number is no tag', 'fix #3', []],
  ['a # inside a word is none', 'learn C# and a#b', []],
  ['priorities in any case', 'x !HIGH', ['!HIGH']],
  ['an exclamation is no priority', 'wow !highly !important p1 !1', []],
])('%s', (_, text, expected) => {
  expect(partTexts(text)).toEqual(expected);
});

test('the same tag in another case counts once', () => {
  expect(parse('x #Home #home').tags).toHaveLength(1);
});

test('a task keeps a title', () => {
  expect(parse('tomorrow')).toMatchObject({ title: 'tomorrow', due: null, parts: [] });
  expect(parse('tomorrow #home')).toMatchObject({ title: 'tomorrow', due: null, tags: ['home'] });
  expect(parse('#home')).toMatchObject({ title: '#home', tags: [] });
});

test('a comma before what was taken out goes with it', () => {
  expect(parse('call mom, tomorrow').title).toBe('call mom');
});

test('the title is as typed', () => {
  expect(parse('  iPhone für Zoë! ').title).toBe('iPhone für Zoë!');
});

test('a priority or a tag between a day and its time lies in neither of them', () => {
  expect(partTexts('pay rent friday !high #home 9am')).toEqual(['friday', '!high', '#home', '9am']);
  expect(parse('pay rent friday !high #home 9am')).toMatchObject({
    title: 'pay rent',
    due: { on: '2026-03-06', time: '09:00' },
  });
});

test('a day and its time that stand apart are two parts of one date', () => {
  const { parts, title, due } = parse('call mom tomorrow about the car at 5pm');
  expect(title).toBe('call mom about the car');
  expect(parts.map((part) => part.due)).toEqual([due, due]);
});
