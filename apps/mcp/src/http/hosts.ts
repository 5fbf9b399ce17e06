import type { IncomingHttpHeaders } from 'node:http';

/** The machine itself, whatever the port: what a developer and `kubectl port-forward` say. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const NAME = String.raw`\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?`;
const HOST_NAME = new RegExp(`^(?:${NAME})$`, 'i');
const HOST = new RegExp(`^(${NAME})(?::\\d{1,5})?$`, 'i');
const ORIGIN = new RegExp(`^https?://(${NAME})(?::\\d{1,5})?$`, 'i');

/** Whether a text is a host name or address alone, without a port. */
export const isHostName = (text: string): boolean => HOST_NAME.test(text);

/**
 * Guards against DNS rebinding: a page whose name is made to point at this server still says its own name, in Host
 * or in Origin. Ports don't matter, since a name that is ours at one port is ours at each.
 * @param names those that the server has beside the loopback ones, without ports
 * @returns what gives the name of the header that is not ours; undefined when both are, or there is no Origin
 */
export const createHostCheck = (names: readonly string[]) => {
  const ours = new Set([...LOOPBACK, ...names].map((name) => name.toLowerCase()));
  const isOurs = (pattern: RegExp, value: string): boolean =>
    ours.has((pattern.exec(value)?.[1] ?? '').toLowerCase());
  return ({ host = '', origin }: IncomingHttpHeaders): 'Host' | 'Origin' | undefined => {
    if (!isOurs(HOST, host)) return 'Host';
    return origin === undefined || isOurs(ORIGIN, origin) ? undefined : 'Origin';
  };
};
