import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The address of a PostgreSQL database. */
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });

/** A secret of at least so many bytes. */
export const secret = (minBytes: number) =>
  z.string().refine((text) => Buffer.byteLength(text) >= minBytes, {
    error: `must have at least ${minBytes} bytes; make one with: openssl rand -base64 48`,
  });

/** A whole number from `min` to `max`, and `standard` when it is not set. */
export const wholeNumber = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(standard);

/** What stands between commas; nothing when it is not set. */
export const commaSeparated = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** The settings that every service over PostgreSQL has, in the words of `.env.example`. */
export const serviceSettings = {
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  DATABASE_URL: postgresUrl.describe('PostgreSQL; a pooled address (PgBouncer, Neon) works.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .transform((url) => new URL(url).origin)
    .default('http://localhost:3000')
    .describe('Where the browser finds the product. Cookies are marked Secure when it is https.'),
  HEALTH_CHECK_INTERVAL_MS: wholeNumber(2000, 3_600_000, 2000).describe(
    'How often the database is checked. Longer lets a serverless database sleep.',
  ),
  DRAIN_DELAY_MS: wholeNumber(0, 120_000, 5000).describe(
    'After SIGTERM: how long requests are still accepted, until every load balancer has noticed.',
  ),
  SHUTDOWN_BUDGET_MS: wholeNumber(1000, 600_000, 25_000).describe(
    'The longest from SIGTERM to the exit, some seconds below what the platform leaves: 30 s in Kubernetes.',
  ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('pino level.'),
};

/** A setting is missing or wrong. The message names it and what was expected, never what it held. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** What the shutdown takes beside the drain, ms: requests in flight 10 s, the checks and two steps 2 s each. */
const AFTER_DRAIN_MS = 16_000;

/**
 * Refuses a drain that the budget of the shutdown has no room for.
 * @throws ConfigError
 */
export const checkShutdown = <Config extends { DRAIN_DELAY_MS: number; SHUTDOWN_BUDGET_MS: number }>(
  config: Config,
): Config => {
  const { DRAIN_DELAY_MS, SHUTDOWN_BUDGET_MS } = config;
  if (DRAIN_DELAY_MS + AFTER_DRAIN_MS <= SHUTDOWN_BUDGET_MS) return config;
  throw new ConfigError(
    `DRAIN_DELAY_MS ${DRAIN_DELAY_MS} and up to ${AFTER_DRAIN_MS} ms after it are more than SHUTDOWN_BUDGET_MS ` +
      `(${SHUTDOWN_BUDGET_MS}): drain for less, or raise the budget and the time that the platform leaves.`,
  );
};

interface Found {
  /** What the setting is to be called in a message: it may have come from a file. */
  label: string;
  text?: string;
  problem?: string;
}

const find = (name: string, env: NodeJS.ProcessEnv): Found => {
  const text = env[name];
  const file = env[`${name}_FILE`];
  if (!file) return { label: name, ...(text && { text }) };
  const label = `${name} (in ${file})`;
  if (text) return { label, problem: `${name} and ${name}_FILE are both set: leave one of them out` };
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return { label, ...(content && { text: content }) };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return { label, problem: `${name}_FILE names ${file}, which cannot be read (${code})` };
  }
};

/**
 * Reads and checks settings. Each may be given as a file instead, as secrets are mounted: `<NAME>_FILE` is its path, and
 * a newline at its end does not count. What is empty, variable or file, counts as not set.
 * @throws ConfigError
 */
export const readSettings = <Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> => {
  const found = new Map(Object.keys(schema.shape).map((name) => [name, find(name, env)]));
  const problems = [...found.values()].flatMap(({ problem }) => problem ?? []);
  const result = schema.safeParse(Object.fromEntries([...found].map(([name, { text }]) => [name, text])));
  if (result.success && problems.length === 0) return result.data;
  const refused = (result.error?.issues ?? []).flatMap(({ path, message }) => {
    const { label, text, problem } = found.get(path.join('.')) ?? { label: path.join('.') };
    if (problem !== undefined) return [];
    return `${label} ${text === undefined ? 'is missing' : message}`;
  });
  const lines = [...problems, ...refused].map((line) => `  ${line}`);
  throw new ConfigError(`The configuration is not valid:\n${lines.join('\n')}`);
};
