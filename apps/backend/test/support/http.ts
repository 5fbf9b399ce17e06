import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import net from 'node:net';
import { PROBLEM_CONTENT_TYPE, problem } from '@todo/contracts';
import { expect } from 'vitest';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  milliseconds: number;
}

export interface Message {
  method?: string;
  headers?: OutgoingHttpHeaders;
  /** As it goes over the wire; a list is sent in chunks, without a Content-Length. */
  body?: string | Buffer | Buffer[] | undefined;
  agent?: http.Agent;
}

/** One request exactly as it is described: nothing added, nothing checked. */
export const send = (url: string, message: Message = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const { method = 'GET', headers = {}, body, agent } = message;
    const framing = Array.isArray(body)
      ? { 'transfer-encoding': 'chunked' }
      : body === undefined
        ? {}
        : { 'content-length': Buffer.byteLength(body) };
    let answered = false;
    const request = http.request(url, { method, agent, headers: { ...framing, ...headers } }, (response) => {
      answered = true;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString('utf8'),
          milliseconds: performance.now() - started,
        });
      });
    });
    // A refusal may close the connection while the rest of the body is being written.
    request.on('error', (error) => {
      if (!answered) reject(error);
    });
    if (Array.isArray(body)) for (const part of body) request.write(part);
    request.end(Array.isArray(body) ? undefined : body);
  });

export const sendJson = (url: string, method: string, value: unknown, headers: OutgoingHttpHeaders = {}) =>
  send(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });

/** Writes bytes to a connection of its own, one piece per call of the timer, and gives all that comes back. */
export const sendRaw = (
  port: number,
  pieces: Iterable<string | Buffer>,
  pieceEveryMs = 0,
): Promise<{ text: string; milliseconds: number }> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = net.connect(port, '127.0.0.1');
    const iterator = pieces[Symbol.iterator]();
    const timer = setInterval(() => {
      const { value, done } = iterator.next();
      if (done) clearInterval(timer);
      else socket.write(value);
    }, pieceEveryMs);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // It was answered and closed while we still wrote.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ text, milliseconds: performance.now() - started });
    });
  });

/** The parts of a raw answer. */
export const parseAnswer = (text: string): Omit<Answer, 'milliseconds'> => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { status: Number(first.split(' ')[1]), headers, text: body };
};

/** Holds an answer against the contract of every refusal, and gives it parsed. */
export const expectProblem = (answer: Pick<Answer, 'status' | 'headers' | 'text'>, ...statuses: number[]) => {
  expect(statuses.length === 0 ? [answer.status] : statuses, answer.text).toContain(answer.status);
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text).not.toBe(500);
  expect(answer.headers['content-type']).toContain(PROBLEM_CONTENT_TYPE);
  const parsed = problem.parse(JSON.parse(answer.text));
  expect(parsed.status).toBe(answer.status);
  // No stack, no SQL, no driver's words.
  expect(answer.text).not.toMatch(
    /\bat \S+ \(|node_modules|\.js:\d|SELECT |INSERT |relation "|syntax error at/,
  );
  return parsed;
};
