import { median, table } from '../numbers.js';
import { latencyChart, lossChart } from './chart.js';
import type { Contestant } from './contestants.js';
import { lostOf, type Tally } from './judge.js';
import { MAKE_UP_MS } from './overload.js';
import { PROBE_LIMIT_MS } from './prober.js';
import { LIMIT_MS, MAX_WAITED, type Probes, SITUATIONS } from './probes.js';
import { ENDPOINT_MS, MAX_PAUSE_MS, ONE_WAY_MS, REST_MS, type Restart } from './restart.js';

/** What one contestant did. */
export interface Outcome {
  contestant: Contestant;
  restarts: Restart[];
  probes: Probes[];
}

/** What our services must have been asked without losing one. */
const MIN_REQUESTS = 50_000;
const verdict = (held: boolean): string => (held ? 'yes' : 'NO');
const whole = (count: number): string => count.toLocaleString('en');

const sum = (tallies: Tally[]): Tally => {
  const total: Tally = { answered: 0, lost: {} };
  for (const { answered, lost } of tallies) {
    total.answered += answered;
    for (const [kind, count] of Object.entries(lost)) total.lost[kind] = (total.lost[kind] ?? 0) + count;
  }
  return total;
};

const kindsOf = ({ lost }: Tally): string =>
  Object.entries(lost)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${whole(count)} ${kind}`)
    .join(', ');

const requestsOf = (tally: Tally): number => tally.answered + lostOf(tally);

/** Each thing once, with how often when it is not always the same. */
const variants = (values: string[]): string => {
  const kinds = [...new Set(values)];
  if (kinds.length === 1) return kinds[0] ?? '';
  return kinds.map((kind) => `${kind} (${values.filter((value) => value === kind).length} times)`).join(', ');
};

const talliesOf = ({ restarts }: Outcome) => ({
  busy: sum(restarts.map(({ busy }) => busy)),
  resting: sum(restarts.map(({ resting }) => resting)),
});

const restartTable = (outcomes: Outcome[]): string[][] => [
  [
    'server',
    'busy',
    'requests',
    'lost',
    'resting',
    'requests',
    'lost',
    'gone after',
    'exit',
    `0 of ≥ ${whole(MIN_REQUESTS)}`,
  ],
  ...outcomes.map((outcome) => {
    const { busy, resting } = talliesOf(outcome);
    const all = sum([busy, resting]);
    const held = lostOf(all) === 0 && requestsOf(all) >= MIN_REQUESTS;
    return [
      outcome.contestant.name,
      String(outcome.contestant.connections.busy),
      whole(requestsOf(busy)),
      whole(lostOf(busy)),
      String(outcome.contestant.connections.resting),
      whole(requestsOf(resting)),
      whole(lostOf(resting)),
      `${median(outcome.restarts.map(({ exitSeconds }) => exitSeconds)).toFixed(1)} s`,
      variants(outcome.restarts.map(({ exit }) => exit)),
      verdict(held),
    ];
  }),
];

const kindTable = (outcomes: Outcome[]): string[][] => [
  ['server', 'lost on busy connections', 'lost on resting connections'],
  ...outcomes
    .map((outcome) => ({ name: outcome.contestant.name, ...talliesOf(outcome) }))
    .filter(({ busy, resting }) => lostOf(busy) + lostOf(resting) > 0)
    .map(({ name, busy, resting }) => [name, kindsOf(busy) || '–', kindsOf(resting) || '–']),
];

const milliseconds = (ms: number): string =>
  Number.isFinite(ms) ? ms.toFixed(ms < 10 ? 1 : 0) : `none in ${PROBE_LIMIT_MS / 1e3} s`;

const probeTable = (outcomes: Outcome[]): string[][] => [
  [
    'server',
    'readiness is',
    'when',
    'p50 ms',
    'p99 ms',
    'max ms',
    'answers',
    'core waited for',
    'p99 below',
    'held',
  ],
  ...SITUATIONS.flatMap((situation) =>
    outcomes.flatMap(({ contestant, probes }) =>
      probes
        .filter((result) => result.situation === situation)
        .map(({ p50, p99, max, statuses, waited }) => [
          contestant.name,
          contestant.readiness,
          situation,
          ...[p50, p99, max].map(milliseconds),
          [...statuses].map(([status, count]) => `${count} × ${status || 'none'}`).join(', '),
          `${(waited * 100).toFixed(0)} %`,
          String(LIMIT_MS[situation]),
          verdict(p99 < LIMIT_MS[situation]),
        ]),
    ),
  ),
];

const overloadTable = (outcomes: Outcome[]): string[][] => [
  ['server', 'can carry, per s', 'its core busy', 'sent, per s', 'served, per s', 'served of what it can'],
  ...outcomes.flatMap(({ contestant, probes }) =>
    probes.flatMap(({ load }) => {
      if (load === undefined) return [];
      const { capacity, overload } = load;
      return [
        [
          contestant.name,
          whole(Math.round(capacity.perSecond)),
          `${(capacity.busy * 100).toFixed(0)} %`,
          whole(Math.round(overload.sentPerSecond)),
          whole(Math.round(overload.servedPerSecond)),
          `${((overload.servedPerSecond / capacity.perSecond) * 100).toFixed(0)} %`,
        ],
      ];
    }),
  ),
];

const lateness = (outcomes: Outcome[]): string => {
  const late = outcomes.flatMap(({ restarts }) => restarts.map((restart) => restart.late));
  const over = late.filter(({ max }) => max > MAX_PAUSE_MS).length;
  return (
    `The load's own event loop was late by ${median(late.map(({ p99 }) => p99)).toFixed(0)} ms (p99, median of all` +
    ` restarts) and ${Math.max(...late.map(({ max }) => max)).toFixed(0)} ms at the worst. A restart in which that was` +
    ` over ${MAX_PAUSE_MS} ms was measured again` +
    (over === 0 ? '.' : `, in vain for ${over} of ${late.length}: do not trust those.`)
  );
};

const waiting = (outcomes: Outcome[]): string => {
  const all = outcomes.flatMap(({ probes }) => probes.map(({ waited }) => waited));
  const over = all.filter((waited) => waited > MAX_WAITED).length;
  return (
    `A server that waited for its core for more than ${MAX_WAITED * 100} % of the time, because others had it, was` +
    ` measured again${over === 0 ? '.' : `, in vain for ${over} of ${all.length} rows: do not trust the times.`}`
  );
};

export const FILES = { report: 'health.md', lost: 'health-lost.svg', probes: 'health-probes.svg' } as const;

const lostChart = (outcomes: Outcome[]): string =>
  lossChart(
    'Requests lost in rolling restarts',
    `${outcomes[0]?.restarts.length} restarts each, unretried POSTs on busy and on resting connections; shorter is better`,
    outcomes.map((outcome) => {
      const { busy, resting } = talliesOf(outcome);
      const { name, ours } = outcome.contestant;
      const requests = requestsOf(sum([busy, resting]));
      return { name, ours, busy: lostOf(busy), resting: lostOf(resting), requests };
    }),
  );

const probesChart = (outcomes: Outcome[]): string =>
  latencyChart(
    'How long a readiness probe takes',
    `p99 on a logarithmic scale; dashed: the limit; none: no answer in ${PROBE_LIMIT_MS / 1e3} s`,
    SITUATIONS.map((situation) => ({ title: situation, limit: LIMIT_MS[situation] })),
    outcomes.map(({ contestant: { name, ours }, probes: measured }) => ({
      name,
      ours,
      values: SITUATIONS.map((situation) => measured.find((result) => result.situation === situation)?.p99),
    })),
  );

/** A part of the page, with its picture. `machine` says where and on what it was measured. */
export interface Section {
  text: string;
  chart: { file: string; svg: string };
}

export const TITLE = '# What is lost in a restart, and how long probes take';
/** Where the second part of the page begins. */
export const PROBES_HEADING = '## Probes';

const made = (command: string, machine: string): string =>
  `Made by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;

export const restartSection = (machine: string, all: Outcome[]): Section => {
  const outcomes = all.filter(({ contestant }) => !contestant.isFloor);
  return {
    text: [
      '## Rolling restarts',
      made('pnpm bench:health', machine),
      `${outcomes[0]?.restarts.length} restarts of each server, all in turns. Two instances stand behind a wire with a` +
        ` round trip of ${ONE_WAY_MS * 2} ms that works as kube-proxy does: it spreads new connections and leaves` +
        ` established ones where they are. One instance gets SIGTERM and, for ${ENDPOINT_MS / 1e3} s more, new` +
        ` connections. Busy connections send POSTs, each as soon as the one before is answered; others rest` +
        ` ${REST_MS.min / 1e3} to ${REST_MS.max / 1e3} s in between. Nothing is retried. A request is lost when it gets` +
        ' no complete answer of 2xx; a connection whose FIN has arrived is not used again, which is no loss. The backend' +
        ' and both frontends create tasks in a PostgreSQL, the frontends through their proxy to a backend that stays up;' +
        ' the small servers read a body and answer.',
      `![Requests lost](${FILES.lost})`,
      table(restartTable(outcomes)),
      table(kindTable(outcomes)),
      'Each is set up as its README says, and what it leaves as Node has it stays so. `socket hang up` is a FIN instead' +
        ' of an answer.',
      lateness(outcomes),
    ].join('\n\n'),
    chart: { file: FILES.lost, svg: lostChart(outcomes) },
  };
};

export const probeSection = (machine: string, outcomes: Outcome[]): Section => ({
  text: [
    PROBES_HEADING,
    made('pnpm bench:health --part=probes', machine),
    'GET of readiness, each in its own way, on a new connection each time as the kubelet does it, every 10 ms and' +
      ' measured in a thread of its own that has asked 300 times before. The floor is what Node.js by itself takes to' +
      ' answer a constant. Overload is twice what the server was measured to carry just before, sent' +
      ' whether or not earlier requests are answered; what came due while the load had no processor is made up for as far' +
      ` as ${MAKE_UP_MS} ms, so that somewhat less is sent: the table below.`,
    `![How long a readiness probe takes](${FILES.probes})`,
    table(probeTable(outcomes)),
    waiting(outcomes),
    table(overloadTable(outcomes)),
    'Where the server used less than its core, something else was the limit of what it can carry (for the backend: its' +
      ' database).',
  ].join('\n\n'),
  chart: { file: FILES.probes, svg: probesChart(outcomes) },
});
