import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { QueryClient } from '@tanstack/react-query';
import { createProblem, PROBLEM_CONTENT_TYPE, PROBLEMS, type ProblemCode, type Turn } from '@todo/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type ChatState,
  chatKeys,
  createChat,
  placeTurn,
  shownTurns,
  turnToFollow,
} from '@/features/chat/model/chat';
import { createChatApi, type TurnPage } from '@/features/chat/model/chat-api';
import { createApi, createSend } from '@/lib/api';
import { startUpstream, type Upstream } from '../support/upstream';
import { someTurn } from './some-turn';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const streams =
  (...parts: string[]): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) response.write(part);
  };
const streamsAndEnds =
  (...parts: string[]): Answer =>
  (request, response, body) => {
    streams(...parts)(request, response, body);
    response.end();
  };
const breaksOff =
  (...parts: string[]): Answer =>
  (request, response, body) => {
    streams(...parts)(request, response, body);
    setImmediate(() => response.destroy());
  };
const refuses =
  (code: ProblemCode): Answer =>
  (_request, response) =>
    response
      .writeHead(PROBLEMS[code].status, { 'content-type': PROBLEM_CONTENT_TYPE })
      .end(JSON.stringify(createProblem(code)));

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.stop());

/** A page's talk over a real server, that answers each request with the next of its answers. */
const talk = (...answers: Answer[]) => {
  const requests: { line: string; key: string | undefined; body: unknown }[] = [];
  upstream.answer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    requests.push({
      line: `${request.method} ${request.url}`,
      key: request.headers['idempotency-key']?.toString(),
      body: body === '' ? undefined : JSON.parse(body),
    });
    const answer = answers.shift();
    if (answer === undefined) response.writeHead(500).end();
    else answer(request, response, body);
  });
  const client = new QueryClient();
  const over: Turn[] = [];
  const numbers: [string, number][] = [];
  const news: number[] = [];
  let ids = 0;
  const { url } = upstream;
  const fetchFrom: typeof fetch = (path, init) => fetch(`${url}${path}`, init);
  const chat = createChat({
    client,
    api: createChatApi('ada', createApi(fetchFrom), createSend(fetchFrom)),
    randomId: () => `key-${++ids}`,
    onSignedOut: vi.fn(),
    onNumber: (thread, number) => numbers.push([thread, number]),
    onNews: (number) => news.push(number),
    onOver: (turn) => over.push(turn),
    wait: async () => undefined,
  });
  const turns = () => {
    const pages = client.getQueryData<{ pages: TurnPage[] }>(chatKeys.turns(1))?.pages ?? [];
    return shownTurns(pages, chat.state().live);
  };
  const until = (condition: (state: ChatState) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!condition(chat.state())) return;
        leave();
        resolve();
      };
      const leave = chat.subscribe(look);
      look();
    });
  return { chat, client, requests, over, numbers, news, turns, until };
};

const queued = someTurn({ status: 'queued' });
const done = someTurn({ status: 'done', response: 'You have none.' });

test('what is said is sent once, streams in, and is over', async () => {
  const { chat, requests, over, numbers, news, turns, until } = talk(
    streams(
      event('turn', queued),
      event('turn', someTurn()),
      event('text', { delta: 'You have ' }),
      event('surprise', {}),
    ),
  );
  chat.say('new-a', 'What’s pending?');
  expect(chat.state().outgoing.map(({ message }) => message)).toEqual(['What’s pending?']);
  await until(({ live }) => live.get(1)?.turn.response === 'You have ');
  expect(chat.state().outgoing).toEqual([]);
  expect(numbers).toEqual([['new-a', 1]]);
  expect(turns()).toEqual([someTurn({ response: 'You have ' })]);
  expect(over).toEqual([]);
  expect(news).toEqual([1]);
  expect(requests).toEqual([
    { line: 'POST /api/ada/chat', key: 'key-1', body: { message: 'What’s pending?' } },
  ]);
  chat.follow(queued)();
});

test('the end of a turn is told even to who stops listening when it comes', async () => {
  const { chat, over, news } = talk(streams(event('turn', someTurn()), event('turn', done)));
  const leave = chat.follow(queued);
  let wasLive = false;
  chat.subscribe(() => {
    if (chat.state().live.size > 0) wasLive = true;
    else if (wasLive) leave();
  });
  await vi.waitFor(() => expect(over).toEqual([done]));
  expect(news).toEqual([1]);
});

test('a stream that breaks off is taken up again until the turn is over', async () => {
  const { chat, requests, over, turns, until } = talk(
    breaksOff(event('turn', queued), event('text', { delta: 'lost' })),
    refuses('bad_gateway'),
    streamsAndEnds(event('turn', someTurn({ response: 'You' })), event('end', {})),
    streamsAndEnds(event('turn', done)),
  );
  chat.say(1, 'What’s pending?');
  await vi.waitFor(() => expect(over).toEqual([done]));
  await until(({ live }) => live.size === 0);
  expect(requests.map(({ line }) => line).slice(0, 4)).toEqual([
    'POST /api/ada/chat',
    'GET /api/ada/turns/1',
    'GET /api/ada/turns/1',
    'GET /api/ada/turns/1',
  ]);
  expect(turns()).toEqual([]);
});

test('a message whose answer was lost is sent again with its key, and not said twice', async () => {
  const { chat, requests, over } = talk(
    (request) => void request.socket.destroy(),
    refuses('gateway_timeout'),
    (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(done)),
  );
  chat.say('new-a', 'What’s pending?');
  await vi.waitFor(() => expect(over).toEqual([done]));
  expect(requests.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1']);
});

test('what can not be sent comes back, with what was said after it', async () => {
  const { chat, until } = talk(refuses('assistant_limit'));
  chat.say(1, 'One');
  chat.say(1, 'Two');
  await until(({ unsent }) => unsent !== null);
  expect(chat.state()).toMatchObject({ outgoing: [], unsent: { thread: 1, text: 'One\nTwo' } });
});

test('given up and said again, it still is the same message', async () => {
  const cut: Answer = (request) => void request.socket.destroy();
  const { chat, requests, until } = talk(cut, cut, cut, streams(event('turn', queued)));
  chat.say(1, 'One');
  await until(({ unsent }) => unsent !== null);
  chat.say(1, 'One');
  await until(({ live }) => live.size === 1);
  expect(requests.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
  chat.follow(queued)();
});

test('a second message waits for the number of its conversation, and is not listened to before its turn', async () => {
  const closed: Promise<unknown>[] = [];
  const { chat, requests, until } = talk(streams(event('turn', queued)), (request, response, body) => {
    closed.push(once(response, 'close'));
    streams(event('turn', someTurn({ turn_id: 2, status: 'queued', message: 'Two' })))(
      request,
      response,
      body,
    );
  });
  chat.say('new-a', 'One');
  chat.say('new-a', 'Two');
  await until(({ outgoing }) => outgoing.length === 0);
  expect(requests.map(({ body }) => body)).toEqual([
    { message: 'One' },
    { message: 'Two', conversation_id: 1 },
  ]);
  await closed[0];
  expect([...chat.state().live.keys()]).toEqual([1]);
  chat.follow(queued)();
});

test('who stops listening lets go of the connection', async () => {
  const closed: Promise<unknown>[] = [];
  const { chat, over } = talk((request, response, body) => {
    closed.push(once(response, 'close'));
    streams(event('turn', someTurn()))(request, response, body);
  });
  const leave = chat.follow(queued);
  await vi.waitFor(() => expect(chat.state().live.size).toBe(1));
  leave();
  await closed[0];
  await vi.waitFor(() => expect(chat.state().live.size).toBe(0));
  expect(over).toEqual([]);
});

test('the turn to listen to is the first that is open, or the last when it was interrupted', () => {
  const turn = (turn_id: number, status: Turn['status']) => someTurn({ turn_id, status });
  expect(turnToFollow([turn(1, 'done'), turn(2, 'running'), turn(3, 'queued')])?.turn_id).toBe(2);
  expect(turnToFollow([turn(1, 'interrupted'), turn(2, 'done')])).toBeUndefined();
  expect(turnToFollow([turn(1, 'done'), turn(2, 'interrupted')])?.turn_id).toBe(2);
  expect(turnToFollow([turn(1, 'waiting')])).toBeUndefined();
});

test('a turn takes its place in the pages, a new one at the end of the newest', () => {
  const page = (...ids: number[]): TurnPage => ({
    turns: ids.map((turn_id) => someTurn({ turn_id })),
    earlier: null,
  });
  const pages = [page(3, 4), page(1, 2)];
  expect(placeTurn(pages, someTurn({ turn_id: 5 }))[0]?.turns.map(({ turn_id }) => turn_id)).toEqual([
    3, 4, 5,
  ]);
  const placed = placeTurn(pages, someTurn({ turn_id: 1, response: 'Hi' }));
  expect(placed[0]?.turns).toHaveLength(2);
  expect(shownTurns(placed, new Map()).map(({ turn_id, response }) => `${turn_id}${response}`)).toEqual([
    '1Hi',
    '2',
    '3',
    '4',
  ]);
});
