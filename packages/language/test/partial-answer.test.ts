import { expect, it } from 'vitest';
import { readPartialAnswer, wishBehindYes } from '../src/index.js';

const context = { now: new Date('2026-06-10T09:00Z'), timeZone: 'Europe/London' };
const asked = [
  { id: 1, title: 'Pay the rent' },
  { id: 3, title: 'Buy milk and bread' },
  { id: 4, title: 'Call Anna' },
];

it.each([
  ['no, only 3', [3], true],
  ['only the milk', [3], true],
  ['just the first', [1], true],
  ['all but 3', [1, 4], true],
  ['yes but keep the rent', [3, 4], true],
  ['yes, all except milk and anna', [1], true],
  ['the first two yes, keep anna', [1, 3], true],
  ['keep the rent, delete the rest', [3, 4], true],
  ['No, please leave number 3. The other two you can delete.', [1, 4], true],
  ['yes to 1 and 4, no to 3', [1, 4], true],
  ['3 no, 4 ok', [4], true],
  ['only anna and rent, milk i still need', [1, 4], true],
  ['yeah just not the rent, thats not paid yet', [3, 4], true],
  ["yes go ahead, I don't need them", [1, 3, 4], true],
  ['yes... no wait, keep them, I still need to bill those', [], false],
  ['yes, no wait, the milk', [3], false],
  ['not the first one', [3, 4], false],
  ["don't delete the rent!", [3, 4], false],
  ['the last one shall stay', [1, 3], false],
])('“%s” leaves a part of what was asked about', (text, left, agreed) => {
  expect(readPartialAnswer(text, asked, context)).toEqual({ left, agreed });
});

it.each([
  'yes',
  'no',
  'yes, and add oat milk',
  'yes but add call anna friday',
  'milk to friday',
  'what about the milk?',
  'only the bike',
  'no, I meant 2',
  'mark 3 done',
])('“%s” is none', (text) => {
  expect(readPartialAnswer(text, asked, context)).toBeNull();
});

it.each([
  ['yes. and make the venue high', 'make the venue high'],
  ['Yep, then show me what’s left', 'show me what’s left'],
  ['yes, delete them', null],
  ['yes and call anna is done', null],
  ['yes, and move 3 to friday', null],
  ['yes, which ones?', null],
  ['ok, what is due today?', null],
  ['yes but make the venue high first', null],
])('“%s” wishes beside the yes for %s', (text, wish) => {
  expect(wishBehindYes(text, asked)).toBe(wish);
});
