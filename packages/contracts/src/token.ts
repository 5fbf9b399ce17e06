import { z } from 'zod';

/** What a token lets its bearer do. */
export const SCOPES = ['tasks:read', 'tasks:write'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a token is good for: the REST API or the MCP server. One is refused where the other is wanted. */
export const AUDIENCES = ['api', 'mcp'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const accessTokenRequest = z
  .strictObject({ audience: z.enum(AUDIENCES).default('api') })
  .default({ audience: 'api' });

export const accessToken = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds. */
  expires_in: z.int(),
});
