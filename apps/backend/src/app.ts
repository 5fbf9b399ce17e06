import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { LIMITS, PROBLEM_CONTENT_TYPE, ProblemError, REQUEST_ID } from '@todo/contracts';
import type { Health, Lifecycle } from '@todo/health';
import { healthPlugin } from '@todo/health/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { $ZodType } from 'zod/v4/core';
import type { Config } from './config.js';
import { measureServices } from './metrics.js';
import { access, createIdentify } from './plugins/app/access.js';
import { jsonBody } from './plugins/app/json-body.js';
import { type LoadSheddingOptions, loadShedding, TOO_BUSY } from './plugins/app/load-shedding.js';
import { answerBadAddress, answerClientError, problems } from './plugins/app/problems.js';
import { sameOrigin } from './plugins/app/same-origin.js';
import { apiPage } from './plugins/external/api-page.js';
import { openapi } from './plugins/external/swagger.js';
import { RequestLog } from './request-log.js';
import { authRoutes } from './routes/auth/auth.js';
import { chatRoutes } from './routes/chat.js';
import { eventRoutes } from './routes/events.js';
import { bulkRoutes } from './routes/tasks/bulk.js';
import { taskRoutes } from './routes/tasks/tasks.js';
import { trashRoutes } from './routes/tasks/trash.js';
import { transferRoutes } from './routes/transfer.js';
import type { Services } from './services.js';

/** Milliseconds for a whole request to arrive; the longest is a body of 128 KiB over a bad line. */
const REQUEST_TIMEOUT_MS = 20_000;
/** Above the 60 s after which common proxies drop an idle connection, so that they drop it, not we. */
const KEEP_ALIVE_MS = 75_000;

const requestId = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

/** Fastify takes no number, since it would believe whoever comes past the proxies: the setting says that nobody does. */
const trustProxies = (proxies: number | string[]) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies;

/** The app, without a port and without signals: those are main.ts's. */
export const buildApp = async (deps: {
  config: Config;
  logger: FastifyBaseLogger;
  services: Services;
  health: Health;
  lifecycle?: Lifecycle;
  requestTimeoutMs?: number;
  /** See `loadShedding`. */
  loadShedding?: Partial<LoadSheddingOptions>;
  /** See `eventRoutes`. */
  recheckMs?: number;
}): Promise<FastifyInstance> => {
  const { config, services, requestTimeoutMs = REQUEST_TIMEOUT_MS } = deps;
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new RequestLog(),
    trustProxy: trustProxies(config.TRUSTED_PROXIES),
    genReqId: requestId,
    bodyLimit: LIMITS.body.max,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node swaps the two time-outs when the one for the headers, 60 s by default, is the longer one.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: requestTimeoutMs / 10 },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerBadAddress,
    routerOptions: { maxParamLength: 128 },
  });
  app.setValidatorCompiler<$ZodType>((route) => {
    const validate = validatorCompiler(route);
    // Fastify hands on a body that is not there as null.
    return route.httpPart === 'body' ? (body) => validate(body ?? undefined) : validate;
  });
  // The schemas of answers are for the OpenAPI page; checking each answer would cost more than making it.
  app.setSerializerCompiler(() => JSON.stringify);

  await app.register(healthPlugin, {
    health: deps.health,
    ...(deps.lifecycle === undefined ? {} : { lifecycle: deps.lifecycle }),
    admission: { body: { contentType: PROBLEM_CONTENT_TYPE, text: TOO_BUSY } },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  await app.register(problems);
  await app.register(jsonBody);
  await app.register(openapi, {
    publicUrl: config.PUBLIC_URL,
    cookieName: services.authentication.cookieName,
  });
  await app.register(apiPage);
  measureServices(deps.health.metrics, services);

  await app.register(
    async (api) => {
      api.addHook('onRequest', (_request, reply, done) => {
        // What is somebody's own is kept by their browser alone, and asked for again each time.
        reply.header('cache-control', 'private, no-cache');
        done();
      });
      await api.register(loadShedding, {
        shedding: deps.health.shedding,
        // While one half waits for the database, the other is being read and answered.
        concurrent: 2 * config.DATABASE_POOL_SIZE,
        ...deps.loadShedding,
      });
      await api.register(sameOrigin, { publicUrl: config.PUBLIC_URL });
      await api.register(access, services);
      await api.register(authRoutes({ ...services, signUpOpen: config.SIGNUP === 'open' }), {
        prefix: '/auth',
      });
      await api.register(
        async (mine) => {
          await mine.register(taskRoutes(services));
          await mine.register(bulkRoutes(services));
          await mine.register(trashRoutes(services));
          await mine.register(transferRoutes(services));
          const shutdown = deps.lifecycle?.signal ?? new AbortController().signal;
          await mine.register(
            chatRoutes({ ...services, turnsPerDay: config.ASSISTANT_TURNS_PER_DAY, shutdown }),
          );
          const identify = createIdentify(services);
          await mine.register(
            eventRoutes({
              feed: services.feed,
              shutdown,
              stillAllowed: (principal, headers) =>
                identify(headers).then(
                  (found) => found.principal.userId === principal.userId,
                  // With the database away nobody knows, and the stream lives on.
                  (error: unknown) => !(error instanceof ProblemError),
                ),
              ...(deps.recheckMs === undefined ? {} : { recheckMs: deps.recheckMs }),
            }),
          );
        },
        { prefix: '/:user_id' },
      );
    },
    { prefix: '/api' },
  );
  return app;
};
