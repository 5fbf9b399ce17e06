import { Readable } from 'node:stream';
import { type ExportedTask, importTask, ProblemError } from '@todo/contracts';
import { CsvError, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { type Options, stringify } from 'csv-stringify/sync';

/** `user_id` and `id` last: they are for an import, so that it knows the task again. */
const COLUMNS = [
  'title',
  'description',
  'completed',
  'priority',
  'due_on',
  'due_time',
  'due_zone',
  'tags',
  'created_at',
  'completed_at',
  'id',
  'user_id',
] as const satisfies readonly (keyof ExportedTask)[];

/**
 * What a spreadsheet would take for a formula (OWASP, CSV injection), full-width forms too. The quotes before it are
 * those of an export, or look like them.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
/** A quote before it makes a spreadsheet show it as text. */
const defuse = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
const restore = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

const FORMAT: Options = {
  record_delimiter: 'windows',
  cast: { string: defuse, boolean: String },
};

/** Tags are CSV in a cell of CSV: `home, bills`, with quotes where a tag has a comma. */
const writeTags = (tags: readonly string[]): string =>
  tags.length === 0 ? '' : stringify([[...tags]], { eof: false });
const readTags = (cell: string): unknown => {
  try {
    return parseSync(cell, { trim: true, relax_quotes: true })
      .flat()
      .filter((tag) => tag !== '');
  } catch {
    return cell;
  }
};

/** The tasks outside the trash as CSV (RFC 4180), with a byte order mark, by which Excel knows UTF-8. */
export async function* writeCsv(pieces: AsyncIterable<readonly ExportedTask[]>): AsyncGenerator<string> {
  yield stringify([[...COLUMNS]], { ...FORMAT, bom: true });
  for await (const piece of pieces) {
    const rows = piece
      .filter(({ deleted_at }) => deleted_at === null)
      .map((task) => COLUMNS.map((column) => (column === 'tags' ? writeTags(task.tags) : task[column])));
    yield stringify(rows, FORMAT);
  }
}

/**
 * A row of a file as a task that is not checked yet, or why it can't be one. `name`: the row as a spreadsheet counts,
 * the header is 1.
 */
export type CsvRow = { name: string; value: Record<string, unknown> } | { name: string; error: string };

const KNOWN = Object.keys(importTask.shape);

const BOOLEANS: Record<string, boolean> = { true: true, false: false };

/** The cells that are not what they say. */
const READ: Record<string, (cell: string) => unknown> = {
  title: restore,
  description: restore,
  tags: (cell) => readTags(restore(cell)),
  priority: (cell) => cell.trim().toLowerCase(),
  completed: (cell) => BOOLEANS[cell.trim().toLowerCase()] ?? cell,
  id: Number,
  version: Number,
};

const refuse = (field: string, message: string): ProblemError =>
  new ProblemError('validation_failed', { detail: `${field} ${message}.`, errors: [{ field, message }] });

const readHeader = (cells: string[]): string[] => {
  const columns = cells.map((cell) => cell.trim().toLowerCase());
  const unknown = columns.find((column) => !KNOWN.includes(column));
  if (unknown !== undefined)
    throw refuse('row 1', `has a column “${unknown.slice(0, 50)}”, which is not known: ${KNOWN.join(', ')}`);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw refuse('row 1', `has the column ${twice} twice`);
  if (!columns.includes('title')) throw refuse('row 1', 'has no column title');
  return columns;
};

/** Excel writes semicolons where a comma is the decimal sign. No name of a column has either. */
const delimiterOf = (header: string): string =>
  [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';

/** Bytes that are parsed without letting others have the event loop. */
const PIECE = 32 * 1024;

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
}

/**
 * The rows of a CSV file; empty cells are left out, and so are rows without any.
 * @throws ProblemError `validation_failed` when it is not CSV, or its first row does not name what we know
 */
export async function* readCsv(bytes: Buffer): AsyncGenerator<CsvRow> {
  const [header = ''] = bytes.toString('utf8', 0, PIECE).split(/[\r\n]/, 1);
  const parser = Readable.from(piecesOf(bytes)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(header),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  let columns: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { records: number; empty_lines: number };
    }>) {
      if (columns === undefined) {
        columns = readHeader(record);
        continue;
      }
      const name = `row ${info.records + info.empty_lines}`;
      if (record.length > columns.length) {
        yield { name, error: `has ${record.length} cells, and the first row ${columns.length}` };
        continue;
      }
      const cells = columns.map((column, index) => [column, record[index] ?? ''] as const);
      if (cells.every(([, cell]) => cell.trim() === '')) continue;
      // An empty title is one that is wrong; other cells may be empty.
      const filled = cells.filter(([column, cell]) => column === 'title' || cell.trim() !== '');
      const value = filled.map(([column, cell]) => [column, READ[column]?.(cell) ?? cell.trim()]);
      yield { name, value: Object.fromEntries(value) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw refuse('The file', `is not CSV: ${error.message}`);
    throw error;
  }
}
