import { expect, test } from 'vitest';
import { isAtEnd, sticksAfter } from '@/features/chat/model/scroll';

const at = (scrollTop: number, scrollHeight = 1000) => ({ scrollTop, scrollHeight, clientHeight: 400 });

test('the end is the end within a line', () => {
  expect(isAtEnd(at(600))).toBe(true);
  expect(isAtEnd(at(580))).toBe(true);
  expect(isAtEnd(at(500))).toBe(false);
  expect(isAtEnd(at(0, 300))).toBe(true);
});

test('who scrolls up leaves the end, and comes back to it by scrolling down', () => {
  expect(sticksAfter({ sticks: true, scrollTop: 600 }, at(450))).toBe(false);
  expect(sticksAfter({ sticks: false, scrollTop: 450 }, at(500))).toBe(false);
  expect(sticksAfter({ sticks: false, scrollTop: 500 }, at(600))).toBe(true);
});

test('text that was just added does not count as leaving', () => {
  expect(sticksAfter({ sticks: true, scrollTop: 600 }, at(600, 1400))).toBe(true);
});

test('who reads further up is left alone by what is added', () => {
  expect(sticksAfter({ sticks: false, scrollTop: 300 }, at(300, 1400))).toBe(false);
});
