import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Outcome, Summary } from './load-pod.js';
import type { PodLife } from './pod-history.js';

/** A change under load, and what was seen of it. */
export interface Scenario {
  name: string;
  /** Whether it is a change that may lose nothing. */
  planned: boolean;
  summary: Summary;
  /** The pods that were there at the time. */
  pods: PodLife[];
  /** When the change began and when all pods were ready again, ms since 1970. */
  from: number;
  to: number;
}

const FOLDER =
  process.env.E2E_REPORT ?? fileURLToPath(new URL('../test-results/cluster/report', import.meta.url));

const WIDTH = 960;
const LEFT = 150;
const RIGHT = 20;
const CHART = { top: 56, height: 120 };
const ROW = 16;

const of = ({ summary }: Scenario, outcome: Outcome): number =>
  perSecond(summary, outcome).reduce((sum, count) => sum + count, 0);

const perSecond = ({ seconds }: Summary, outcome: Outcome): number[] =>
  seconds.map((second) => Object.values(second ?? {}).reduce((sum, one) => sum + one[outcome], 0));

const secondsOf = ({ from, to }: Scenario): number => Math.round((to - from) / 1000);

const fileOf = ({ name }: Scenario): string => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.svg`;

const asText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Requests per second, what was lost of them, and the pods below, over the same time. */
export const draw = (scenario: Scenario): string => {
  const { summary, pods, from, to, name } = scenario;
  const answered = perSecond(summary, 'answered');
  const lost = perSecond(summary, 'lost');
  const length = answered.length;
  const most = Math.max(10, ...answered);
  const x = (second: number) =>
    (LEFT + (Math.min(Math.max(second, 0), length) / length) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (count: number) => (CHART.top + CHART.height * (1 - count / most)).toFixed(1);
  const at = (time: number) => x((time - summary.start) / 1000);
  const bar = (kind: string, start: string, end: string, top: number) =>
    `<rect class="${kind}" x="${start}" y="${top}" width="${Math.max(2, Number(end) - Number(start)).toFixed(1)}" height="${ROW - 5}" rx="2"/>`;

  const end = summary.start + length * 1000;
  const rows = pods
    .filter(({ created }) => created < end)
    .toSorted((one, other) => one.service.localeCompare(other.service) || one.created - other.created);
  const bottom = CHART.top + CHART.height + 34;
  const lives = rows.map(({ service, created, ready, leaving, gone }, index) => {
    const top = bottom + index * ROW;
    const label = rows[index - 1]?.service === service ? '' : service;
    const until = gone ?? end;
    return [
      `<text class="soft" x="${LEFT - 10}" y="${top + 10}" text-anchor="end">${label}</text>`,
      bar('starting', at(created), at(ready ?? leaving ?? until), top),
      ready === undefined ? '' : bar('ready', at(ready), at(leaving ?? until), top),
      leaving === undefined ? '' : bar('leaving', at(leaving), at(until), top),
    ].join('');
  });
  const height = bottom + rows.length * ROW + 34;
  const points = answered.map((count, second) => `${x(second + 0.5)},${y(count)}`);
  const axis = Array.from({ length: Math.floor(length / 10) + 1 }, (_, index) => index * 10);
  const sum = lost.reduce((total, count) => total + count, 0);

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="13">
<title id="title">${asText(name)}: ${of(scenario, 'answered')} requests answered, ${sum} lost</title>
<style>
  .ink { fill: #1f2328 } .soft { fill: #59636e } .line { stroke: #d1d9e0 } .band { fill: #eff2f5 }
  .answered { fill: #ddf4ff; stroke: #0969da } .lost { fill: #cf222e }
  .starting { fill: #bf8700 } .ready { fill: #1a7f37 } .leaving { fill: #8c959f }
  @media (prefers-color-scheme: dark) {
    .ink { fill: #f0f6fc } .soft { fill: #9198a1 } .line { stroke: #3d444d } .band { fill: #151b23 }
    .answered { fill: #0c2d6b; stroke: #4493f8 } .lost { fill: #f85149 }
    .starting { fill: #d29922 } .ready { fill: #3fb950 } .leaving { fill: #656c76 }
  }
</style>
<text class="ink" x="14" y="24" font-size="16" font-weight="600">${asText(name)}</text>
<text class="soft" x="14" y="43">${of(scenario, 'answered')} requests answered, ${sum} lost; the change took ${secondsOf(scenario)} s</text>
<rect class="band" x="${at(from)}" y="${CHART.top}" width="${(Number(at(to)) - Number(at(from))).toFixed(1)}" height="${bottom + rows.length * ROW - CHART.top}"/>
<text class="soft" x="${LEFT - 10}" y="${CHART.top + 10}" text-anchor="end">${most} a second</text>
<line class="line" x1="${LEFT}" y1="${y(0)}" x2="${WIDTH - RIGHT}" y2="${y(0)}"/>
<polygon class="answered" points="${x(0.5)},${y(0)} ${points.join(' ')} ${x(length - 0.5)},${y(0)}"/>
${lost
  .map((count, second) =>
    count === 0 ? '' : bar('lost', x(second), x(second + 1), CHART.top + CHART.height + 2),
  )
  .join('')}
<text class="soft" x="${LEFT - 10}" y="${CHART.top + CHART.height + 13}" text-anchor="end">lost</text>
${lives.join('\n')}
${axis.map((second) => `<text class="soft" x="${x(second)}" y="${height - 14}" text-anchor="middle" font-size="11">${second} s</text>`).join('')}
<g font-size="12" transform="translate(${WIDTH - 330} 14)"><rect class="starting" width="12" height="11" rx="2"/><text class="soft" x="18" y="10">starting</text><rect class="ready" x="84" width="12" height="11" rx="2"/><text class="soft" x="102" y="10">ready</text><rect class="leaving" x="154" width="12" height="11" rx="2"/><text class="soft" x="172" y="10">draining</text><rect class="lost" x="240" width="12" height="11" rx="2"/><text class="soft" x="258" y="10">lost</text></g>
</svg>
`;
};

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** The table and the pictures, as Markdown. */
export const describeScenarios = (scenarios: readonly Scenario[], date: Date): string => {
  const row = (scenario: Scenario) => {
    const { name, summary, pods } = scenario;
    const left = pods.filter(({ leaving = 0 }) => leaving > summary.start).length;
    return `| ${name} | ${of(scenario, 'answered')} | ${of(scenario, 'busy')} | **${summary.lost}** | ${summary.slowestMs} ms | ${left} | ${secondsOf(scenario)} s |`;
  };
  const table = (some: readonly Scenario[]) =>
    [
      '| change | answered | refused as too busy | lost | slowest | pods that left | took |',
      '|---|---:|---:|---:|---:|---:|---:|',
      ...some.map(row),
    ].join('\n');
  const planned = scenarios.filter((one) => one.planned);
  const others = scenarios.filter((one) => !one.planned);
  const total = planned.reduce((sum, one) => sum + of(one, 'answered') + one.summary.lost, 0);
  const lost = planned.reduce((sum, one) => sum + one.summary.lost, 0);
  const explained = others.flatMap(({ name, summary }) => {
    const kinds = groupBy(summary.failures, ({ service, told }) => `${service}: ${told}`);
    return [...kinds].map(([told, all]) => `- ${name}: ${all.length} × ${told}`);
  });
  return `# Changes under load

\`npm run e2e:cluster -- rollouts\`, ${date.toISOString().slice(0, 10)}, a machine with ${cpus().length} cores (${cpus()[0]?.model}) that is
every node of the cluster and the client too. A pod sends GET and POST through the three Services over connections that it
keeps, and repeats nothing. Lost is what was not answered, or not as it should be, within 10 seconds. What was answered 201
is in the database exactly once. The autoscaler aims lower on its way up and takes pods away sooner than by default: two cores that carry
the load as well would not call for ten pods.

**${lost} of ${total} requests were lost in planned changes.**

${table(planned)}

For comparison, what is not planned, or not as the chart does it:

${table(others)}

${explained.join('\n')}

${scenarios.map((one) => `![${one.name}: ${one.summary.lost} lost](${fileOf(one)})`).join('\n\n')}
`;
};

/** Writes the report, and a picture of each. */
export const writeReport = async (scenarios: readonly Scenario[]): Promise<void> => {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(`${FOLDER}/README.md`, describeScenarios(scenarios, new Date()));
  for (const scenario of scenarios) await writeFile(`${FOLDER}/${fileOf(scenario)}`, draw(scenario));
};
