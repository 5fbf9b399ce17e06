import { z } from 'zod';

/** The codes of `error`, each with its HTTP status and its title (RFC 9457). */
export const PROBLEMS = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'E-mail address or password is wrong' },
  forbidden: { status: 403, title: 'Not allowed' },
  signup_closed: { status: 403, title: 'Sign-up is closed' },
  foreign_origin: { status: 403, title: 'The request comes from another site' },
  not_found: { status: 404, title: 'Not found' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  email_taken: { status: 409, title: 'There is an account with this e-mail address' },
  changed_since: { status: 409, title: 'What is to be undone has been changed since' },
  too_many_tokens: { status: 409, title: 'There are too many access tokens' },
  turn_not_open: { status: 409, title: 'The turn is not in a state for that' },
  version_mismatch: { status: 412, title: 'The task has been changed' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  assistant_limit: { status: 429, title: 'The assistant has been used up for today' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The header fields are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  bad_gateway: { status: 502, title: 'The backend cannot be reached' },
  unavailable: { status: 503, title: 'Unavailable at the moment' },
  gateway_timeout: { status: 504, title: 'The backend did not answer in time' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** application/problem+json, with the legacy members `error` and `detail`. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  error: z.string(),
  /** With validation_failed: which field, and what is wrong with it. */
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

export interface ProblemOptions {
  /** What happened and what to do; the title stands in for it. */
  detail?: string;
  errors?: { field: string; message: string }[];
  /** Seconds to wait before another try: the header Retry-After. */
  retryAfter?: number;
}

/** The one family of errors that a client gets to see. It is translated to HTTP or MCP at the edge, once. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? PROBLEMS[code].title);
    this.code = code;
    this.options = options;
  }
}

/** A field of the request that is refused for a reason that its schema alone can't know. */
export const fieldError = (field: string, message: string): ProblemError =>
  new ProblemError('validation_failed', { detail: `${field}: ${message}.`, errors: [{ field, message }] });

/** The body of an error answer. */
export const createProblem = (code: ProblemCode, options: ProblemOptions = {}): Problem => {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:todo:problem:${code}`,
    title,
    status,
    detail: options.detail ?? `${title}.`,
    error: code,
    ...(options.errors === undefined ? {} : { errors: options.errors }),
  };
};
