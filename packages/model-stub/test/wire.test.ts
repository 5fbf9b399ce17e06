import { expect, test } from 'vitest';
import { call, callTools, fail, say } from '../src/index.js';
import { chat, readCompletion, readStream, streamChat } from './support/client.js';
import { stubOf } from './support/stub.js';

const deltas = ({ chunks }: Awaited<ReturnType<typeof streamChat>>) =>
  chunks.map(({ choices }) => choices[0]?.delta);

test('a text arrives whole', async () => {
  const stub = await stubOf([say('Good morning.')]);
  const completion = await readCompletion(await chat(stub.url, { model: 'small' }));
  expect(completion).toMatchObject({
    object: 'chat.completion',
    model: 'small',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Good morning.' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 },
  });
  expect(completion.choices[0]?.message).not.toHaveProperty('tool_calls');
  stub.finished();
});

test('a text is streamed in the pieces of the script, after a chunk with the role', async () => {
  const stub = await stubOf([say(['Good ', 'morning.'])]);
  const streamed = await streamChat(stub.url);
  expect(deltas(streamed)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'Good ' },
    { content: 'morning.' },
    {},
  ]);
  expect(streamed.chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, null, null, 'stop']);
  expect(new Set(streamed.chunks.map(({ id }) => id)).size).toBe(1);
  expect(streamed.chunks[0]).not.toHaveProperty('usage');
  expect(streamed).toMatchObject({ done: true, broken: false });
});

test('pieceLength cuts a text between characters', async () => {
  const stub = await stubOf([say('a👍b👍c', { pieceLength: 2 })]);
  const contents = deltas(await streamChat(stub.url)).map((delta) => delta?.content);
  expect(contents).toEqual(['', 'a👍', 'b👍', 'c', undefined]);
});

test('usage comes in a last chunk of its own, where it was asked for', async () => {
  const usage = { promptTokens: 11, completionTokens: 3 };
  const stub = await stubOf([say('Hi.', { usage }), say('Hi.', { usage: null })]);
  const asking = { stream_options: { include_usage: true } };
  const { chunks } = await streamChat(stub.url, asking);
  expect(chunks.slice(0, -1).map((chunk) => chunk.usage)).toEqual([null, null, null]);
  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
  });
  const without = await streamChat(stub.url, asking);
  expect(without.chunks.filter((chunk) => 'usage' in chunk)).toEqual([]);
});

test('several tool calls are streamed by index, id and name in the first delta of each', async () => {
  const calls = [call('add_task', ['', '{"ti', 'tle":"x"}']), call('list_tasks', { status: 'open' })];
  const stub = await stubOf([callTools(calls)]);
  const streamed = await streamChat(stub.url);
  expect(deltas(streamed)).toEqual([
    { role: 'assistant', content: null },
    ...[
      { index: 0, id: 'call_1_0', type: 'function', function: { name: 'add_task', arguments: '' } },
      { index: 0, function: { arguments: '{"ti' } },
      { index: 0, function: { arguments: 'tle":"x"}' } },
      { index: 1, id: 'call_1_1', type: 'function', function: { name: 'list_tasks', arguments: '' } },
      { index: 1, function: { arguments: '{"status":"open"}' } },
    ].map((delta) => ({ tool_calls: [delta] })),
    {},
  ]);
  expect(streamed.chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

test('interleaved tool calls take turns, and the longer one ends alone', async () => {
  const calls = [call('a', ['1', '2', '3']), call('b', ['4', '5'])];
  const stub = await stubOf([callTools(calls, { interleave: true })]);
  const order = deltas(await streamChat(stub.url)).flatMap((delta) =>
    (delta?.tool_calls ?? []).map((one) => `${one.index}:${one.function.arguments}`),
  );
  expect(order).toEqual(['0:1', '1:4', '0:2', '1:5', '0:3']);
});

test('words and tool calls, malformed arguments and a missing id go out as written', async () => {
  const step = callTools([call('no_such_tool', '{"title": ', { id: null })], { text: 'A moment.' });
  const stub = await stubOf([step, step]);
  const { choices } = await readCompletion(await chat(stub.url));
  expect(choices[0]).toMatchObject({
    message: {
      content: 'A moment.',
      tool_calls: [{ type: 'function', function: { name: 'no_such_tool', arguments: '{"title": ' } }],
    },
    finish_reason: 'tool_calls',
  });
  expect(choices[0]?.message.tool_calls?.[0]).not.toHaveProperty('id');
  const streamed = deltas(await streamChat(stub.url));
  expect(streamed.slice(0, 3)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'A moment.' },
    {
      tool_calls: [{ index: 0, type: 'function', function: { name: 'no_such_tool', arguments: '' } }],
    },
  ]);
});

test('an HTTP error has the status, the headers and the body of the script', async () => {
  const stub = await stubOf([
    fail(429, { message: 'slow down', headers: { 'Retry-After': '7' } }),
    fail(502, { body: '<h1>Bad gateway</h1>', headers: { 'Content-Type': 'text/html' } }),
    fail(401, { body: { detail: 'who?' } }),
  ]);
  const limited = await chat(stub.url, { stream: true });
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await limited.json()).toMatchObject({ error: { message: 'slow down' } });
  const gateway = await chat(stub.url);
  expect([gateway.status, gateway.headers.get('content-type'), await gateway.text()]).toEqual([
    502,
    'text/html',
    '<h1>Bad gateway</h1>',
  ]);
  expect(await (await chat(stub.url)).json()).toEqual({ detail: 'who?' });
  stub.finished();
});

test('a cut stream delivers exactly its chunks and breaks', async () => {
  const stub = await stubOf([0, 2, 99].map((cutAfter) => say(['one', 'two', 'three'], { cutAfter })));
  for (const count of [0, 2, 5]) {
    const streamed = await streamChat(stub.url);
    expect([streamed.chunks.length, streamed.done, streamed.broken]).toEqual([count, false, true]);
  }
  expect(await stub.requests[0]?.ended).toMatchObject({ complete: false });
});

test('a cut answer that is not streamed breaks in its middle', async () => {
  const stub = await stubOf([say('one', { cutAfter: 1 })]);
  const response = await chat(stub.url);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

test('a stream may end without [DONE], without a finish reason, and with an error inside', async () => {
  const stub = await stubOf([
    say('one', { omitDone: true }),
    say('two', { finishReason: null }),
    say('three', { errorAfter: 2 }),
  ]);
  expect(await streamChat(stub.url)).toMatchObject({ done: false, broken: false });
  const { chunks, done } = await streamChat(stub.url);
  expect([chunks.at(-1)?.choices[0]?.finish_reason, done]).toEqual([null, true]);
  const failed = await streamChat(stub.url);
  expect(failed.chunks).toHaveLength(3);
  expect(failed.chunks[2]?.error?.message).toBe('scripted error in the stream');
  expect(failed).toMatchObject({ done: false, broken: false });
});

test('an answer without choices, and one with an empty choice', async () => {
  const stub = await stubOf([{ noChoices: true }, { noChoices: true }, say('')]);
  expect((await readCompletion(await chat(stub.url))).choices).toEqual([]);
  const { chunks, done } = await streamChat(stub.url);
  expect([chunks.flatMap(({ choices }) => choices), done]).toEqual([[], true]);
  expect((await readCompletion(await chat(stub.url))).choices[0]?.message.content).toBe('');
});

test.for([true, false])('a reply that hangs lasts until the client goes (stream: %s)', async (stream) => {
  const stub = await stubOf([say(['one', 'two'], { hangAfter: 2 })]);
  const client = new AbortController();
  const answered = chat(stub.url, { stream, signal: client.signal });
  let seen = 0;
  const reading = stream
    ? readStream(await answered, () => {
        seen += 1;
        if (seen === 2) client.abort();
      }).then(({ broken }) => broken)
    : answered.then(
        () => false,
        () => true,
      );
  const request = await stub.request(1);
  if (!stream) client.abort();
  expect(await reading).toBe(true);
  expect(await request.ended).toMatchObject({ complete: false });
  stub.finished();
});

test('closing the stub breaks off what hangs', async () => {
  const stub = await stubOf([say('one', { hangAfter: 1 })]);
  const streamed = readStream(await chat(stub.url, { stream: true }), () => void stub.close());
  expect(await streamed).toMatchObject({ done: false, broken: true });
});

test('the first token and the pieces after it come as late as the script says', async () => {
  const stub = await stubOf([
    say(['one', 'two'], { firstTokenMs: 120, betweenMs: 40 }),
    say(['one', 'two'], { firstTokenMs: 120, betweenMs: 40 }),
  ]);
  const response = await chat(stub.url, { stream: true });
  const { receivedAt } = await stub.request(1);
  const at: number[] = [];
  await readStream(response, () => at.push(performance.timeOrigin + performance.now() - receivedAt));
  // A timer may fire a millisecond early; how late it fires is the machine's affair.
  expect(at[0]).toBeGreaterThanOrEqual(119);
  expect(at[3]).toBeGreaterThanOrEqual(119 + 3 * 39);
  await chat(stub.url);
  const whole = await stub.request(2);
  expect((await whole.ended).at - whole.receivedAt).toBeGreaterThanOrEqual(119 + 3 * 39);
});

test('a client that goes while the first token is awaited ends the answer', async () => {
  const stub = await stubOf([say('one', { firstTokenMs: 600_000 })]);
  const client = new AbortController();
  const response = await chat(stub.url, { stream: true, signal: client.signal });
  client.abort();
  await expect(response.text()).rejects.toThrow();
  expect(await (await stub.request(1)).ended).toMatchObject({ complete: false });
});

test('the models are listed', async () => {
  const stub = await stubOf([]);
  const response = await fetch(`${stub.url}/models`);
  expect(await response.json()).toMatchObject({ object: 'list', data: [{ id: 'stub', object: 'model' }] });
  stub.finished();
});

test('requests are recorded without secrets, with whether an Authorization came', async () => {
  const stub = await stubOf([say('one'), say('two')]);
  await chat(stub.url, {
    headers: { authorization: 'Bearer top-secret', 'api-key': 'top-secret', 'x-a': 'b' },
  });
  await chat(stub.url, { temperature: 0.5 });
  expect(stub.requests).toMatchObject([
    { authorized: true, step: 1, headers: { 'x-a': 'b' } },
    { authorized: false, step: 2, body: { model: 'm', temperature: 0.5 } },
  ]);
  expect(JSON.stringify(stub.requests)).not.toContain('top-secret');
  expect(await stub.requests[1]?.ended).toMatchObject({ complete: true });
});
