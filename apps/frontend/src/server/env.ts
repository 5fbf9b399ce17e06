import { z } from 'zod';

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => new URL(text))
  .refine((url) => url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '', {
    error: 'must be an origin: no path, no query, no user',
  })
  .transform((url) => url.origin);

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine((text) => URL.canParse(text) && new URL(text).username === '' && !/[?#]/.test(text), {
    error: 'must have no query and no user',
  });

/** Every setting of the frontend. `.env.example` is held against this by a test. */
export const environment = z.object({
  BACKEND_URL: origin
    .default('http://127.0.0.1:8000')
    .describe('Where the backend is, read when the process starts.'),
  PROXY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(3_600_000)
    .default(330_000)
    .describe(
      'Milliseconds that the backend may stay silent in a request: above the longest turn of the assistant.',
    ),
  MCP_PUBLIC_URL: address
    .default('http://localhost:8001/mcp')
    .describe('The settings page writes it into the configurations that people copy'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('pino level.'),
});

export type Env = z.infer<typeof environment>;

/**
 * The settings of the frontend.
 * @throws {Error} names each bad variable and what was expected, never its content.
 */
export const parseEnv = (source: Record<string, string | undefined>): Env => {
  // An empty variable is one that was not set: charts and compose files write them so.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The frontend cannot start, its settings are wrong:\n${lines.join('\n')}`);
};
