import { isIP } from 'node:net';
import { MIN_SECRET_BYTES } from '@todo/auth';
import { z } from 'zod';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
const secret = z.string().refine((text) => Buffer.byteLength(text) >= MIN_SECRET_BYTES, {
  error: `must have at least ${MIN_SECRET_BYTES} bytes; make one with: openssl rand -base64 48`,
});

const integer = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(standard);

const isAddressRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
};

/** Every setting of the backend. `.env.example` is held against this by a test. */
export const environment = z.object({
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  PORT: integer(0, 65535, 8000).describe('Port to listen on.'),
  DATABASE_URL: postgresUrl.describe('PostgreSQL; a pooled address (PgBouncer, Neon) works.'),
  DATABASE_DIRECT_URL: postgresUrl
    .optional()
    .describe('The same database without a pooler in between: for migrations and for LISTEN.'),
  DATABASE_POOL_SIZE: integer(1, 100, 10).describe(
    'Connections per replica for tasks; sign-in has four of its own.',
  ),
  JWT_SECRET: secret.describe('Every key of the installation is derived from it. At least 32 bytes.'),
  JWT_SECRET_PREVIOUS: secret
    .optional()
    .describe('The secret before, still accepted while it is being rotated.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .transform((url) => new URL(url).origin)
    .default('http://localhost:3000')
    .describe('Where the browser finds the product. Cookies are marked Secure when it is https.'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((range) => range.trim())
        .filter((range) => range !== ''),
    )
    .refine((ranges) => ranges.every(isAddressRange), {
      error: 'must be IP addresses or CIDR ranges, comma-separated',
    })
    .describe('Proxies whose X-Forwarded-* are believed: addresses or CIDR ranges, comma-separated.'),
  SIGNUP: z.enum(['open', 'closed']).default('open').describe('closed: nobody can make a new account.'),
  AUTH_ATTEMPTS_PER_MINUTE: integer(1, 100_000, 20).describe(
    'Sign-ups and sign-ins allowed from one address in a minute, all replicas together.',
  ),
  HEALTH_CHECK_INTERVAL_MS: integer(2000, 3_600_000, 2000).describe(
    'How often the database is checked. Longer lets a serverless database sleep.',
  ),
  // The rest of the shutdown takes up to 16 s of the 25 s that all of it may take.
  DRAIN_DELAY_MS: integer(0, 9000, 5000).describe(
    'After SIGTERM: how long requests are still accepted, until every load balancer has noticed.',
  ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('pino level.'),
});

export type Config = z.output<typeof environment>;

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

/** @throws ConfigError */
export const readConfig = (env: NodeJS.ProcessEnv): Config => readSettings(environment, env);
