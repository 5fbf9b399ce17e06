import { z } from 'zod';
import { LIMITS } from './limits.js';
import { line } from './text.js';

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

/** A personal access token, without the token itself: that is shown once. */
export const personalToken = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_at: z.iso.datetime({ offset: true }),
  expires_at: z.iso.datetime({ offset: true }),
  /** Written at most once a minute; null: never used. */
  last_used_at: z.iso.datetime({ offset: true }).nullable(),
});
export type PersonalToken = z.infer<typeof personalToken>;

export const newPersonalToken = z.strictObject({
  name: line(LIMITS.tokenName.min, LIMITS.tokenName.max),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, { error: 'must name at least one scope' })
    .overwrite((scopes) => SCOPES.filter((scope) => scopes.includes(scope)))
    .default([...SCOPES]),
  expires_in_days: z.int().min(1).max(LIMITS.tokenDays.max).default(LIMITS.tokenDays.default),
});
export type NewPersonalToken = z.infer<typeof newPersonalToken>;

/** The answer to its creation: the only time that `token` is told. */
export const createdPersonalToken = personalToken.extend({ token: z.string() });
export type CreatedPersonalToken = z.infer<typeof createdPersonalToken>;

export const personalTokenPath = z.strictObject({ id: z.string().min(1).max(64) });
