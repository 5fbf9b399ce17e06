import { openingOf, REPLIES, type ReplyKey } from '@todo/backend/dist/assistant/replies.js';
import { createTestDatabase, type TestDatabase } from '@todo/postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newTalker, type Talker } from '../support/chat.js';
import { type Failure, type RefusingTools, startRefusingTools } from '../support/refusing-tools.js';
import { createServices, type Service, type Services } from '../support/services.js';

let database: TestDatabase;
let services: Services;
let tools: RefusingTools;
let backend: Service;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  services = await createServices({ databaseUrl: database.url });
  await services.migrate();
  const mcp = await services.startMcp();
  tools = await startRefusingTools(`${mcp.url}/mcp`);
  backend = await services.startBackend({ PUBLIC_URL: 'http://localhost:3000', MCP_URL: tools.url });
});
afterAll(async () => {
  await services?.stop();
  await tools?.close();
  await database?.drop();
});

/** What every reply begins with that claims a change. */
const CLAIMS = (Object.keys(REPLIES) as ReplyKey[]).filter((key) => 'claims' in REPLIES[key]).map(openingOf);

const FAILURES: [string, Failure][] = [
  ['there is no such task', { kind: 'refusal', words: 'No task {id}. Call list_tasks to see the ids.' }],
  [
    'it was changed since',
    {
      kind: 'refusal',
      words:
        'Task {id} has changed since it was read; nothing was done to it. Call get_task and decide again.',
    },
  ],
  [
    'the arguments are wrong',
    {
      kind: 'refusal',
      words: 'The arguments are not valid. title: must be shorter. add_task takes title, due_on.',
    },
  ],
  [
    'the database is away',
    { kind: 'refusal', words: "The tasks can't be reached at the moment. Try again shortly." },
  ],
  [
    'each of several is refused',
    { kind: 'each refused', words: 'No task {id}. Call list_tasks to see the ids.' },
  ],
  ['what it says can’t be read', { kind: 'unreadable' }],
  ['it answers nobody', { kind: 'away' }],
];

/** Every act; what is said before it lets it be one, with tools that work. */
const ACTS: [string, { before?: string[]; say: string; yes?: true }][] = [
  ['add', { say: 'add a task to call the vet tomorrow at 5pm' }],
  ['add several', { say: 'add three tasks: bread, butter and jam' }],
  ['remind', { say: 'remind me to call grandma tonight' }],
  ['complete', { say: 'mark task 1 as done' }],
  ['complete several', { say: 'complete tasks 1 and 2' }],
  ['complete one, and another', { say: 'complete task 1 and reopen task 4' }],
  ['reopen', { say: 'reopen task 4' }],
  ['delete', { say: 'delete the rent task' }],
  ['delete several', { say: 'delete tasks 1 and 2', yes: true }],
  ['restore', { before: ['delete task 3'], say: 'restore task 3' }],
  ['rename', { say: "rename task 1 to 'Pay the rent'" }],
  ['move', { say: 'move task 1 to friday' }],
  ['move several', { say: 'move tasks 1 and 2 to friday' }],
  ['prioritise', { say: 'make task 1 high priority' }],
  ['tag', { say: 'tag task 1 with home' }],
  ['undo', { before: ['mark task 2 as done'], say: 'undo that' }],
];

const newPerson = async (): Promise<Talker> => {
  const person = await newTalker(backend.url);
  await person.add('Pay rent', 'Buy milk', 'Water the plants', 'Post the letter');
  await person.call('PATCH', '/tasks/4/complete', { completed: true });
  return person;
};

test.each(ACTS)('%s: however its call fails, nothing is claimed and the failure is told', async (_, act) => {
  const person = await newPerson();
  for (const [why, failure] of FAILURES) {
    tools.fail(null);
    let conversation: number | undefined;
    const tell = async (message: string) => {
      const turn = await person.sayIn(conversation, message);
      conversation = turn.conversation_id;
      return turn;
    };
    for (const message of act.before ?? []) await tell(message);
    if (act.yes) expect(await tell(act.say)).toMatchObject({ status: 'waiting' });
    const there = await person.tasks();
    tools.fail(failure);
    const { response, tool_calls } = await tell(act.yes ? 'yes' : act.say);
    expect(await person.tasks(), why).toEqual(there);
    expect(tool_calls, why).not.toEqual([]);
    for (const claim of CLAIMS) expect(response, why).not.toContain(claim);
    expect(response, why).toMatch(
      /There (?:is|are) no tasks? \d|in the meantime|not done|not added|can’t (?:reach|tell)/,
    );
    expect(response, why).not.toMatch(/list_tasks|get_task|add_task|No task/);
  }
});
