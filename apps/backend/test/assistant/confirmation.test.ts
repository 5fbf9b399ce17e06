import { TOOL_NAMES } from '@todo/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ask,
  bind,
  FREE_CHANGES,
  FREE_DELETES,
  mustAsk,
  narrow,
  targetsOf,
} from '../../src/assistant/confirmation.js';
import type { ProposedCall } from '../../src/assistant/turn-store.js';

const call = (tool: string, input: Record<string, unknown> = {}): ProposedCall => ({
  tool,
  arguments: input,
});
const deletion = (id: number) => call('delete_task', { task_id: id });

describe('what a person is asked about', () => {
  test.each<[string, ProposedCall[], ProposedCall[], boolean]>([
    ['one delete', [], [deletion(1)], false],
    ['two deletes at once', [], [deletion(1), deletion(2)], true],
    ['the second delete of a turn', [deletion(1)], [deletion(2)], true],
    ['a bulk delete, of one as well', [], [call('bulk_update', { task_ids: [1], action: 'delete' })], true],
    [
      'completing ten',
      [],
      [call('bulk_update', { task_ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], action: 'complete' })],
      false,
    ],
    ['the eleventh change', Array.from({ length: 10 }, () => call('add_task')), [call('add_task')], true],
    [
      'reading after ten changes',
      Array.from({ length: 10 }, () => call('add_task')),
      [call('list_tasks')],
      false,
    ],
    ['an undo after ten changes', Array.from({ length: 10 }, () => call('add_task')), [call('undo')], false],
    ['a tool that there is not', [], [call('drop_database')], false],
  ])('%s', (_name, done, next, expected) => {
    expect(mustAsk(done, next)).toBe(expected);
  });

  const anyCall = fc.oneof(
    fc.record({ tool: fc.constantFrom(...TOOL_NAMES), arguments: fc.record({ task_id: fc.nat(20) }) }),
    fc.record({
      tool: fc.constant('bulk_update'),
      arguments: fc.record({
        task_ids: fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }),
        action: fc.constantFrom('complete', 'delete', 'restore', 'reopen', 'update'),
      }),
    }),
  );

  test('however a model spreads its calls over steps, no more than is free gets through unasked', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyCall, { maxLength: 6 }), { maxLength: 8 }), (steps) => {
        const done: ProposedCall[] = [];
        for (const next of steps) if (!mustAsk(done, next)) done.push(...next);
        const deletes = done.filter(({ tool }) => tool === 'delete_task');
        expect(deletes.length).toBeLessThanOrEqual(FREE_DELETES);
        expect(done.some((made) => made.tool === 'bulk_update' && made.arguments.action === 'delete')).toBe(
          false,
        );
        const changes = done
          .filter(({ tool }) => !/^(list|get|search)_tasks?$|^task_stats$|^undo$/.test(tool))
          .reduce((sum, made) => sum + Math.max(1, targetsOf([made]).length), 0);
        expect(changes).toBeLessThanOrEqual(FREE_CHANGES);
      }),
    );
  });
});

describe('a question', () => {
  const target = (id: number, deleted = false) => ({ id, title: `T${id}`, version: id * 10, deleted });

  test('is bound to the tasks that there are, and to their versions', () => {
    const calls = [
      call('list_tasks'),
      call('bulk_update', { task_ids: [2, 1, 9], action: 'delete' }),
      deletion(8),
      deletion(3),
      call('restore_task', { task_id: 3 }),
      call('restore_task', { task_id: 4 }),
    ];
    expect(bind(calls, [target(1), target(2), target(3), target(4, true)])).toEqual({
      calls: [
        call('bulk_update', { task_ids: [1, 2], action: 'delete' }),
        deletion(3),
        call('restore_task', { task_id: 4 }),
      ],
      tasks: [1, 2, 3, 4].map((id) => ({ id, title: `T${id}`, version: id * 10 })),
    });
    expect(bind([deletion(8), call('list_tasks')], [])).toBeNull();
  });

  test('names all that it is about, each kind by itself, and counts the rest', () => {
    const tasks = Array.from({ length: 7 }, (_value, index) => target(index + 1));
    const calls = [
      call('bulk_update', { task_ids: [1, 2, 3, 4, 5, 6], action: 'delete' }),
      call('complete_task', { task_id: 7, completed: false }),
      call('add_task', { title: 'New' }),
    ];
    expect(ask({ calls, tasks })).toMatch(
      /^May I delete 6 tasks \(“T1”, “T2”, “T3”, “T4”, “T5” and 1 more\), and reopen 1 task \(“T7”\), and add 1 task \(“New”\)\? None of that has been done yet\./,
    );
  });

  test('is narrowed to a part of its tasks', () => {
    const calls = [call('bulk_update', { task_ids: [1, 2], action: 'delete' }), deletion(3), deletion(4)];
    const tasks = [1, 2, 3, 4].map((id) => ({ id, title: `T${id}`, version: id }));
    expect(narrow({ calls, tasks, expires_at: '' }, [2, 3])).toEqual({
      calls: [call('bulk_update', { task_ids: [2], action: 'delete' }), deletion(3)],
      tasks: tasks.slice(1, 3),
      expires_at: '',
    });
  });

  test.each([1.5, 3_000_000_000, -1, '7', null])('has no target %s', (id) => {
    expect(targetsOf([call('delete_task', { task_id: id })])).toEqual([]);
  });
});
