import {
  type ChatRequest,
  call,
  callTools,
  type DataStep,
  fail,
  type ScriptStep,
  say,
  textOf,
} from '@todo/model-stub';
import type { LabelledCase } from './cases.js';

/**
 * Cases of the tuned half as a language model would answer them over the OpenAI-compatible interface: what it says is
 * written down, all that comes of it is real. A model also errs: in a name, in arguments, in a number, and in what it was
 * asked for.
 */

interface Task {
  id: number;
  title: string;
  due_on?: string;
  due_time?: string;
}

/** What came of the calls since the person spoke, each as JSON, or as the words of a refusal. */
const results = ({ messages }: ChatRequest): string[] => {
  const spoken = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(spoken).flatMap((message) => (message.role === 'tool' ? [textOf(message)] : []));
};
const lastResult = (request: ChatRequest): Record<string, unknown> =>
  JSON.parse(results(request).at(-1) ?? '{}') as Record<string, unknown>;

/** Tells the list that a tool has given, in its own words. */
const tellList: ScriptStep = {
  expect: { lastRole: 'tool' },
  reply: (request) => {
    const { tasks } = lastResult(request) as { tasks: Task[] };
    const lines = tasks.map(({ id, title, due_on }) => `- #${id} ${title}${due_on ? `, due ${due_on}` : ''}`);
    return say(['Here they ', 'are:\n', lines.join('\n')]);
  },
};
const tellStats: ScriptStep = {
  expect: { lastRole: 'tool' },
  reply: (request) => {
    const { completed, total, percentage } = lastResult(request);
    return say(`You have done ${completed} of ${total}, that is ${percentage} %.`);
  },
};
/** Says so when a tool has said so, and what it said when it has not. */
const tell = (text: string, expect: DataStep['expect'] = {}): ScriptStep => ({
  expect: { lastRole: 'tool', ...expect },
  reply: (request) => {
    const refused = results(request).filter((result) => !result.startsWith('{'));
    return say(results(request).length === refused.length ? `That did not work: ${refused.join(' ')}` : text);
  },
});

const use = (
  tool: string,
  input: Parameters<typeof call>[1] = {},
  how: Parameters<typeof callTools>[1] = {},
): DataStep => callTools([call(tool, input)], how);
const find = (q: string): DataStep => use('search_tasks', { q });
const remove = (...task_ids: number[]): DataStep => use('bulk_update', { task_ids, action: 'delete' });

/** What the model says in each case, one answer after the other over all its turns. */
export const SCRIPTED: Record<LabelledCase['id'], readonly ScriptStep[]> = {
  // Pieces as small as they come, several calls at once with their pieces mixed, and one after the other.
  't-005': [
    use(
      'add_task',
      { title: 'Vaccinate the cat', due_on: '2026-03-10', due_time: '16:00' },
      { pieceLength: 1, expect: { contains: '4 March 2026', tools: ['add_task', 'bulk_update', 'undo'] } },
    ),
    tell('Added “Vaccinate the cat”.'),
  ],
  't-008': [
    use('add_task', { title: 'Take my vitamins', due_on: '2026-03-04', due_time: '20:00' }),
    tell('It is on your list for 8pm. I can’t send reminders.'),
  ],
  't-030': [
    use(
      'add_task',
      {
        title: 'Prepare the quarterly report',
        priority: 'high',
        tags: ['work'],
        due_on: '2026-03-11',
        due_time: '14:00',
      },
      { pieceLength: 7, text: 'Let me put that down. ' },
    ),
    tell('Added it.'),
  ],
  't-041': [
    callTools(
      ['Bread', 'Butter', 'Jam'].map((title) => call('add_task', { title })),
      { pieceLength: 3, interleave: true },
    ),
    tell('Added three tasks.'),
  ],
  't-045': [
    use('add_task', { title: 'Call Tom' }),
    use('add_task', { title: 'Call Tina' }, { expect: { lastContains: 'Call Tom' } }),
    tell('Added both.'),
  ],
  // Dates over a leap day and over changes of the clock, from the day that the prompt names.
  't-378': [
    use(
      'add_task',
      { title: 'Look at the insurance again', due_on: '2029-02-28' },
      { expect: { contains: '29 February 2028' } },
    ),
    tell('Added it for next year.'),
  ],
  't-384': [
    use('add_task', { title: 'Call mum', due_on: '2026-03-29', due_time: '02:30' }),
    tell('Added “Call mum”.'),
  ],
  't-398': [
    use(
      'add_task',
      { title: 'Ring the kids', due_on: '2026-09-27', due_time: '10:00' },
      { expect: { contains: 'Pacific/Auckland' } },
    ),
    tell('Added “Ring the kids”.'),
  ],
  // Questions of its own.
  't-070': [say('What should the task say?')],
  't-071': [
    say('Gladly. What should it say?'),
    use('add_task', { title: 'Buy paint for the fence' }, { expect: { contains: 'What should it say?' } }),
    tell('Added it.'),
  ],
  't-134': [
    find('meeting'),
    say('Do you mean the one with Anna or the one with the bank?', { expect: { lastRole: 'tool' } }),
    use('complete_task', { task_id: 2 }),
    tell('Done.'),
  ],
  't-166': [
    find('meeting'),
    say('Which of the two?'),
    use('delete_task', { task_id: 3 }, { expect: { lastContains: 'bank' } }),
    tell('Deleted.'),
  ],
  't-221': [
    say('What should task 2 be called?'),
    use('update_task', { task_id: 2, title: 'Buy goat milk' }),
    tell('Renamed.'),
  ],
  // Lists and counts, by the clock of the person.
  't-074': [use('list_tasks'), tellList],
  't-077': [use('list_tasks', { due: 'overdue' }), tellList],
  't-087': [use('list_tasks', { tag: 'work' }), tellList],
  't-092': [use('list_tasks', { due: 'week', status: 'pending' }), tellList],
  't-093': [use('list_tasks', { due: 'none' }), tellList],
  't-101': [find('flights'), tellList],
  't-242': [use('task_stats'), tellStats],
  // Changes, by number and by words.
  't-113': [use('complete_task', { task_id: 3 }), tell('Done.')],
  't-117': [use('bulk_update', { task_ids: [1, 5], action: 'complete' }), tell('Both are done.')],
  't-118': [find('dentist'), use('complete_task', { task_id: 1 }), tell('Done.')],
  't-140': [
    use('list_tasks', { status: 'pending' }),
    use('bulk_update', { task_ids: [1, 2, 3, 4, 5], action: 'complete' }),
    tell('All done.'),
  ],
  't-150': [
    callTools([1, 4].map((task_id) => call('complete_task', { task_id, completed: false }))),
    tell('Both are open again.'),
  ],
  't-153': [use('delete_task', { task_id: 4 }), tell('Deleted.')],
  't-190': [
    find('dentist'),
    use('update_task', { task_id: 1, due_on: '2026-03-10', due_time: '11:00' }),
    tell('Moved.'),
  ],
  't-194': [use('update_task', { task_id: 3, due_on: null }), tell('It has no date any more.')],
  't-205': [
    find('rent'),
    use('update_task', { task_id: 3, due_on: '2026-04-01' }, { expect: { lastContains: '2026-03-31' } }),
    tell('Postponed.'),
  ],
  't-213': [use('update_task', { task_id: 5, priority: null }), tell('It has no priority any more.')],
  't-224': [
    use('list_tasks', { tag: 'work', status: 'pending' }),
    use('bulk_update', { task_ids: [2, 4], action: 'update', due_on: '2026-03-06' }),
    tell('Moved two.'),
  ],
  't-231': [
    find('milk'),
    use('delete_task', { task_id: 2 }),
    tell('Deleted.'),
    use('undo'),
    tell('It is back.'),
  ],
  // What the application asks about, whatever the model says; nothing is done before the yes.
  't-169': [use('list_tasks'), remove(1, 2, 3, 4, 5), tell('Your list is empty now.')],
  't-170': [use('list_tasks'), remove(1, 2, 3, 4, 5)],
  't-171': [use('list_tasks', { status: 'completed' }), remove(1, 2, 4), tell('They are gone.')],
  't-176': [
    callTools([1, 2, 3].map((task_id) => call('delete_task', { task_id }))),
    tell('All three are gone.'),
  ],
  't-183': [remove(1, 2, 3, 4, 5), use('add_task', { title: 'Bread' }), tell('Added “Bread”.')],
  't-239': [remove(1, 2, 4), tell('Gone.'), use('undo'), tell('They are back.')],
  't-293': [use('list_tasks', { tag: 'work', status: 'pending' }), tellList, remove(2, 4), tell('Gone.')],
  // Refusals of tools, and what the model makes of them.
  't-125': [
    use('complete_task', { task_id: 22 }),
    use('complete_task', { task_id: 2 }, { expect: { lastContains: 'No task 22' } }),
    tell('Done.'),
  ],
  't-127': [
    use('complete_task', '{"task_id": 5'),
    use('complete_task', { task_id: 5 }, { expect: { lastContains: 'not a JSON object' } }),
    tell('Done.'),
  ],
  't-154': [
    use('remove_task', { task_id: 2 }),
    use('delete_task', { task_id: 2 }, { expect: { lastContains: 'There is no tool remove_task' } }),
    tell('Deleted.'),
  ],
  't-188': [
    use('update_task', { task_id: 3, priority: 'lowest' }),
    use('update_task', { task_id: 3, priority: 'low' }, { expect: { lastContains: 'not valid' } }),
    tell('Changed.'),
  ],
  't-344': [use('delete_task', { task_id: 22 }), tell('Deleted.', { lastContains: 'No task 22' })],
  // An endpoint that has no room for the moment, and one whose answer breaks off.
  't-115': [
    use('complete_task', { task_id: 2 }, { pieceLength: 2, cutAfter: 3 }),
    use('complete_task', { task_id: 2 }),
    tell('Done.'),
  ],
  't-116': [
    fail(429, { headers: { 'Retry-After-Ms': '20' } }),
    use('complete_task', { task_id: 3 }),
    tell('Done.'),
  ],
  // It does what nobody has asked for, or says that it did.
  't-322': [say('I have deleted nothing.')],
  't-328': [say('Yes, I can: name one.')],
  't-360': [remove(1, 2, 3, 4, 5)],
};
