import { TOOL_NAMES, TOOLS, type ToolInput, type ToolName, type ToolOutput } from '@todo/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callInWords } from '@/features/chat/model/call-words';
import { createCalendar } from '@/features/tasks/model/calendar';
import { WEDNESDAY } from '../tasks/some-task';
import { someCall } from './some-turn';

const moment = { calendar: createCalendar('en-GB', 'Europe/Vienna'), now: WEDNESDAY, locale: 'en-GB' };

/** A call that the schemas of the tool allow, in words. */
const words = <Name extends ToolName>(
  tool: Name,
  args: Partial<ToolInput<Name>>,
  result: ToolOutput<Name> | null = null,
) => {
  TOOLS[tool].input.parse(args);
  if (result !== null) TOOLS[tool].output.parse(result);
  return callInWords(someCall({ tool, arguments: args as Record<string, unknown>, result }), moment);
};

describe('a call in words', () => {
  test('adding', () => {
    const args = { title: 'Buy groceries', due_on: '2026-03-05', due_time: '17:00', tags: ['home'] };
    expect(words('add_task', args).text).toBe('Adding “Buy groceries”');
    const done = words('add_task', args, { task_id: 4, status: 'created', title: 'Buy groceries' });
    expect(done).toEqual({
      kind: 'add',
      text: 'Added “Buy groceries”, tomorrow 17:00, #home',
      details: [],
      isUnderWay: false,
    });
  });

  test('listing', () => {
    const task = { id: 1, title: 'Pay rent', completed: false, due_on: '2026-03-06', priority: 'high' };
    const none = words('list_tasks', { status: 'pending' }, { tasks: [], more: 0 });
    expect(none.text).toBe('Found no tasks');
    const some = words(
      'list_tasks',
      {},
      { tasks: [task, { id: 2, title: 'Done', completed: true }], more: 1500 },
    );
    expect(some.text).toBe('Found 1,502 tasks');
    expect(some.details).toEqual(['1. Pay rent, Friday, high priority', '2. Done, done', 'and 1,500 more']);
    const found = words('search_tasks', { q: 'milk' }, { tasks: [task], more: 0 });
    expect(found.text).toBe('Found 1 task with “milk”');
  });

  test('completing, reopening, deleting and restoring name the task', () => {
    const of = { task_id: 3, title: 'Call mom' };
    expect(words('complete_task', { task_id: 3 }, { ...of, status: 'completed' }).text).toBe(
      'Completed “Call mom”',
    );
    expect(words('complete_task', { task_id: 3, completed: false }, { ...of, status: 'reopened' }).text).toBe(
      'Reopened “Call mom”',
    );
    expect(words('delete_task', { task_id: 3 }).text).toBe('Deleting task 3');
    expect(words('delete_task', { task_id: 3 }, { ...of, status: 'deleted' }).text).toBe(
      'Deleted “Call mom”',
    );
    expect(words('restore_task', { task_id: 3 }, { ...of, status: 'restored' }).text).toBe(
      'Restored “Call mom”',
    );
  });

  test('a title from right to left does not turn round what follows', () => {
    const done = words(
      'add_task',
      { title: 'عيد', due_on: '2026-03-12' },
      { task_id: 4, status: 'created', title: 'عيد' },
    );
    expect(done.text).toBe('Added “\u2068عيد\u2069”, 12 Mar');
  });

  test('changing says what', () => {
    expect(
      words(
        'update_task',
        { task_id: 3, title: 'Call mom tonight', priority: 'low', due_on: null },
        { task_id: 3, status: 'updated', title: 'Call mom tonight' },
      ).text,
    ).toBe('Changed “Call mom tonight”: new title, no due date, low priority');
  });

  test('many at once are counted, those that were refused too', () => {
    const { text, details } = words(
      'bulk_update',
      { task_ids: [1, 2, 3], action: 'delete' },
      {
        results: [
          { task_id: 1, status: 'deleted', title: 'One' },
          { task_id: 2, status: 'deleted', title: 'Two' },
          { task_id: 3, status: 'failed', error: 'No task 3.' },
        ],
      },
    );
    expect(text).toBe('Deleted 2 tasks, 1 refused');
    expect(details).toEqual(['1. One', '2. Two', '3. No task 3.']);
  });

  test('counting and taking back', () => {
    const stats = { total: 5, completed: 2, pending: 3, overdue: 1, percentage: 40 };
    expect(words('task_stats', {}, stats).text).toBe('Counted 5 tasks, 2 done');
    expect(words('undo', {}, { status: 'nothing_to_undo', tasks: [] }).text).toBe('Nothing to take back');
    const undone = words(
      'undo',
      {},
      { status: 'undone', tasks: [{ task_id: 1, title: 'One', now: 'deleted' }] },
    );
    expect(undone.text).toBe('Took back the change of 1 task');
    expect(undone.details).toEqual(['One: deleted again']);
  });

  test('a refusal is said in its own words, without those meant for a model', () => {
    const refused = someCall({ tool: 'get_task', result: 'No task 5. Call list_tasks.', is_error: true });
    expect(callInWords(refused, moment)).toEqual({
      kind: 'refused',
      text: 'Refused: No task 5.',
      details: [],
      isUnderWay: false,
    });
  });

  test('whatever a model calls, and whatever comes back, has words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TOOL_NAMES, 'made_up'),
        fc.dictionary(
          fc.constantFrom('title', 'task_id', 'due_on', 'due_time', 'tags', 'action', 'task_ids', 'q'),
          fc.oneof(fc.jsonValue(), fc.constantFrom('2026-13-45', '99:99', 'purge')),
        ),
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom('tasks', 'results', 'task', 'more', 'total'), fc.jsonValue()),
        ),
        fc.boolean(),
        (tool, args, result, is_error) => {
          const { text } = callInWords({ id: 'a', tool, arguments: args, result, is_error }, moment);
          expect(text.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
