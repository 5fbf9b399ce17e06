import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { type BackendProxy, createBackendProxy } from './backend-proxy';
import { type Env, parseEnv } from './env';

/** What one frontend process has once. */
export interface Runtime {
  env: Env;
  logger: Logger;
  proxy: BackendProxy;
}

const KEY = Symbol.for('todo.frontend.runtime');

/**
 * Next bundles instrumentation, pages and route handlers apart, so module state would be several:
 * the process's own is kept on globalThis.
 */
export const runtime = (): Runtime => {
  const holder = globalThis as { [KEY]?: Runtime };
  holder[KEY] ??= createRuntime();
  return holder[KEY];
};

const createRuntime = (): Runtime => {
  const env = parseEnv(process.env);
  const logger = pino({ level: env.LOG_LEVEL, base: { service: 'frontend' } });
  const proxy = createBackendProxy({
    backendUrl: env.BACKEND_URL,
    timeoutMs: env.PROXY_TIMEOUT_MS,
    logger,
    requestId: randomUUID,
  });
  return { env, logger, proxy };
};
