/** Bar charts as SVG, readable on light and on dark, with the fonts of whoever looks. */

const WIDTH = 880;
const MARGIN = 24;
const LABELS = 216;
const ROW = 30;
const BAR = 16;
const TOP = 84;

/** Warm greys, spruce for what is ours and for nothing lost, red for what is lost: the product's own. */
const STYLE = `
  .paper { fill: #fbfaf6 } .ink { fill: #1e1c17 } .soft { fill: #5c574d } .line { stroke: #e2ded4 }
  .ours { fill: #17654b } .theirs { fill: #a39c8d } .lost { fill: #ae2a1f } .also { fill: #dd8e83 }
  .bar { stroke: #ae2a1f; stroke-dasharray: 3 3 }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
  .title { font-size: 17px; font-weight: 600 } .small { font-size: 12px } .strong { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #171613 } .ink { fill: #efece4 } .soft { fill: #b5afa2 } .line { stroke: #35322c }
    .ours { fill: #7ccfa9 } .theirs { fill: #7d776b } .lost { fill: #ff9d90 } .also { fill: #9c5a50 }
    .bar { stroke: #ff9d90 }
  }`;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const text = (x: number, y: number, classes: string, words: string, anchor = 'start'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${classes}" text-anchor="${anchor}">${escapeText(words)}</text>`;

const bar = (x: number, y: number, width: number, classes: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${BAR}" rx="2" class="${classes}"/>`;

const picture = (title: string, subtitle: string, height: number, parts: string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeText(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" rx="8" class="paper"/>`,
    text(MARGIN, 36, 'ink title', title),
    text(MARGIN, 58, 'soft', subtitle),
    ...parts,
    '</svg>\n',
  ].join('\n');

const rowAt = (index: number): number => TOP + index * ROW;
/** Where text stands so that it is beside a bar. */
const BASELINE = BAR / 2 + 4.5;

export interface LossRow {
  name: string;
  ours: boolean;
  busy: number;
  resting: number;
  requests: number;
}

/** What each has lost, one bar each: what was busy, and after it what rested. */
export const lossChart = (title: string, subtitle: string, rows: LossRow[]): string => {
  const start = MARGIN + LABELS;
  const room = WIDTH - start - MARGIN - 150;
  const most = Math.max(1, ...rows.map(({ busy, resting }) => busy + resting));
  const scale = (count: number) => (count / most) * room;
  const parts = rows.flatMap(({ name, ours, busy, resting, requests }, index) => {
    const y = rowAt(index);
    const total = busy + resting;
    const count = `${total.toLocaleString('en')} of ${requests.toLocaleString('en')}`;
    const end = start + scale(total);
    return [
      text(start - 12, y + BASELINE, ours ? 'ink strong' : 'ink', name, 'end'),
      bar(start, y, scale(busy), 'lost'),
      bar(start + scale(busy), y, scale(resting), 'also'),
      text(end + (total === 0 ? 4 : 8), y + BASELINE, total === 0 ? 'ours strong' : 'ink', count),
    ];
  });
  const bottom = rowAt(rows.length) + 14;
  const axis = `<line x1="${start}" x2="${start}" y1="${TOP - 6}" y2="${bottom - 16}" class="line"/>`;
  const legend = [
    bar(start, bottom, BAR, 'lost'),
    text(start + 24, bottom + BASELINE, 'soft', 'on connections without a pause'),
    bar(start + 250, bottom, BAR, 'also'),
    text(start + 274, bottom + BASELINE, 'soft', 'on connections that rest between requests'),
  ];
  return picture(title, subtitle, bottom + BAR + MARGIN, [axis, ...parts, ...legend]);
};

export interface LatencyPanel {
  title: string;
  /** What must not be exceeded, ms. */
  limit: number;
}

export interface LatencyRow {
  name: string;
  ours: boolean;
  /** ms, one for each panel; Infinity is no answer; undefined was not measured. */
  values: (number | undefined)[];
}

const milliseconds = (ms: number): string => {
  if (ms >= 1e3) return `${(ms / 1e3).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
};

/** A panel beside the other for each situation, all on one logarithmic scale, with the limit as a dashed line. */
export const latencyChart = (
  title: string,
  subtitle: string,
  panels: LatencyPanel[],
  rows: LatencyRow[],
): string => {
  const gap = 24;
  const width = (WIDTH - MARGIN * 2 - LABELS + gap) / panels.length - gap;
  const numbers = 48;
  const [least, most] = [0.5, 5_000];
  const scale = (ms: number) =>
    (Math.log(Math.min(most, Math.max(least, ms)) / least) / Math.log(most / least)) * (width - numbers);
  const yOf = (index: number) => rowAt(index) + 40;
  const parts = panels.flatMap(({ title: name, limit }, column) => {
    const start = MARGIN + LABELS + column * (width + gap);
    const upright = (x: number, y: number, height: number, classes: string) =>
      `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${y}" y2="${y + height}" class="${classes}"/>`;
    return [
      text(start, TOP + 4, 'ink strong', name),
      text(start, TOP + 22, 'soft small', `below ${limit} ms`),
      upright(start, yOf(0) - 7, rows.length * ROW, 'line'),
      ...rows.flatMap(({ ours, values }, index) => {
        const value = values[column];
        const y = yOf(index);
        if (value === undefined) return [text(start + 6, y + BASELINE, 'soft small', 'asks no database')];
        const words = Number.isFinite(value) ? milliseconds(value) : 'none';
        return [
          bar(start, y, scale(value), value >= limit ? 'lost' : ours ? 'ours' : 'theirs'),
          upright(start + scale(limit), y - 7, ROW, 'bar'),
          text(start + width, y + BASELINE, 'ink small', words, 'end'),
        ];
      }),
    ];
  });
  const labels = rows.map(({ name, ours }, index) =>
    text(MARGIN + LABELS - 12, yOf(index) + BASELINE, ours ? 'ink strong' : 'ink', name, 'end'),
  );
  return picture(title, subtitle, yOf(rows.length) + MARGIN - 8, [...labels, ...parts]);
};
