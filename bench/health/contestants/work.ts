/** What the handlers of all small servers here do, so that they differ in their health and shutdown alone. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** About what a list of tasks with its log line costs on half of a core, ms. */
const WORK_MS = 1;

/** Keeps the event loop busy, as a handler with something to compute does. */
export const work = (): { done: true } => {
  const end = performance.now() + WORK_MS;
  while (performance.now() < end);
  return { done: true };
};

const send = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
};

/** `POST` reads a JSON body and answers with its size; `GET` works first. */
export const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') return send(response, work());
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // The client has gone.
    return;
  }
  send(response, { members: Object.keys(JSON.parse(Buffer.concat(chunks).toString())).length });
};
