import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The request target as it came. Set anew for each request, never passed on. */
export const RAW_TARGET_HEADER = 'x-todo-raw-target';

/** An IPv4 peer of a dual-stack socket without its ::ffff: prefix. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/**
 * Notes down, before Next sees a request, what a route handler cannot find out any more: the peer's address,
 * appended to `X-Forwarded-For` (Next fills it only when the client sent none of its own making), and the
 * target as it was sent (Next decodes the query and changes the order of its parameters).
 */
export const noteRawRequests = (): void => {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const { headers, socket } = request;
    headers[RAW_TARGET_HEADER] = request.url ?? '/';
    if (socket.remoteAddress === undefined) return;
    const before = headers['x-forwarded-for'];
    headers['x-forwarded-for'] = [
      ...(before === undefined ? [] : [before].flat()),
      plain(socket.remoteAddress),
    ].join(', ');
  });
};
