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
/** Where `node --import @todo/health/next` puts the signal to end event streams; not there in development. */
const CLOSING = Symbol.for('@todo/health/closing');

/**
 * Next bundles instrumentation, pages and route handlers apart, so module state would be several:
 * the process's own is kept on globalThis.
 */
export const runtime = (): Runtime => {
  const holder = globalThis as { [KEY]?: Runtime; [CLOSING]?: AbortSignal };
  holder[KEY] ??= createRuntime(holder[CLOSING] ?? new AbortController().signal);
  return holder[KEY];
};

const createRuntime = (closing: AbortSignal): Runtime => {
  const env = parseEnv(process.env);
  const logger = pino({ level: env.LOG_LEVEL, base: { service: 'frontend' } });
  const proxy = createBackendProxy({
    backendUrl: env.BACKEND_URL,
    timeoutMs: env.PROXY_TIMEOUT_MS,
    logger,
    requestId: randomUUID,
    closing,
  });
  return { env, logger, proxy };
};
