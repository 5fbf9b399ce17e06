import { expect, test } from 'vitest';
import { textParts } from '@/features/chat/model/plain-text';

test('lines that begin with a dash are a list, everything else stays as it is', () => {
  expect(textParts('You have 2 tasks:\n- #2 Call *mom*\n- #1 - \n\nThat is all.\nGood.')).toEqual([
    { kind: 'lines', text: 'You have 2 tasks:' },
    { kind: 'list', items: ['#2 Call *mom*', '#1 - '] },
    { kind: 'lines', text: 'That is all.\nGood.' },
  ]);
  expect(textParts('One\n\nTwo\nThree\n')).toEqual([
    { kind: 'lines', text: 'One' },
    { kind: 'lines', text: 'Two\nThree' },
  ]);
  expect(textParts('')).toEqual([]);
});

test('a title from right to left is kept apart from the sentence around it', () => {
  expect(textParts('May I delete “לקנות (2)”, “Call”?')).toEqual([
    { kind: 'lines', text: 'May I delete “\u2068לקנות (2)\u2069”, “Call”?' },
  ]);
});
