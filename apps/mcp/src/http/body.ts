import type { IncomingMessage } from 'node:http';

/** The body is longer than it may be. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

/**
 * The body of a request, as text.
 * @param maxBytes what is longer is not read to its end
 * @throws BodyTooLargeError; another error when the client goes away in the middle
 */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<string> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new BodyTooLargeError();
  const parts: Buffer[] = [];
  let bytes = 0;
  // Left early, `for await` would destroy the connection before the refusal is sent.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new BodyTooLargeError();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};
