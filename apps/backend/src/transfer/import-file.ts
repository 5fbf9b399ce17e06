import { isUtf8 } from 'node:buffer';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { type ImportTask, importFile, importTask, LIMITS, ProblemError } from '@todo/contracts';
import { z } from 'zod';
import { readCsv } from './csv.js';

export type ImportType = 'application/json' | 'text/csv';

/** Tasks that are checked without letting others have the event loop: some milliseconds. */
const BATCH = 100;
/** Errors that an answer names: enough to mend a file, and no way to make it cost a large answer. */
const MAX_ERRORS = 20;

type FieldError = { field: string; message: string };

const refuse = (errors: FieldError[]): ProblemError => {
  const named = errors.slice(0, MAX_ERRORS);
  const detail = named.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new ProblemError('validation_failed', { detail: `Nothing was imported. ${detail}.`, errors: named });
};

const errorsOf = (error: z.ZodError, fieldOf: (path: string) => string): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: fieldOf([...issue.path, key].join('.')).slice(0, 100),
          message: 'is not known',
        }))
      : [{ field: fieldOf(issue.path.join('.')), message: issue.message }],
  );

const envelope = importFile.extend({ tasks: z.array(z.unknown()) });

/** A task that is not checked yet, with what its fields are called in an error; or what can't be one. */
type Candidate = { value: unknown; fieldOf: (path: string) => string } | { error: FieldError };

async function* candidatesOf(
  type: ImportType,
  bytes: Buffer,
  parseJson: (bytes: Buffer) => Promise<unknown>,
): AsyncGenerator<Candidate> {
  if (type === 'text/csv') {
    for await (const row of readCsv(bytes)) {
      const { name } = row;
      if ('error' in row) yield { error: { field: name, message: row.error } };
      else yield { value: row.value, fieldOf: (path) => (path === '' ? name : `${name}, ${path}`) };
    }
    return;
  }
  const file = envelope.safeParse(await parseJson(bytes));
  if (!file.success) throw refuse(errorsOf(file.error, (path) => (path === '' ? 'body' : path)));
  for (const [index, value] of file.data.tasks.entries())
    yield { value, fieldOf: (path) => (path === '' ? `tasks.${index}` : `tasks.${index}.${path}`) };
}

/**
 * The tasks of a file, all of them checked.
 * @throws ProblemError `validation_failed` with the first fields that are wrong; `body_too_large` with too many tasks
 */
export const readImport = async (
  type: ImportType,
  bytes: Buffer,
  parseJson: (bytes: Buffer) => Promise<unknown>,
): Promise<ImportTask[]> => {
  if (!isUtf8(bytes)) throw refuse([{ field: 'body', message: 'must be UTF-8' }]);
  const tasks: ImportTask[] = [];
  const errors: FieldError[] = [];
  let count = 0;
  for await (const candidate of candidatesOf(type, bytes, parseJson)) {
    count += 1;
    if (count > LIMITS.import.max)
      throw new ProblemError('body_too_large', {
        detail: `A file may have ${LIMITS.import.max} tasks at most. Nothing was imported: divide it.`,
      });
    if (count % BATCH === 0) await othersFirst();
    if ('error' in candidate) errors.push(candidate.error);
    else {
      const parsed = importTask.safeParse(candidate.value);
      if (parsed.success) tasks.push(parsed.data);
      else errors.push(...errorsOf(parsed.error, candidate.fieldOf));
    }
    if (errors.length >= MAX_ERRORS) break;
  }
  if (errors.length > 0) throw refuse(errors);
  return tasks;
};
