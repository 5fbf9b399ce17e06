import { isIP } from 'node:net';
import { MIN_SECRET_BYTES } from '@todo/auth';
import {
  checkShutdown,
  commaSeparated,
  postgresUrl,
  readSettings,
  secret,
  serviceSettings,
  wholeNumber,
} from '@todo/service';
import { z } from 'zod';

const isAddressRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
};

/** Addresses of pods are not known beforehand, but how many proxies a request comes through is. */
const isCount = (proxies: string[]): boolean => proxies.length === 1 && /^[1-9]$/.test(proxies[0] ?? '');

/** Every setting of the backend. `.env.example` is held against this by a test. */
export const environment = z.object({
  ...serviceSettings,
  PORT: wholeNumber(0, 65535, 8000).describe('Port to listen on.'),
  DATABASE_DIRECT_URL: postgresUrl
    .optional()
    .describe('The same database without a pooler in between: for migrations and for LISTEN.'),
  DATABASE_POOL_SIZE: wholeNumber(1, 100, 10).describe(
    'Connections per replica for tasks; sign-in has four of its own.',
  ),
  JWT_SECRET: secret(MIN_SECRET_BYTES).describe(
    'Every key of the installation is derived from it. At least 32 bytes.',
  ),
  JWT_SECRET_PREVIOUS: secret(MIN_SECRET_BYTES)
    .optional()
    .describe('The secret before, still accepted while it is being rotated.'),
  TRUSTED_PROXIES: commaSeparated
    .refine((proxies) => isCount(proxies) || proxies.every(isAddressRange), {
      error: 'must be IP addresses or CIDR ranges, comma-separated, or a number of proxies',
    })
    .transform((proxies) => (isCount(proxies) ? Number(proxies) : proxies))
    .describe(
      'Proxies whose X-Forwarded-* are believed: addresses or CIDR ranges, comma-separated; or how many stand in a row, where nobody gets past them.',
    ),
  SIGNUP: z.enum(['open', 'closed']).default('open').describe('closed: nobody can make a new account.'),
  AUTH_ATTEMPTS_PER_MINUTE: wholeNumber(1, 100_000, 20).describe(
    'Sign-ups and sign-ins allowed from one address in a minute, all replicas together.',
  ),
  MCP_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .default('http://127.0.0.1:8001/mcp')
    .describe('The MCP server, whose tools the assistant calls.'),
  OPENAI_API_KEY: z
    .string()
    .optional()
    .describe('Key of an OpenAI-compatible endpoint. Without it the built-in assistant answers.'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .optional()
    .describe(
      'That endpoint; OpenAI itself when only the key is set. One on your own machine may need no key.',
    ),
  OPENAI_MODEL: z
    .string()
    .min(1)
    .default('gpt-4o-mini')
    .describe('Its model. It must be able to call tools.'),
  ASSISTANT_TURNS_PER_DAY: wholeNumber(1, 100_000, 500).describe(
    'Messages that one user may send the assistant in a day (UTC).',
  ),
  ASSISTANT_TOKENS_PER_DAY: wholeNumber(0, 999_999_999, 500_000).describe(
    "Tokens of the endpoint's model that one user may use in a day; then the built-in assistant answers.",
  ),
});

export type Config = z.output<typeof environment>;

/** @throws ConfigError */
export const readConfig = (env: NodeJS.ProcessEnv): Config => checkShutdown(readSettings(environment, env));
