import { MIN_SECRET_BYTES } from '@todo/auth';
import {
  checkShutdown,
  commaSeparated,
  readSettings,
  secret,
  serviceSettings,
  wholeNumber,
} from '@todo/service';
import { z } from 'zod';
import { isHostName } from './http/hosts.js';

/** Every setting of the MCP server. `.env.example` is held against this by a test. */
export const environment = z.object({
  ...serviceSettings,
  PORT: wholeNumber(0, 65535, 8001).describe('Port to listen on.'),
  DATABASE_POOL_SIZE: wholeNumber(1, 100, 10).describe('Connections per replica.'),
  JWT_SECRET: secret(MIN_SECRET_BYTES).describe(
    'Every key of the installation is derived from it. At least 32 bytes.',
  ),
  JWT_SECRET_PREVIOUS: secret(MIN_SECRET_BYTES)
    .optional()
    .describe('The secret before, still accepted while it is being rotated.'),
  MCP_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .optional()
    .describe('Where MCP clients outside find the server, with its path: https://todo.example.com/mcp.'),
  MCP_ALLOWED_HOSTS: commaSeparated
    .refine((names) => names.every(isHostName), {
      error: 'must be host names without ports, comma-separated',
    })
    .describe(
      'Host names beside localhost and the one of MCP_PUBLIC_URL under which requests may come, comma-separated.',
    ),
});

export type Config = z.output<typeof environment>;

/** @throws ConfigError */
export const readConfig = (env: NodeJS.ProcessEnv): Config => checkShutdown(readSettings(environment, env));
