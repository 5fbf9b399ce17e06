import { expect, onTestFinished, test, vi } from 'vitest';
import type { Operation } from '@/features/tasks/model/operations';
import { createOutbox, type KeptChange, type Outcome } from '@/features/tasks/model/outbox';
import { someTask } from './some-task';

const complete = (id: number): Operation => ({
  kind: 'complete',
  key: `task-${id}`,
  task: someTask({ id }),
  completed: true,
});
const rename = (title: string): Operation => ({
  kind: 'edit',
  key: 'task-1',
  base: someTask(),
  change: { title },
});

/** An outbox whose server answers when the test says so, and what it keeps. */
const start = ({ online = true } = {}) => {
  const link = { online };
  const sent: KeptChange[] = [];
  const answers: { resolve: (outcome: Outcome) => void; reject: (error: Error) => void }[] = [];
  const refused: Outcome[] = [];
  const kept = new Map<string, KeptChange>();
  let forgetRefused = (): void => undefined;
  const outbox = createOutbox({
    send: (change) =>
      new Promise((resolve, reject) => {
        sent.push(change);
        answers.push({ resolve, reject });
      }),
    onRefused: (outcome, forget) => {
      refused.push(outcome);
      forgetRefused = forget;
    },
    refusalOf: () => ({ code: 'internal', message: 'No.', status: 500 }),
    idsOf: () => ({}),
    isOnline: () => link.online,
    randomId: () => 'page',
  });
  outbox.keepIn({
    put: async (change) => void kept.set(change.id, change),
    remove: async (id) => void kept.delete(id),
  });
  const answered = async (count: number) => vi.waitFor(() => expect(answers).toHaveLength(count));
  return { outbox, link, sent, answers, refused, kept, answered, forget: () => forgetRefused() };
};
const ids = (changes: readonly (KeptChange | { operation: Operation })[]) =>
  changes.map(({ operation }) => operation.key);

test('changes are shown at once, sent one after the other, and kept until they are answered', async () => {
  const { outbox, sent, answers, kept, answered } = start();
  const both = [outbox.add(complete(1)), outbox.add(complete(2))];
  expect(ids(outbox.state().operations.map((operation) => ({ operation })))).toEqual(['task-1', 'task-2']);
  expect(ids(sent)).toEqual(['task-1']);
  await vi.waitFor(() => expect(outbox.hasUnkept()).toBe(false));
  expect(ids([...kept.values()])).toEqual(['task-1', 'task-2']);
  answers[0]?.resolve('done');
  await answered(2);
  answers[1]?.resolve('done');
  await Promise.all(both);
  expect(ids(sent)).toEqual(['task-1', 'task-2']);
  expect(outbox.state()).toEqual({ operations: [], waiting: false });
  expect(kept.size).toBe(0);
});

test('while the server is away the first one is sent again, and the others wait behind it', async () => {
  const { outbox, sent, answers, answered } = start();
  void outbox.add(complete(1));
  const last = outbox.add(complete(2));
  answers[0]?.resolve('away');
  await answered(2);
  // One lost answer is not worth a word.
  expect(outbox.state().waiting).toBe(false);
  answers[1]?.reject(new Error('no code to send it with'));
  await vi.waitFor(() => expect(outbox.state().waiting).toBe(true));
  outbox.wake();
  await answered(3);
  expect(ids(sent)).toEqual(['task-1', 'task-1', 'task-1']);
  answers[2]?.resolve('done');
  await answered(4);
  expect(outbox.state().waiting).toBe(false);
  answers[3]?.resolve('done');
  await last;
});

test('an answer that does not come counts as lost', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { outbox, sent, answers } = start();
  const done = outbox.add(complete(1));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ids(sent)).toEqual(['task-1', 'task-1']);
  answers[1]?.resolve('done');
  await done;
  expect(outbox.state().operations).toEqual([]);
});

test('offline nothing is sent, and it is said at once that it waits', async () => {
  const { outbox, link, sent, answers } = start({ online: false });
  const done = outbox.add(complete(1));
  expect(outbox.state().waiting).toBe(true);
  expect(sent).toEqual([]);
  link.online = true;
  outbox.wake();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  answers[0]?.resolve('done');
  await done;
});

test('an edit of what was edited offline becomes one with it; one that may be under way does not', async () => {
  const { outbox, link, sent, answers, answered, kept } = start({ online: false });
  void outbox.add(rename('One'));
  void outbox.add(rename('Two'));
  expect(outbox.state().operations).toMatchObject([{ change: { title: 'Two' } }]);
  await vi.waitFor(() =>
    expect([...kept.values()]).toMatchObject([{ operation: { change: { title: 'Two' } } }]),
  );
  link.online = true;
  outbox.wake();
  await answered(1);
  const third = outbox.add(rename('Three'));
  answers[0]?.resolve('done');
  await answered(2);
  expect(sent.map(({ operation }) => operation.kind === 'edit' && operation.change.title)).toEqual([
    'Two',
    'Three',
  ]);
  answers[1]?.resolve('done');
  await third;
});

test('what was refused is kept with the reason until it has been seen, and holds nothing up', async () => {
  const { outbox, answers, answered, refused, kept, forget } = start();
  const first = outbox.add(complete(1));
  const second = outbox.add(complete(2));
  answers[0]?.resolve({ operation: complete(1), error: new Error('No.') });
  await first;
  expect(refused).toHaveLength(1);
  await answered(2);
  answers[1]?.resolve('done');
  await second;
  expect([...kept.values()]).toMatchObject([{ operation: { key: 'task-1' }, refused: { message: 'No.' } }]);
  forget();
  expect(kept.size).toBe(0);
});

test('what a page left behind is sent before what comes, in its order', async () => {
  const { outbox, sent, answers, answered, kept } = start();
  const left = [complete(1), complete(2)].map((operation, index) => ({ id: `${index}`, operation, ids: {} }));
  for (const change of left) kept.set(change.id, change);
  outbox.adopt(left);
  const last = outbox.add(complete(3));
  for (const count of [1, 2, 3]) {
    await answered(count);
    answers[count - 1]?.resolve('done');
  }
  await last;
  expect(ids(sent)).toEqual(['task-1', 'task-2', 'task-3']);
  expect(kept.size).toBe(0);
});
