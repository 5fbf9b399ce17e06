import { once, setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { endOfStream, eventsQuery, ProblemError, STREAM_EVENTS, userPath } from '@todo/contracts';
import type { EventFeed, FeedItem } from '@todo/tasks';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Principal, principalOf } from '../plugins/app/access.js';
import { problemResponses } from './problem-responses.js';

/** Proxies cut a stream that is silent for longer: the shortest limit in use is nginx's 60 s. */
const HEARTBEAT_MS = 15_000;
/** How often it is asked whether the caller may still listen: as long as an ended session is believed. */
const RECHECK_MS = 60_000;
/** A browser needs one, its tabs share it. */
const MAX_STREAMS_PER_USER = 20;

const frame = (item: FeedItem): string =>
  item.kind === 'task'
    ? `event: ${STREAM_EVENTS.task}\nid: ${item.id}\ndata: ${JSON.stringify(item.event)}\n\n`
    : `event: ${STREAM_EVENTS.reset}\nid: ${item.id}\ndata: ${JSON.stringify({ event_id: item.id })}\n\n`;

/** Where to go on: the last event that the client has seen wins over the one that its list was made at. */
const startOf = (request: FastifyRequest, after: number | undefined): number | null => {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return after ?? null;
  // An id that we never gave out is ahead of every one that we did: the feed answers with a reset.
  return /^\d{1,15}$/.test(String(header)) ? Number(header) : Number.MAX_SAFE_INTEGER;
};

/** `/api/{user_id}/events`: what happens to the tasks, as server-sent events. */
export const eventRoutes = (deps: {
  feed: EventFeed;
  /** Aborts when the server shuts down. */
  shutdown: AbortSignal;
  /** Whether the caller may still listen. */
  stillAllowed: (principal: Principal, headers: FastifyRequest['headers']) => Promise<boolean>;
  recheckMs?: number;
}): FastifyPluginAsyncZod => {
  // Each open stream listens to it.
  setMaxListeners(0, deps.shutdown);
  const open = new Map<string, number>();
  const count = (userId: string, change: 1 | -1): void => {
    const streams = (open.get(userId) ?? 0) + change;
    if (streams === 0) open.delete(userId);
    else open.set(userId, streams);
  };

  return async (app) => {
    app.get(
      '/events',
      {
        exposeHeadRoute: false,
        config: { access: 'tasks:read' },
        schema: {
          summary: 'Follow what happens',
          tags: ['events'],
          params: userPath,
          querystring: eventsQuery,
          response: {
            200: {
              description: 'Server-sent events `task`, `reset` and `end`',
              content: { 'text/event-stream': { schema: z.unknown().meta({ type: 'string' }) } },
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const { userId } = principal;
        if ((open.get(userId) ?? 0) >= MAX_STREAMS_PER_USER)
          throw new ProblemError('rate_limited', {
            detail: 'Too many event streams are open.',
            retryAfter: 10,
          });

        const ended = new AbortController();
        const end = (): void => ended.abort();
        const stream = new PassThrough();
        const write = async (text: string): Promise<void> => {
          // A client that reads slowly holds up its own reader only: the feed is asked again when it has caught up.
          if (!stream.write(text)) await once(stream, 'drain', { signal: ended.signal });
        };
        const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
        const isStillAllowed = (): Promise<boolean> => deps.stillAllowed(principal, request.headers);
        const recheck = setInterval(() => {
          isStillAllowed().then(
            (allowed) => allowed || end(),
            () => undefined,
          );
        }, deps.recheckMs ?? RECHECK_MS);
        const expiry = setTimeout(end, Math.min(principal.expiresAt - Date.now(), 2 ** 31 - 1));
        deps.shutdown.addEventListener('abort', end);
        stream.once('close', end);
        count(userId, 1);

        const follow = async (): Promise<void> => {
          await write(': open\n\n');
          const items = deps.feed.subscribe(userId, startOf(request, request.query.after), ended.signal);
          for await (const item of items) {
            // What happens after its token was revoked is not for the bearer any more.
            if (!(await isStillAllowed())) return;
            await write(frame(item));
          }
        };
        follow()
          .catch((error: unknown) => {
            if (!ended.signal.aborted) request.log.warn({ err: error }, 'event stream broke off');
          })
          .finally(() => {
            clearInterval(heartbeat);
            clearInterval(recheck);
            clearTimeout(expiry);
            deps.shutdown.removeEventListener('abort', end);
            count(userId, -1);
            if (!stream.destroyed) stream.end(endOfStream());
          });

        if (deps.shutdown.aborted) end();
        // `close`: a connection that is kept would bring the client back to an instance that leaves.
        return reply
          .type('text/event-stream')
          .header('cache-control', 'no-cache, no-transform')
          .header('x-accel-buffering', 'no')
          .header('connection', 'close')
          .send(stream);
      },
    );
  };
};
