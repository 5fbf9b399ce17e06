/** What tells the series of one metric apart: a value for each of its label names. */
export type Labels = Record<string, string | number>;

interface Description {
  /** As Prometheus has it: `[a-zA-Z_:][a-zA-Z0-9_:]*`, the unit at its end, `_total` for a counter. */
  name: string;
  help: string;
  labelNames?: readonly string[];
}

/** One number, or one for each set of labels. */
export type Collected = number | Iterable<readonly [labels: Labels, value: number]>;

interface CollectedDescription extends Description {
  /** Called for each scrape. */
  collect: () => Collected;
}

interface HistogramDescription extends Description {
  /** Upper bounds, ascending; `+Inf` comes by itself. */
  buckets: readonly number[];
}

export interface Counter {
  /** @param by 1 by default */
  inc(labels?: Labels, by?: number): void;
}

export interface Histogram {
  observe(labels: Labels, value: number): void;
}

/**
 * A registry of metrics. Each name can be taken once.
 * The methods throw a `TypeError` for a name that is taken or that Prometheus would refuse.
 */
export interface Metrics {
  /** A number that only grows: counted with `inc()`, or read from `collect`. */
  counter(description: CollectedDescription): void;
  counter(description: Description): Counter;
  /** A number that is read when it is asked for. */
  gauge(description: CollectedDescription): void;
  histogram(description: HistogramDescription): Histogram;
  /** Everything in Prometheus' text format 0.0.4; add it to another registry's text if you have one. */
  render(): string;
  readonly contentType: string;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** An empty registry. */
export function createMetrics(): Metrics {
  const renderers = new Map<string, () => string[]>();

  function add(type: string, { name, help, labelNames = [] }: Description, lines: () => string[]): void {
    if (!NAME.test(name)) throw new TypeError(`"${name}" is no name for a metric`);
    const badLabel = labelNames.find((label) => !LABEL_NAME.test(label) || label === 'le');
    if (badLabel !== undefined) throw new TypeError(`"${badLabel}" is no name for a label of ${name}`);
    if (renderers.has(name)) throw new TypeError(`there is a metric ${name} already`);
    const head = [`# HELP ${name} ${escapeText(help)}`, `# TYPE ${name} ${type}`];
    renderers.set(name, () => [...head, ...lines()]);
  }

  function collected(type: string, description: CollectedDescription): void {
    add(type, description, () => {
      let values: Collected;
      try {
        values = description.collect();
      } catch (err) {
        // A scrape must not end the process, nor lose the other metrics.
        return [`# not read: ${escapeText(String(err))}`];
      }
      if (typeof values === 'number') return [line(description.name, '', values)];
      return Array.from(values, ([labels, value]) => line(description.name, pairs(labels), value));
    });
  }

  function counter(description: Description | CollectedDescription): Counter {
    const { name, labelNames = [] } = description;
    if ('collect' in description) {
      collected('counter', description);
      return { inc: () => {} };
    }
    const series = new Map<string, number>();
    // A counter without labels is there from the start, so that its first step is seen as one.
    if (labelNames.length === 0) series.set('', 0);
    add('counter', description, () => Array.from(series, ([key, value]) => line(name, key, value)));
    return {
      inc(labels = {}, by = 1) {
        const key = pairs(labels, labelNames);
        series.set(key, (series.get(key) ?? 0) + by);
      },
    };
  }

  function histogram(description: HistogramDescription): Histogram {
    const { name, labelNames = [], buckets } = description;
    const series = new Map<string, { counts: number[]; sum: number; total: number }>();
    add('histogram', description, () =>
      Array.from(series).flatMap(([key, { counts, sum, total }]) => {
        const prefix = key === '' ? '' : `${key},`;
        let below = 0;
        const lines = buckets.map((bound, index) => {
          below += counts[index] ?? 0;
          return line(`${name}_bucket`, `${prefix}le="${bound}"`, below);
        });
        lines.push(line(`${name}_bucket`, `${prefix}le="+Inf"`, total));
        lines.push(line(`${name}_sum`, key, sum), line(`${name}_count`, key, total));
        return lines;
      }),
    );
    return {
      observe(labels, value) {
        const key = pairs(labels, labelNames);
        let entry = series.get(key);
        if (entry === undefined) {
          entry = { counts: buckets.map(() => 0), sum: 0, total: 0 };
          series.set(key, entry);
        }
        const index = buckets.findIndex((bound) => value <= bound);
        if (index !== -1) entry.counts[index] = (entry.counts[index] ?? 0) + 1;
        entry.sum += value;
        entry.total += 1;
      },
    };
  }

  return {
    counter,
    gauge: (description) => collected('gauge', description),
    histogram,
    render: () => `${Array.from(renderers.values(), (lines) => lines().join('\n')).join('\n')}\n`,
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
  };
}

function line(name: string, labels: string, value: number): string {
  const number = Number.isFinite(value)
    ? String(value)
    : Number.isNaN(value)
      ? 'NaN'
      : value > 0
        ? '+Inf'
        : '-Inf';
  return `${name}${labels === '' ? '' : `{${labels}}`} ${number}`;
}

function pairs(labels: Labels, names: readonly string[] = Object.keys(labels)): string {
  let text = '';
  for (const name of names) text += `${text === '' ? '' : ','}${name}="${escapeValue(labels[name] ?? '')}"`;
  return text;
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeValue(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return /["\\\n]/.test(value) ? escapeText(value).replaceAll('"', '\\"') : value;
}
