import { expect, test } from 'vitest';
import { liveTurn, type TurnEvent, takeEvent } from '@/features/chat/model/turn-stream';
import { someCall, someTurn } from './some-turn';

const after = (...events: TurnEvent[]) => events.reduce(takeEvent, liveTurn(someTurn())).turn;

test('text comes piece by piece', () => {
  const turn = after({ kind: 'text', delta: 'You have ' }, { kind: 'text', delta: '3 tasks.' });
  expect(turn.response).toBe('You have 3 tasks.');
});

test('a reset voids the text since the last call', () => {
  const turn = after(
    { kind: 'text', delta: 'Let me look. ' },
    { kind: 'call', call: someCall() },
    { kind: 'text', delta: 'You have fo' },
    { kind: 'result', call: someCall({ result: { tasks: [], more: 0 } }) },
    { kind: 'text', delta: 'You have none.', reset: true },
  );
  expect(turn.response).toBe('Let me look. You have none.');
});

test('a reset voids the text since the last word on the whole turn', () => {
  const turn = after(
    { kind: 'text', delta: 'thrown away' },
    { kind: 'turn', turn: someTurn({ response: 'Kept. ' }) },
    { kind: 'text', delta: 'lost' },
    { kind: 'text', delta: 'new', reset: true },
  );
  expect(turn.response).toBe('Kept. new');
});

test('a result takes the place of its call; a call that was missed is taken from its result', () => {
  const done = someCall({ result: { tasks: [], more: 0 } });
  const other = someCall({ id: 'b', tool: 'task_stats', result: {} });
  expect(
    after({ kind: 'call', call: someCall() }, { kind: 'result', call: done }, { kind: 'result', call: other })
      .tool_calls,
  ).toEqual([done, other]);
});

test('the last word on the turn replaces what was pieced together', () => {
  const whole = someTurn({ status: 'done', response: 'Done.', can_undo: true });
  expect(after({ kind: 'text', delta: 'Do' }, { kind: 'turn', turn: whole }, { kind: 'end' })).toEqual(whole);
});
