import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import {
  createProblem,
  PROBLEM_CONTENT_TYPE,
  PROBLEMS,
  type ProblemCode,
  ProblemError,
} from '@todo/contracts';
import { isUnavailable } from '@todo/tasks';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

/** Seconds after which a client should try again when the database is away. */
const RETRY_AFTER_OUTAGE = 1;

/** Fastify's own refusals, in our words. */
const FASTIFY_ERRORS: Record<string, ProblemCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
};

/** Errors that an answer names: enough for any form, and no way to make a small request cost a large answer. */
const MAX_ERRORS = 20;
const MAX_FIELD_LENGTH = 100;

const validationProblem = (error: unknown): ProblemError | null => {
  if (!hasZodFastifySchemaValidationErrors(error)) return null;
  const found = error.validation.slice(0, MAX_ERRORS).flatMap(({ instancePath, message, params }) => {
    const parent = instancePath.slice(1).replaceAll('/', '.');
    const unknownKeys = Array.isArray(params.keys) ? params.keys.slice(0, MAX_ERRORS).map(String) : null;
    if (unknownKeys !== null)
      return unknownKeys.map((key) => ({
        field: parent === '' ? key : `${parent}.${key}`,
        message: 'is not known',
      }));
    return [{ field: parent === '' ? 'body' : parent, message: message ?? 'is not valid' }];
  });
  const errors = found
    .slice(0, MAX_ERRORS)
    .map(({ field, message }) => ({ field: field.slice(0, MAX_FIELD_LENGTH), message }));
  const detail = `${errors.map(({ field, message }) => `${field}: ${message}`).join('; ')}.`;
  return new ProblemError('validation_failed', { detail, errors });
};

const asProblem = (error: unknown): ProblemError | null => {
  if (error instanceof ProblemError) return error;
  const invalid = validationProblem(error);
  if (invalid !== null) return invalid;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  const known = FASTIFY_ERRORS[String(code)];
  if (known !== undefined) return new ProblemError(known);
  // What is left of Fastify's refusals is about JSON, lengths and types: its words name no secret.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ProblemError('validation_failed', { detail: message ?? PROBLEMS.validation_failed.title });
  // After Fastify's: a client that goes away in the middle is a connection reset too.
  if (isUnavailable(error))
    return new ProblemError('unavailable', {
      detail: 'The database cannot be reached at the moment. Try again.',
      retryAfter: RETRY_AFTER_OUTAGE,
    });
  return null;
};

const sendProblem = (reply: FastifyReply, problem: ProblemError): FastifyReply => {
  const { status } = PROBLEMS[problem.code];
  const { retryAfter } = problem.options;
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="todo"');
  return reply
    .code(status)
    .type(PROBLEM_CONTENT_TYPE)
    .serializer(JSON.stringify)
    .send(createProblem(problem.code, problem.options));
};

/** Answers addresses that the router itself refuses: percent signs that encode nothing, endless parameters. */
export const answerBadAddress = (
  _error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void => {
  sendProblem(
    reply,
    new ProblemError('validation_failed', { detail: 'There can be nothing at this address.' }),
  );
};

/** Every error of the app becomes application/problem+json here, and nowhere else. */
export const problems = fp(
  async (app) => {
    app.setErrorHandler((error: unknown, request: FastifyRequest, reply) => {
      const problem = asProblem(error);
      if (problem === null) request.log.error({ err: error }, 'request failed');
      else if (problem !== error && problem.code === 'unavailable')
        request.log.warn({ err: error }, 'database unavailable');
      return sendProblem(reply, problem ?? new ProblemError('internal'));
    });
    app.setNotFoundHandler((_request, reply) =>
      sendProblem(reply, new ProblemError('not_found', { detail: 'There is nothing at this address.' })),
    );
  },
  { name: 'problems' },
);

const CLIENT_ERRORS: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers what never became a request: broken HTTP, headers without end, a body that does not arrive. */
export const answerClientError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = CLIENT_ERRORS[String(error.code)] ?? 'validation_failed';
  const { status } = PROBLEMS[code];
  const body = JSON.stringify(
    createProblem(code, code === 'validation_failed' ? { detail: 'This is not HTTP.' } : {}),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_CONTENT_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};
