import { once, setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import {
  assistantInfo,
  chatRequest,
  conversation,
  conversationListQuery,
  conversationPath,
  endOfStream,
  isOver,
  message,
  ProblemError,
  TURN_EVENTS,
  type Turn,
  turn,
  turnPath,
  turnsQuery,
  undoResult,
  userPath,
} from '@todo/contracts';
import type { Tasks } from '@todo/tasks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Assistant, TurnNews } from '../assistant/assistant.js';
import { decodePlace, encodePlace } from '../assistant/conversation-cursor.js';
import type { Models } from '../assistant/models.js';
import type { TurnKey, TurnStore } from '../assistant/turn-store.js';
import { principalOf } from '../plugins/app/access.js';
import { problemResponses } from './problem-responses.js';
import { idempotencyOf } from './tasks/idempotency.js';
import { nextPage } from './tasks/next-page.js';

/** Proxies cut a stream that is silent for longer: the shortest limit in use is nginx's 60 s. */
const HEARTBEAT_MS = 15_000;
/** How long a request without a stream waits for its turn, ms: below what the frontend's proxy waits. */
const WAIT_MS = 300_000;
/** How long it waits on when the server leaves, ms: another replica may finish the turn within the shutdown. */
const LEAVING_MS = 5_000;

const tags = ['assistant'];
/** A person who signed in: a token for programs must not spend the operator's model. Waits for nothing of ours. */
const config = { access: 'session', ownQueue: true } as const;
const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

const toFrame = (news: TurnNews): string => {
  if (news.kind === 'turn') return frame(TURN_EVENTS.turn, news.turn);
  if (news.kind === 'text') {
    const { delta, reset } = news;
    return frame(TURN_EVENTS.text, reset ? { delta, reset } : { delta });
  }
  return frame(TURN_EVENTS[news.kind], news.call);
};

const wantsStream = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/event-stream') ?? false;

const asStream = {
  description:
    'The turn; with `Accept: text/event-stream` as server-sent events `turn`, `text`, `call`, `result`',
  content: {
    'application/json': { schema: turn },
    'text/event-stream': { schema: z.unknown().meta({ type: 'string' }) },
  },
};

export interface ChatRoutesDeps {
  assistant: Assistant;
  turnStore: TurnStore;
  tasks: Tasks;
  models: Pick<Models, 'preferred'>;
  turnsPerDay: number;
  /** Aborts when the server shuts down. */
  shutdown: AbortSignal;
}

/** `/api/{user_id}/chat`, `/turns` and `/conversations` */
export const chatRoutes = (deps: ChatRoutesDeps): FastifyPluginAsyncZod => {
  const { assistant, turnStore, shutdown } = deps;
  setMaxListeners(0, shutdown);

  /** Passes on what happens in a turn. Its client may go: the turn does not. */
  const stream = (
    request: FastifyRequest,
    reply: FastifyReply,
    key: TurnKey,
    begun: Turn | null = null,
  ): FastifyReply => {
    const output = new PassThrough();
    const gone = new AbortController();
    const ended = new AbortController();
    const end = (): void => ended.abort();
    output.once('close', () => {
      gone.abort();
      end();
    });
    shutdown.addEventListener('abort', end);
    if (shutdown.aborted) end();
    const heartbeat = setInterval(() => output.write(': still here\n\n'), HEARTBEAT_MS);
    const follow = async (): Promise<void> => {
      for await (const news of assistant.follow(key, ended.signal, begun)) {
        if (!output.write(toFrame(news))) await once(output, 'drain', { signal: gone.signal });
      }
    };
    follow()
      .catch((err: unknown) => {
        if (!gone.signal.aborted) request.log.warn({ err }, 'the stream of a turn broke off');
      })
      .finally(() => {
        clearInterval(heartbeat);
        shutdown.removeEventListener('abort', end);
        if (!output.destroyed) output.end(shutdown.aborted ? endOfStream() : undefined);
      });
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-cache, no-transform')
      .header('x-accel-buffering', 'no')
      .header('connection', 'close')
      .send(output);
  };

  const whenOver = async (key: TurnKey, reply: FastifyReply, begun: Turn | null): Promise<Turn> => {
    const enough = new AbortController();
    // The client has gone: nobody waits for the answer.
    reply.raw.once('close', () => enough.abort());
    const patience = setTimeout(() => enough.abort(), WAIT_MS);
    const hurry = (): void => {
      setTimeout(() => enough.abort(), LEAVING_MS).unref();
    };
    shutdown.addEventListener('abort', hurry);
    try {
      for await (const news of assistant.follow(key, enough.signal, begun))
        if (news.kind === 'turn' && isOver(news.turn.status)) return news.turn;
      return await turnStore.read(key);
    } finally {
      clearTimeout(patience);
      shutdown.removeEventListener('abort', hurry);
    }
  };

  const keyOf = (request: FastifyRequest, turnId: number): TurnKey => ({
    userId: principalOf(request).userId,
    turnId,
  });

  return async (app) => {
    app.get(
      '/assistant',
      {
        config: { access: 'session' },
        schema: {
          summary: 'Which model answers',
          tags,
          params: userPath,
          response: { 200: assistantInfo, ...problemResponses },
        },
      },
      async () => ({ model: deps.models.preferred }),
    );

    app.post(
      '/chat',
      {
        config,
        schema: {
          summary: 'Say something to the assistant',
          description:
            'Answers when the turn is over, or as it happens with `Accept: text/event-stream`. With an ' +
            'Idempotency-Key the same message can be sent again without being said twice.',
          tags,
          params: userPath,
          body: chatRequest,
          response: { 200: asStream, ...problemResponses },
        },
      },
      async (request, reply) => {
        const { userId } = principalOf(request);
        const { turnId, begun } = await turnStore.begin(userId, request.body, {
          model: deps.models.preferred,
          turnsPerDay: deps.turnsPerDay,
          idempotency: idempotencyOf(request.headers['idempotency-key'], 'POST /chat', request.body),
        });
        assistant.wake();
        if (begun === null) reply.header('idempotency-replayed', 'true');
        const key = { userId, turnId };
        return wantsStream(request) ? stream(request, reply, key, begun) : whenOver(key, reply, begun);
      },
    );

    app.get(
      '/turns/:turn_id',
      {
        exposeHeadRoute: false,
        config,
        schema: {
          summary: 'Get or follow a turn',
          tags,
          params: turnPath,
          response: { 200: asStream, ...problemResponses },
        },
      },
      async (request, reply) => {
        const key = keyOf(request, request.params.turn_id);
        const found = await turnStore.read(key);
        return wantsStream(request) ? stream(request, reply, key) : found;
      },
    );

    app.post(
      '/turns/:turn_id/cancel',
      {
        config: { access: 'session' },
        schema: {
          summary: 'Stop a turn',
          description: 'What it has done so far stays, and can be undone.',
          tags,
          params: turnPath,
          response: { 200: turn, ...problemResponses },
        },
      },
      async (request) => {
        const key = keyOf(request, request.params.turn_id);
        const found = await turnStore.cancel(key);
        assistant.cancel(key);
        assistant.wake();
        return found;
      },
    );

    app.post(
      '/turns/:turn_id/retry',
      {
        config: { access: 'session' },
        schema: {
          summary: 'Go on with a turn that failed or was stopped',
          tags,
          params: turnPath,
          response: { 200: turn, ...problemResponses },
        },
      },
      async (request) => {
        const found = await turnStore.retry(keyOf(request, request.params.turn_id), deps.turnsPerDay);
        assistant.wake();
        return found;
      },
    );

    app.post(
      '/turns/:turn_id/undo',
      {
        config: { access: 'session' },
        schema: {
          summary: 'Take back what a turn changed',
          description: 'All or nothing: 409 `changed_since` names a task that was changed after the turn.',
          tags,
          params: turnPath,
          response: { 200: undoResult, ...problemResponses },
        },
      },
      async (request) => {
        const key = keyOf(request, request.params.turn_id);
        const { status } = await turnStore.read(key);
        if (!isOver(status))
          throw new ProblemError('turn_not_open', {
            detail: `Turn ${key.turnId} is ${status}: stop it first.`,
          });
        const undone = await deps.tasks.undoTurn({ userId: key.userId, actor: 'user' }, key.turnId);
        return { turn_id: key.turnId, tasks: undone };
      },
    );

    app.get(
      '/conversations',
      {
        config: { access: 'session' },
        schema: {
          summary: 'List conversations, the one used last first',
          tags,
          params: userPath,
          querystring: conversationListQuery,
          response: { 200: z.array(conversation), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { limit, cursor } = request.query;
        const found = await turnStore.conversations(principalOf(request).userId, {
          limit: limit + 1,
          before: cursor === undefined ? undefined : decodePlace(cursor),
        });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        if (found.length > limit && last !== undefined)
          reply.header('link', nextPage(request, encodePlace(last)));
        return page;
      },
    );

    app.delete(
      '/conversations/:conversation_id',
      {
        config: { access: 'session' },
        schema: {
          summary: 'Delete a conversation',
          description: 'What was said is gone. The tasks stay as they are.',
          tags,
          params: conversationPath,
          response: { 204: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        await turnStore.removeConversation(principalOf(request).userId, request.params.conversation_id);
        return reply.code(204).send();
      },
    );

    app.get(
      '/conversations/:conversation_id/turns',
      {
        config: { access: 'session' },
        schema: {
          summary: 'The turns of a conversation, oldest first',
          description: 'The newest 50, or those before `before`; older ones are behind `Link: rel="prev"`.',
          tags,
          params: conversationPath,
          querystring: turnsQuery,
          response: { 200: z.array(turn), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { userId } = principalOf(request);
        const id = request.params.conversation_id;
        const page = await turnStore.turns(userId, id, request.query.before);
        const [first] = page.turns;
        if (page.more && first !== undefined)
          reply.header(
            'link',
            `</api/${userId}/conversations/${id}/turns?before=${first.turn_id}>; rel="prev"`,
          );
        return page.turns;
      },
    );

    app.get(
      '/conversations/:conversation_id/messages',
      {
        config: { access: 'session' },
        schema: {
          summary: 'The messages of a conversation, oldest first',
          tags,
          params: conversationPath,
          response: { 200: z.array(message), ...problemResponses },
        },
      },
      async (request) => {
        const { userId } = principalOf(request);
        const id = request.params.conversation_id;
        await turnStore.turns(userId, id, 1);
        return turnStore.messages(userId, id);
      },
    );
  };
};
