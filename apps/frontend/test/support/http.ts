import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Sent {
  method?: string;
  /** Goes out as it is: nothing normalises it. */
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Opens a request of plain node:http: no decompression, no redirects, the path as given. */
export const open = (port: number, { method = 'GET', path, headers, body }: Sent) => {
  const sent = request({
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: false,
    ...(headers ? { headers } : {}),
  });
  sent.end(body);
  return sent;
};

/** Sends a request and reads the whole answer. */
export const send = async (port: number, sent: Sent) => {
  const [answer] = (await once(open(port, sent), 'response')) as [IncomingMessage];
  const body = await buffer(answer);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    rawHeaders: answer.rawHeaders.join('\n'),
    body,
    text: body.toString(),
    json: () => JSON.parse(body.toString()) as Record<string, unknown>,
  };
};
