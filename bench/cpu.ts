import { sendMany } from './load.js';
import { cpuTime } from './machine.js';
import { median, spread } from './numbers.js';
import { withCookie, withToken } from './people.js';
import type { createRows, Row } from './rows.js';
import type { RunningServer } from './servers.js';

const CONNECTIONS = 16;
const MAX_ATTEMPTS = 20;

export interface CpuResult {
  name: string;
  /** Microseconds of CPU per request, a number per round. */
  peer: number[];
  token: number[];
  cookie: number[];
}

/** Share of a slice that runs before it: neither what was on this core before nor the pause may be in the number. */
const WARM_UP = 0.5;

/** Of one slice, in microseconds; one in which the server shed requests is measured again. */
const cpuPerRequest = async (
  { origin, pid }: RunningServer,
  { count, expected, request }: Row,
  headers: Record<string, string>,
): Promise<number> => {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const load = {
      connections: CONNECTIONS,
      expected,
      request: (number: number) => request(headers, number),
    };
    await sendMany(origin, { ...load, count: Math.round(count * WARM_UP) });
    const before = cpuTime(pid);
    const shed = await sendMany(origin, { ...load, count });
    if (shed === 0) return ((cpuTime(pid) - before) * 1000) / count;
  }
  throw new Error('The server sheds requests: this machine has too much else to do.');
};

/**
 * CPU time of the server per request, kernel included. What the backend does besides (health check, poll,
 * garbage collection) is in its number. The three take turns, round after round, so that noise hits all alike.
 */
export const measureCpu = async (
  backend: RunningServer,
  peer: RunningServer,
  rows: ReturnType<typeof createRows>,
  rounds: number,
  say: (line: string) => void,
): Promise<CpuResult[]> => {
  const results = rows.map(({ name }): CpuResult => ({ name, peer: [], token: [], cookie: [] }));
  // The first round is for the compilers of V8 and the caches of PostgreSQL.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, row] of rows.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      const variants = [
        { server: peer, headers: withToken(row.person), times: result.peer },
        { server: backend, headers: withToken(row.person), times: result.token },
        { server: backend, headers: withCookie(row.person), times: result.cookie },
      ];
      for (const { server, headers, times } of variants) {
        const time = await cpuPerRequest(server, row, headers);
        if (round > 0) times.push(time);
      }
    }
    say(round === 0 ? 'CPU per request: warmed up' : `CPU per request: round ${round} of ${rounds}`);
  }
  return results;
};

const MIN_SHARE = 0.7;
const MAX_COOKIE = 1.3;
const verdict = (held: boolean): string => (held ? 'yes' : 'NO');
const ratios = (over: number[], under: number[]): number[] =>
  over.map((value, index) => value / (under[index] ?? Number.NaN));

export const cpuTable = (results: CpuResult[]): string[][] => [
  [
    'request',
    'peer µs',
    'backend µs',
    'with cookie µs',
    'peer / backend',
    `≥ ${MIN_SHARE}`,
    'cookie / token',
    `≤ ${MAX_COOKIE}`,
  ],
  ...results.map(({ name, peer, token, cookie }) => {
    const [share, extra] = [ratios(peer, token), ratios(cookie, token)];
    return [
      name,
      median(peer).toFixed(0),
      median(token).toFixed(0),
      median(cookie).toFixed(0),
      spread(share, 2),
      verdict(median(share) >= MIN_SHARE),
      spread(extra, 2),
      verdict(median(extra) <= MAX_COOKIE),
    ];
  }),
];
