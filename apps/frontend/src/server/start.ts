import { noteRawRequests } from './raw-request';
import { runtime } from './runtime';

/** Reads the settings before the first request; a bad one ends the process with its name. */
export const start = (): void => {
  try {
    const { env, logger } = runtime();
    logger.info({ proxy_timeout_ms: env.PROXY_TIMEOUT_MS }, 'frontend configured');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  noteRawRequests();
};
