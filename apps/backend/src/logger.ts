import { createLogger as createServiceLogger } from '@todo/service';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from './config.js';

/** The log of this service. */
export const createLogger = (level: Config['LOG_LEVEL'], destination?: DestinationStream): Logger =>
  createServiceLogger('backend', level, destination);
