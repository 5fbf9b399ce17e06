import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { callTools, type Expectation, fail, say, startModelStub, textOf } from '../src/index.js';
import { chat, readCompletion } from './support/client.js';
import { stubOf } from './support/stub.js';

const user = (content: string) => ({ messages: [{ role: 'user', content }] });

const contentOf = async (answered: Promise<Response>) =>
  (await readCompletion(await answered)).choices[0]?.message.content;

test('each step answers one request, in order', async () => {
  const stub = await stubOf([say('one'), say('two', { repeat: 2 }), say('three')]);
  const heard: unknown[] = [];
  for (let i = 0; i < 4; i++) heard.push(await contentOf(chat(stub.url)));
  expect(heard).toEqual(['one', 'two', 'two', 'three']);
  stub.finished();
});

test('requests at once get one step each', async () => {
  const texts = Array.from({ length: 20 }, (_, i) => `answer ${i}`);
  const stub = await stubOf(texts.map((text) => say(text)));
  const heard = await Promise.all(texts.map(() => contentOf(chat(stub.url))));
  expect(new Set(heard)).toEqual(new Set(texts));
  stub.finished();
});

test('steps with match serve parallel conversations, each in its own order', async () => {
  const stub = await stubOf([
    say('a1', { match: 'from Ann' }),
    say('b1', { match: 'from Bob' }),
    say('a2', { match: 'from Ann' }),
    say('anybody'),
  ]);
  const heard: unknown[] = [];
  for (const words of ['from Bob', 'from Ann', 'from Ann', 'from Bob'])
    heard.push(await contentOf(chat(stub.url, user(`hello ${words}`))));
  expect(heard).toEqual(['b1', 'a1', 'a2', 'anybody']);
  stub.finished();
});

test('match finds words in message parts too', async () => {
  const stub = await stubOf([say('found', { match: 'needle' })]);
  const content = [
    { type: 'text', text: 'hay and ' },
    { type: 'text', text: 'needle' },
  ];
  expect(await contentOf(chat(stub.url, { messages: [{ role: 'user', content }] }))).toBe('found');
});

test('steps left over are named', async () => {
  const stub = await stubOf([say('one'), say('two', { repeat: 3 }), say('three')]);
  for (let i = 0; i < 2; i++) await chat(stub.url);
  expect(() => stub.finished()).toThrow(/step 2 was used 1 of 3 times\nstep 3 was used 0 of 1 times/);
});

test('a request without a step is refused with words that a client does not retry, and named', async () => {
  const stub = await stubOf([say('one')]);
  await chat(stub.url);
  const response = await chat(stub.url);
  expect(response.status).toBe(400);
  expect((await readCompletion(response)).error?.message).toBe('request 2: there is no step for it');
  expect(() => stub.finished()).toThrow('request 2: there is no step for it');
});

test('a step that answers forever is not left over', async () => {
  const stub = await stubOf([
    say('one', { match: 'x', repeat: 'forever' }),
    say('two', { repeat: 'forever' }),
  ]);
  for (let i = 0; i < 3; i++) expect(await contentOf(chat(stub.url))).toBe('two');
  stub.finished();
});

test('with loop the script begins anew, for each conversation by itself', async () => {
  const script = [say('a1', { match: 'Ann' }), say('a2', { match: 'Ann' }), say('b1', { match: 'Bob' })];
  const stub = await stubOf([...script, say('b2', { match: 'Bob' })], { loop: true });
  const heard: unknown[] = [];
  for (const name of ['Bob', 'Ann', 'Ann', 'Ann', 'Bob', 'Bob'])
    heard.push(await contentOf(chat(stub.url, user(name))));
  expect(heard).toEqual(['b1', 'a1', 'a2', 'a1', 'b2', 'b1']);
  stub.finished();
});

const tools = [{ type: 'function', function: { name: 'add_task', parameters: {} } }];

test('a request as expected is answered', async () => {
  const expected: Expectation = {
    model: 'm',
    stream: false,
    authorized: true,
    lastRole: 'user',
    lastContains: 'groc',
    contains: 'You are',
    tools: ['add_task'],
  };
  const stub = await stubOf([say('fine', { expect: expected })]);
  const messages = [
    { role: 'system', content: 'You are helpful.' },
    { role: 'user', content: 'buy groceries' },
  ];
  const response = chat(stub.url, { messages, tools, headers: { authorization: 'Bearer x' } });
  expect(await contentOf(response)).toBe('fine');
  stub.finished();
});

test.each([
  [{ model: 'other' }, 'the model is "m", not "other"'],
  [{ stream: true }, 'stream is false'],
  [{ authorized: true }, 'it came without Authorization'],
  [{ lastRole: 'tool' as const }, 'the last message is of the user, not of the tool'],
  [{ lastContains: 'bye' }, 'the last message is "hello" and does not contain "bye"'],
  [{ contains: 'bye' }, 'no message contains "bye"'],
  [{ tools: ['add_task', 'fly'] }, 'the tools offered (add_task) lack fly'],
])('a request that is not as expected is refused with words and named: %o', async (expected, words) => {
  const stub = await stubOf([say('fine', { expect: expected })]);
  const response = await chat(stub.url, { tools });
  expect(response.status).toBe(400);
  expect((await readCompletion(response)).error?.message).toBe(`request 1, step 1: ${words}`);
  expect(() => stub.finished()).toThrow(words);
});

test('a step may compute its answer from the request', async () => {
  const stub = await stubOf([
    { reply: ({ messages }) => say(`you said ${messages.map(textOf).join()}`), repeat: 2 },
    { reply: async () => fail(503) },
  ]);
  expect(await contentOf(chat(stub.url, user('red')))).toBe('you said red');
  expect(await contentOf(chat(stub.url, user('blue')))).toBe('you said blue');
  expect((await chat(stub.url)).status).toBe(503);
  stub.finished();
});

test('a computed step waits for what the test waits for', async () => {
  const gate = new EventEmitter();
  const stub = await stubOf([
    {
      reply: async () => {
        await once(gate, 'open');
        return say('now');
      },
    },
    say('meanwhile'),
  ]);
  const first = chat(stub.url);
  await stub.request(1);
  expect(await contentOf(chat(stub.url))).toBe('meanwhile');
  gate.emit('open');
  expect(await contentOf(first)).toBe('now');
});

test('a client that goes while a step is computed harms nobody', async () => {
  const gate = new EventEmitter();
  const played = once(gate, 'played');
  const stub = await stubOf([
    {
      reply: async () => {
        await once(gate, 'open');
        setImmediate(() => gate.emit('played'));
        return say(['one', 'two']);
      },
    },
    say('next'),
  ]);
  const client = new AbortController();
  const first = chat(stub.url, { stream: true, signal: client.signal });
  const request = await stub.request(1);
  client.abort();
  await expect(first).rejects.toThrow('aborted');
  expect(await request.ended).toMatchObject({ complete: false });
  gate.emit('open');
  await played;
  expect(await contentOf(chat(stub.url))).toBe('next');
  stub.finished();
});

test('what a computed step throws, or a reply that is none, is a failure', async () => {
  const stub = await stubOf([
    {
      reply: () => {
        throw new Error('the date is missing');
      },
    },
    { reply: () => ({ error: { status: 200 } }) },
  ]);
  expect([(await chat(stub.url)).status, (await chat(stub.url)).status]).toEqual([400, 400]);
  expect(() => stub.finished()).toThrow(
    /step 1: the date is missing\n.*step 2: the reply is not valid:[\s\S]*status/,
  );
});

const called = { role: 'assistant', tool_calls: [{ id: 'c1', function: { name: 'a', arguments: '{}' } }] };
const result = { role: 'tool', tool_call_id: 'c1', content: 'ok' };

test.each([
  [
    'a call that nobody answers',
    [called, { role: 'user', content: 'x' }],
    'no tool message answers the call c1',
  ],
  ['a call at the end', [called], 'no tool message answers the call c1'],
  [
    'a second answer',
    [called, result, result],
    'a tool message answers c1, which was not called or is answered',
  ],
  ['an answer to nothing', [result], 'a tool message answers c1, which was not called'],
])('a history that the real API refuses is refused: %s', async (_what, messages, words) => {
  const stub = await stubOf([say('fine', { repeat: 'forever' })]);
  expect((await chat(stub.url, { messages: [called, result, { role: 'user', content: 'y' }] })).status).toBe(
    200,
  );
  expect((await chat(stub.url, { messages })).status).toBe(400);
  expect(() => stub.finished()).toThrow(words);
});

test('what is no chat completion request is refused and named', async () => {
  const stub = await stubOf([]);
  const post = (body: string) => fetch(`${stub.url}/chat/completions`, { method: 'POST', body });
  expect((await post('{')).status).toBe(400);
  expect((await post('{"model":"m"}')).status).toBe(400);
  expect((await fetch(`${stub.url}/responses?x=1`)).status).toBe(404);
  expect(() => stub.finished()).toThrow(/not JSON\n[\s\S]*messages[\s\S]*GET \/v1\/responses was called/);
  expect(stub.requests).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  ['no list', {}, /the script is not valid[\s\S]*expected array/],
  ['an unknown field', [{ text: 'a' }, { txet: 'a' }], /step 2 of the script[\s\S]*"txet"/],
  ['an empty step', [{}], /step 1[\s\S]*says nothing/],
  ['a tool call without a name', [{ toolCalls: [{ arguments: {} }] }], /step 1[\s\S]*toolCalls\[0\]\.name/],
  [
    'arguments that are a number',
    [{ toolCalls: [{ name: 'a', arguments: 7 }] }],
    /a list of strings[\s\S]*\.arguments/,
  ],
  ['an error with text', [{ text: 'a', error: { status: 500 } }], /an error stands alone/],
  ['an error that is none', [{ error: { status: 200 } }], /error\.status/],
  ['two ends', [{ text: 'a', cutAfter: 1, hangAfter: 1 }], /cutAfter and hangAfter can't both be/],
  ['words without a choice', [{ noChoices: true, text: 'a' }], /noChoices goes without text/],
  ['a wrong repeat', [{ text: 'a', repeat: 0 }], />=1[\s\S]*repeat/],
  ['a wrong expectation', [{ text: 'a', expect: { lastRole: 'robot' } }], /expect\.lastRole/],
  ['a reply that is no function', [{ reply: 'a' }], /step 1[\s\S]*reply/],
  [
    'a step never reached',
    [{ text: 'a', repeat: 'forever' }, { text: 'b' }],
    /step 2 of the script is never reached/,
  ],
])('a bad script is refused with the field: %s', async (_what, script, words) => {
  await expect(startModelStub({ script: script as [] })).rejects.toThrow(words);
});

test('a port that is taken rejects', async () => {
  const stub = await stubOf([]);
  const port = Number(new URL(stub.url).port);
  await expect(startModelStub({ script: [], port })).rejects.toThrow('EADDRINUSE');
});

test('close may be called twice, and await using closes', async () => {
  let url: string;
  {
    await using stub = await startModelStub({ script: [callTools([{ name: 'a' }], { repeat: 'forever' })] });
    url = stub.url;
    expect((await chat(url)).status).toBe(200);
    await stub.close();
  }
  await expect(chat(url)).rejects.toThrow('fetch failed');
});
