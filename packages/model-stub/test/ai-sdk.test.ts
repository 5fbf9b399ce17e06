import { inspect } from 'node:util';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, NoSuchToolError, stepCountIs, streamText, tool } from 'ai';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { call, callTools, fail, type ModelStub, say } from '../src/index.js';
import { stubOf } from './support/stub.js';

const model = (stub: ModelStub) =>
  createOpenAICompatible({ name: 'stub', baseURL: stub.url, apiKey: 'k', includeUsage: true })('m');

/** The one tool that the tests offer, and what it was called with. */
function createTools() {
  const added: string[] = [];
  const add_task = tool({
    description: 'Add a task',
    inputSchema: z.object({ title: z.string() }),
    execute: async ({ title }) => {
      added.push(title);
      return { added: title };
    },
  });
  return { added, tools: { add_task } };
}

/** What a client sees of a streamed turn of up to three steps. */
async function turn(stub: ModelStub) {
  const { added, tools } = createTools();
  const errors: unknown[] = [];
  const result = streamText({
    model: model(stub),
    prompt: 'go',
    tools,
    stopWhen: stepCountIs(3),
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
  });
  const parts = [];
  try {
    for await (const part of result.fullStream) parts.push(part);
  } catch (error) {
    errors.push(error);
  }
  const words = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : [])).join('');
  return { added, errors, parts, words };
}

test('a text is streamed, and usage counted', async () => {
  const usage = { promptTokens: 5, completionTokens: 2 };
  const stub = await stubOf([
    say('Hello there.', { pieceLength: 3, usage, expect: { authorized: true, stream: true, model: 'm' } }),
  ]);
  const { words, parts } = await turn(stub);
  expect(words).toBe('Hello there.');
  expect(parts.at(-1)).toMatchObject({
    type: 'finish',
    finishReason: 'stop',
    totalUsage: { inputTokens: 5, outputTokens: 2 },
  });
  stub.finished();
});

test('an answer that is not streamed is read, tool calls and all', async () => {
  const { added, tools } = createTools();
  const stub = await stubOf([callTools([call('add_task', { title: 'milk' })]), say('Added.')]);
  const { text } = await generateText({ model: model(stub), prompt: 'go', tools, stopWhen: stepCountIs(2) });
  expect([text, added]).toEqual(['Added.', ['milk']]);
  stub.finished();
});

test.each([{ pieceLength: 1 }, { pieceLength: 4, interleave: true }, { interleave: true }, {}])(
  'fragmented deltas of several calls arrive whole: %o',
  async (how) => {
    const calls = [call('add_task', { title: 'Butter & "Brot" 🥖' }), call('add_task', '{"title":"eggs"}')];
    const expected = { lastRole: 'tool', lastContains: 'eggs', tools: ['add_task'] };
    const stub = await stubOf([
      callTools(calls, { text: 'Both.', ...how }),
      say('Done.', { expect: { ...expected, lastRole: 'tool' } }),
    ]);
    const { added, words, errors } = await turn(stub);
    expect({ added, words, errors }).toEqual({
      added: ['Butter & "Brot" 🥖', 'eggs'],
      words: 'Both.Done.',
      errors: [],
    });
    stub.finished();
  },
);

test('a call that comes in one delta, and one without an id, are called', async () => {
  const stub = await stubOf([
    callTools([call('add_task', ['{"title":"milk"}'])]),
    callTools([call('add_task', { title: 'eggs' }, { id: null })]),
    say('Done.'),
  ]);
  const { added, words } = await turn(stub);
  expect([added, words]).toEqual([['milk', 'eggs'], 'Done.']);
  stub.finished();
});

test('malformed arguments and an unknown tool become errors that the model is told of', async () => {
  const stub = await stubOf([
    callTools([call('add_task', '{"title": ')]),
    callTools([call('fly', {})], { expect: { lastRole: 'tool' } }),
    say('I cannot.', { expect: { lastRole: 'tool', lastContains: 'fly' } }),
  ]);
  const { added, words, parts } = await turn(stub);
  const errors = parts.flatMap((part) => (part.type === 'tool-error' ? [part] : []));
  expect(errors.map(({ toolName }) => toolName)).toEqual(['add_task', 'fly']);
  const invalid = parts.flatMap((part) => (part.type === 'tool-call' && part.invalid ? [part.error] : []));
  expect(NoSuchToolError.isInstance(invalid[1])).toBe(true);
  expect([added, words]).toEqual([[], 'I cannot.']);
  stub.finished();
});

test('429 is tried again after Retry-After', async () => {
  const stub = await stubOf([fail(429, { headers: { 'Retry-After': '3' } }), say('Hello.')]);
  const { text } = await generateText({ model: model(stub), prompt: 'go', maxRetries: 1 });
  expect(text).toBe('Hello.');
  const [refused, repeated] = [await stub.request(1), await stub.request(2)];
  // Without the header it would wait 2 s.
  expect(repeated.receivedAt - (await refused.ended).at).toBeGreaterThanOrEqual(2900);
  stub.finished();
});

test('500 is tried again, 401 and a refusal by the stub are not', async () => {
  const retried = await stubOf([fail(500, { headers: { 'retry-after-ms': '1' } }), say('Hello.')]);
  expect((await generateText({ model: model(retried), prompt: 'go' })).text).toBe('Hello.');
  retried.finished();

  const locked = await stubOf([fail(401, { message: 'bad key' })]);
  await expect(generateText({ model: model(locked), prompt: 'go' })).rejects.toThrow('bad key');
  locked.finished();

  const surprised = await stubOf([]);
  const error = await generateText({ model: model(surprised), prompt: 'go' }).catch((reason) => reason);
  expect(APICallError.isInstance(error) && error.message).toBe('request 1: there is no step for it');
  expect(surprised.requests).toHaveLength(1);
});

test.each([
  ['a cut stream', { cutAfter: 3 }, 'terminated'],
  ['an error in the stream', { errorAfter: 3 }, 'scripted error in the stream'],
  ['a stream without a finish reason', { finishReason: null }, 'without a finish reason'],
])('%s is an error after the words that came', async (_what, how, message) => {
  const stub = await stubOf([say(['one ', 'two ', 'three'], how)]);
  const { words, errors } = await turn(stub);
  expect(words).toMatch(/^one two /);
  expect(inspect(errors[0], { depth: 4 })).toContain(message);
  stub.finished();
});

test('a cut in the middle of a tool call calls nothing', async () => {
  const stub = await stubOf([
    callTools([call('add_task', { title: 'milk' })], { pieceLength: 4, cutAfter: 4 }),
  ]);
  const { added, errors } = await turn(stub);
  expect([added, errors.length]).toEqual([[], 1]);
});

test('a stream without [DONE] is complete by its finish reason', async () => {
  const stub = await stubOf([say('Hello.', { omitDone: true })]);
  expect(await turn(stub)).toMatchObject({ words: 'Hello.', errors: [] });
});

test('an answer without choices is an error', async () => {
  const stub = await stubOf([{ noChoices: true }]);
  await expect(generateText({ model: model(stub), prompt: 'go' })).rejects.toThrow('choices');
});

test('a hanging stream ends when the client gives up', async () => {
  const stub = await stubOf([say(['one', 'two'], { hangAfter: 2 })]);
  const client = new AbortController();
  const result = streamText({ model: model(stub), prompt: 'go', abortSignal: client.signal });
  const types: string[] = [];
  for await (const part of result.fullStream) {
    types.push(part.type);
    if (part.type === 'text-delta') client.abort();
  }
  expect(types.at(-1)).toBe('abort');
  expect(await (await stub.request(1)).ended).toMatchObject({ complete: false });
});
