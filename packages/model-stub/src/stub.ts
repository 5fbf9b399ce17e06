import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { completion, completionChunks } from './completion.js';
import { mismatches } from './expectation.js';
import { type ChatRequest, chatRequest, problemOfHistory } from './request.js';
import { type CheckedReply, checkReply, checkScript, type ScriptStep } from './script.js';
import { createStepQueue, type NumberedStep } from './step-queue.js';

export interface ModelStubOptions {
  /** The steps, each of which answers one request (or as many as its `repeat` says). */
  script: readonly ScriptStep[];
  /** The address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Begin anew when the steps are used up. Default false. */
  loop?: boolean;
}

/** A chat completion request as it came. Times are in ms since 1970, with fractions. */
export interface RecordedRequest {
  /** Without Authorization, cookies and other secrets. */
  headers: IncomingHttpHeaders;
  /** Whether an Authorization header came. */
  authorized: boolean;
  body: ChatRequest;
  /** Place in the script, from 1, of the step that answered; undefined when there was none. */
  step: number | undefined;
  /** When the request was here whole. */
  receivedAt: number;
  /** Settles when the answer has ended; never rejects. */
  ended: Promise<Ending>;
}

export interface Ending {
  at: number;
  /** False when the connection broke before the end, from whichever side. */
  complete: boolean;
}

export interface ModelStub {
  /** What an OpenAI client calls its base URL: `http://<host>:<port>/v1`. */
  readonly url: string;
  /** The chat completion requests so far, in order of arrival (of the last byte of their bodies). */
  readonly requests: readonly RecordedRequest[];
  /** The request with this number, from 1: at once when it has come, else as soon as it comes. */
  request(number: number): Promise<RecordedRequest>;
  /** Throws an Error that names every step left over, every request without a step and every one not as expected. */
  finished(): void;
  /** Breaks off what is still being answered and frees the port. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'api-key', 'x-api-key'];

const now = () => performance.timeOrigin + performance.now();

const errorBody = (message: string, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code: null },
});

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, error: NonNullable<CheckedReply['error']>): void {
  const { status, message = `scripted error ${status}`, headers, body } = error;
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const sent: OutgoingHttpHeaders = { 'content-type': type };
  for (const [name, value] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = value;
  response
    .writeHead(status, sent)
    .end(typeof body === 'string' ? body : JSON.stringify(body ?? errorBody(message, 'api_error')));
}

/** Closes the connection behind what was written, so that the client has all of it and misses the end. */
const breakOff = (response: ServerResponse) => response.socket?.destroySoon();

async function pause(ms: number | undefined, gone: AbortSignal): Promise<void> {
  if (ms) await delay(ms, undefined, { signal: gone });
}

async function sendStream(
  response: ServerResponse,
  reply: CheckedReply,
  chunks: unknown[],
  gone: AbortSignal,
): Promise<void> {
  const { cutAfter, hangAfter, errorAfter } = reply;
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.flushHeaders();
  for (const [index, chunk] of chunks.slice(0, cutAfter ?? hangAfter ?? errorAfter).entries()) {
    await pause(index === 0 ? reply.firstTokenMs : reply.betweenMs, gone);
    send(chunk);
  }
  if (hangAfter !== undefined) return;
  if (cutAfter !== undefined) return breakOff(response);
  if (errorAfter !== undefined) send(errorBody('scripted error in the stream', 'server_error'));
  else if (!reply.omitDone) response.write('data: [DONE]\n\n');
  response.end();
}

async function sendWhole(
  response: ServerResponse,
  reply: CheckedReply,
  whole: unknown,
  chunkCount: number,
  gone: AbortSignal,
): Promise<void> {
  if (reply.hangAfter !== undefined) return;
  await pause((reply.firstTokenMs ?? 0) + (reply.betweenMs ?? 0) * (chunkCount - 1), gone);
  if (reply.errorAfter !== undefined) return sendError(response, { status: 500 });
  if (reply.cutAfter === undefined) return sendJson(response, 200, whole);
  const body = Buffer.from(JSON.stringify(whole));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2));
  breakOff(response);
}

/**
 * Starts a server on loopback that answers OpenAI chat completion requests, streamed or not, as a script says.
 * Rejects when the script is not valid (naming the fields) or the port is taken.
 */
export async function startModelStub(options: ModelStubOptions): Promise<ModelStub> {
  const { script, host = '127.0.0.1', port = 0, loop = false } = options;
  const queue = createStepQueue(checkScript(script), loop);
  const requests: RecordedRequest[] = [];
  const waiting = new Map<number, ((request: RecordedRequest) => void)[]>();
  const failures: string[] = [];

  function refuse(response: ServerResponse, status: number, failure: string): void {
    failures.push(failure);
    sendJson(response, status, errorBody(failure));
  }

  function record(request: IncomingMessage, body: ChatRequest, response: ServerResponse): RecordedRequest {
    const kept = Object.entries(request.headers).filter(([name]) => !SECRET_HEADERS.includes(name));
    const recorded: RecordedRequest = {
      headers: Object.fromEntries(kept),
      authorized: request.headers.authorization !== undefined,
      body,
      step: undefined,
      receivedAt: now(),
      ended: finished(response).then(
        () => ({ at: now(), complete: true }),
        () => ({ at: now(), complete: false }),
      ),
    };
    const number = requests.push(recorded);
    for (const resolve of waiting.get(number) ?? []) resolve(recorded);
    waiting.delete(number);
    return recorded;
  }

  async function replyOf({ step }: NumberedStep, body: ChatRequest): Promise<CheckedReply> {
    return 'reply' in step ? checkReply(await step.reply(body)) : step;
  }

  async function answerChat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const raw = await text(request);
    let json: unknown;
    try {
      json = JSON.parse(raw);
    } catch {
      return refuse(response, 400, 'a request came whose body is not JSON');
    }
    const parsed = chatRequest.safeParse(json);
    if (!parsed.success)
      return refuse(response, 400, `a request is not valid:\n${z.prettifyError(parsed.error)}`);

    const body = parsed.data;
    const recorded = record(request, body, response);
    const number = requests.length;
    const broken = problemOfHistory(body);
    if (broken) return refuse(response, 400, `request ${number}: ${broken}`);
    const taken = queue.take(body);
    if (!taken) return refuse(response, 400, `request ${number}: there is no step for it`);
    recorded.step = taken.number;
    const { expect } = taken.step;
    const wrong = expect ? mismatches(expect, body, recorded.authorized) : [];
    const where = `request ${number}, step ${taken.number}`;
    if (wrong.length > 0) return refuse(response, 400, `${where}: ${wrong.join('; ')}`);

    let reply: CheckedReply;
    try {
      reply = await replyOf(taken, body);
    } catch (error) {
      return refuse(response, 400, `${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (reply.error) return sendError(response, reply.error);
    const context = { request: body, number, created: Math.floor(now() / 1000) };
    const chunks = completionChunks(reply, context);
    if (body.stream) await sendStream(response, reply, chunks, gone.signal);
    else await sendWhole(response, reply, completion(reply, context), chunks.length, gone.signal);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = `${request.method} ${new URL(request.url ?? '/', 'http://stub').pathname}`;
    if (asked === 'POST /v1/chat/completions') return answerChat(request, response);
    if (asked === 'GET /v1/models')
      return sendJson(response, 200, {
        object: 'list',
        data: [{ id: 'stub', object: 'model', created: 0, owned_by: 'model-stub' }],
      });
    refuse(response, 404, `${asked} was called, which the stub does not have`);
  }

  const server = createServer((request, response) => {
    // Only a client that went while it sent or waited ends up here.
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async request(number) {
      const there = requests[number - 1];
      if (there) return there;
      return new Promise((resolve) => waiting.set(number, [...(waiting.get(number) ?? []), resolve]));
    },
    finished() {
      const words = [...failures, ...queue.leftOver()];
      if (words.length > 0) throw new Error(`the script was not played as written:\n${words.join('\n')}`);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
