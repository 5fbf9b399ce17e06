import type { Database } from '../src/database.js';

/** A node of a plan as EXPLAIN (FORMAT JSON) gives it. */
interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

export interface Work {
  /** The indexes of tasks that are read, sorted. */
  indexes: string[];
  /** How tasks are read without an index. */
  withoutIndex: string[];
  /** Rows of tasks that were looked at. */
  rows: number;
  /** Rows that went into the largest sort. */
  sorted: number;
  /** Pages of 8 KiB. */
  pages: number;
  /** Planning and running, ms. */
  milliseconds: number;
}

const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];
const readsTable = ({ 'Node Type': type }: Node): boolean =>
  /^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(type);

const summaryOf = (root: Node): Omit<Work, 'milliseconds'> => {
  const nodes = all(root);
  const scans = nodes.filter((node) => node['Relation Name'] === 'tasks' && readsTable(node));
  const rowsOf = (node: Node): number =>
    (node['Actual Rows'] +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)) *
    node['Actual Loops'];
  const sorts = nodes.filter((node) => node['Node Type'].endsWith('Sort'));
  const names = nodes.flatMap((node) => node['Index Name'] ?? []).filter((name) => name.startsWith('tasks_'));
  return {
    indexes: [...new Set(names)].sort(),
    withoutIndex: scans.map((node) => node['Node Type']).filter((type) => type === 'Seq Scan'),
    rows: scans.reduce((sum, node) => sum + rowsOf(node), 0),
    sorted: Math.max(0, ...sorts.flatMap((node) => (node.Plans ?? []).map(rowsOf))),
    pages: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
  };
};

/** What the statements cost that `work` sends to a database, each as it really runs; the last one's plan alone counts. */
export const explain = async (
  database: Database,
  work: (database: Database) => Promise<unknown>,
): Promise<Work> => {
  let last: { text: string; values: unknown[] } | undefined;
  const watching = new Proxy(database, {
    get: (target, name) =>
      name !== 'query'
        ? Reflect.get(target, name)
        : (text: string, values: unknown[]) => {
            last = { text, values };
            return target.query(text, values);
          },
  });
  await work(watching);
  const { rows } = await database.query<{
    'QUERY PLAN': [{ Plan: Node; 'Planning Time': number; 'Execution Time': number }];
  }>(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${last?.text}`, last?.values);
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  if (plan === undefined) throw new Error('nothing was asked');
  return { ...summaryOf(plan.Plan), milliseconds: plan['Planning Time'] + plan['Execution Time'] };
};
