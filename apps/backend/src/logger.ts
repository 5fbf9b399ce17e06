import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.js';

/** JSON lines. What PostgreSQL says about rows (`detail`, `where`) may hold people's data and stays out. */
export const createLogger = (level: Config['LOG_LEVEL'], destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: { service: 'backend' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: ['err.detail', 'err.where', 'err.internalQuery', 'err.parameters'], remove: true },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
