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
  // The rest of the shutdown takes up to 16 s of the 25 s that all of it may take.
  DRAIN_DELAY_MS: wholeNumber(0, 9000, 5000).describe(
    'After SIGTERM: how long requests are still accepted, until every load balancer has noticed.',
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

/**
 * Reads and checks settings. An empty variable counts as not set.
 * @throws ConfigError
 */
export const readSettings = <Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> => {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return `  ${name} ${name in set ? issue.message : 'is missing'}`;
  });
  throw new ConfigError(`The configuration is not valid:\n${lines.join('\n')}`);
};
