/** Characters of a result that are kept and shown to a model: two hundred ordinary tasks, or fifty with descriptions. */
export const MAX_RESULT = 32_000;

interface List {
  tasks: { description?: unknown }[];
  more: number;
}

const isList = (result: unknown): result is List =>
  typeof result === 'object' &&
  result !== null &&
  Array.isArray((result as Partial<List>).tasks) &&
  'more' in result;

const lengthOf = (value: unknown): number => (JSON.stringify(value) ?? '').length;

/** A result that is short enough: of a list without descriptions, then with fewer tasks and more to come. */
export const fitResult = (result: unknown): unknown => {
  if (lengthOf(result) <= MAX_RESULT) return result;
  if (!isList(result)) return `${JSON.stringify(result).slice(0, MAX_RESULT).toWellFormed()}… (cut)`;
  const tasks = result.tasks.map(({ description: _description, ...task }) => task);
  let shown = tasks.length;
  while (shown > 1 && lengthOf(tasks.slice(0, shown)) > MAX_RESULT) shown = Math.floor(shown * 0.8);
  return { ...result, tasks: tasks.slice(0, shown), more: result.more + tasks.length - shown };
};
