/** What this package needs of a logger; a pino logger is one. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const PINO_LEVELS = { info: 30, warn: 40, error: 50 };

/** A logger in pino's line format on stdout, for those who pass none: a failure must never be silent. */
export function createJsonLogger(name: string): Logger {
  // Who read it may have gone, as `| head` does; unheard, that ends the process.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  const write = (level: keyof typeof PINO_LEVELS) => (fields: object, msg: string) => {
    const line = { level: PINO_LEVELS[level], time: Date.now(), pid: process.pid, name, ...fields, msg };
    process.stdout.write(`${JSON.stringify(line, plainErrors)}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function plainErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value;
}
