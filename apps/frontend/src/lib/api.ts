import type { ProblemCode } from '@todo/contracts';

/** An answer of the API that says no: application/problem+json as an error. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** A code of contracts' PROBLEMS; `unexpected` when the answer was no problem+json. */
  readonly code: ProblemCode | 'unexpected';
  readonly status: number;
  /** What is wrong with which field, by the field's name in the request's body. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds to wait, from `Retry-After`; null when not said. */
  readonly retryAfter: number | null;

  constructor(
    message: string,
    of: {
      code: ApiProblem['code'];
      status: number;
      fields: Record<string, string>;
      retryAfter: number | null;
    },
  ) {
    super(message);
    this.code = of.code;
    this.status = of.status;
    this.fields = of.fields;
    this.retryAfter = of.retryAfter;
  }
}

/** No answer came: the network is gone, or the server is. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface ApiRequest {
  /** A file is sent as it is, anything else as JSON; left out, no body is sent. */
  body?: unknown;
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal;
}

export interface ApiResponse<Data> {
  data: Data;
  status: number;
  headers: Headers;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Sends one request to our own origin. `path` starts with `/api/`.
 * `data` is undefined for an answer without a body (204, 304).
 * @throws {ApiProblem} the API said no. @throws {Unreachable} no answer. An abort is passed on as it is.
 */
export type Api = <Data>(method: Method, path: string, request?: ApiRequest) => Promise<ApiResponse<Data>>;

interface ProblemBody {
  detail?: string;
  error?: ProblemCode;
  errors?: { field: string; message: string }[];
}

const retryAfterOf = (headers: Headers): number | null => {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : null;
};

const UNEXPECTED = 'The server gave an answer that makes no sense here. Try again in a moment.';

/** What a person is told when no answer came. */
export const UNREACHABLE = 'The server cannot be reached. Check your connection and try again.';

const problemFrom = async (response: Response): Promise<ApiProblem> => {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const body: ProblemBody = isProblem ? await response.json().catch(() => ({})) : {};
  return new ApiProblem(body.detail ?? UNEXPECTED, {
    code: body.error ?? 'unexpected',
    status: response.status,
    fields: Object.fromEntries((body.errors ?? []).map(({ field, message }) => [field, message])),
    retryAfter: retryAfterOf(response.headers),
  });
};

const withQuery = (path: string, query: ApiRequest['query']): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value != null) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
};

/** Sends one request and gives back the answer as it comes. Rejects as `Api` does. */
export type Send = (method: Method, path: string, request?: ApiRequest) => Promise<Response>;

/** Sends over the given `fetch`. */
export const createSend =
  (fetch: typeof globalThis.fetch): Send =>
  async (method, path, { body, headers, query, signal } = {}) => {
    const response = await fetch(withQuery(path, query), {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
        ...headers,
      },
      cache: 'no-store',
      redirect: 'error',
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new Unreachable(UNREACHABLE, { cause });
    });
    if (!response.ok && response.status !== 304) throw await problemFrom(response);
    return response;
  };

/** An API client over the given `fetch`. */
export const createApi = (fetch: typeof globalThis.fetch): Api => {
  const send = createSend(fetch);
  return async <Data>(method: Method, path: string, request?: ApiRequest) => {
    const response = await send(method, path, request);
    const text = response.status === 204 || response.status === 304 ? '' : await response.text();
    const data = (text === '' ? undefined : JSON.parse(text)) as Data;
    return { data, status: response.status, headers: response.headers };
  };
};

const browserFetch: typeof globalThis.fetch = (input, init) => fetch(input, init);

/** The browser's client: same origin, its cookie. */
export const api: Api = createApi(browserFetch);
/** The same, for answers that come bit by bit. */
export const send: Send = createSend(browserFetch);

/** Words for a person, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof ApiProblem || error instanceof Unreachable ? error.message : UNEXPECTED;
