import { type DestinationStream, type Logger, pino } from 'pino';

/** Bytes that are written together, and milliseconds after which the rest is. */
const WRITE_BYTES = 4096;
const WRITE_AFTER_MS = 200;

/**
 * Not a write per line: that is a system call per request, and one that waits while nobody empties the pipe.
 * What is left is written when the process exits, after an exception too; only SIGKILL loses it.
 */
const standardOutput = (): DestinationStream =>
  pino.destination({ dest: 1, sync: false, minLength: WRITE_BYTES, periodicFlush: WRITE_AFTER_MS });

/**
 * JSON lines on stdout. What PostgreSQL says about rows (`detail`, `where`) may hold people's data and stays out.
 * @param service the name that each line carries
 * @param level of pino
 */
export const createLogger = (
  service: string,
  level: string,
  destination: DestinationStream = standardOutput(),
): Logger => {
  const options = {
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: ['err.detail', 'err.where', 'err.internalQuery', 'err.parameters'], remove: true },
  };
  return pino(options, destination);
};
