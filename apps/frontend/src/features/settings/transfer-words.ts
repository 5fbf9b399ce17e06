import { type ImportAnswer, LIMITS } from '@todo/contracts';

const TYPES = { json: 'application/json', csv: 'text/csv' } as const;

/** What a file chooser offers. */
export const IMPORT_ACCEPT = Object.entries(TYPES)
  .flatMap(([ending, type]) => [`.${ending}`, type])
  .join(',');

/** The type by the file's name, because systems name CSV's type in many ways; null when it is neither. */
export const importType = (name: string): string | null => {
  const ending = /\.(json|csv)$/.exec(name.toLowerCase())?.[1] as keyof typeof TYPES | undefined;
  return ending === undefined ? null : TYPES[ending];
};

/** Why a file can't be imported, before anything is sent; null when it can be tried. */
export const complaintAbout = ({ name, size }: { name: string; size: number }): string | null => {
  if (importType(name) === null) return `“${name}” is neither a .json nor a .csv file. Choose one of these.`;
  if (size === 0) return `“${name}” is empty.`;
  if (size > LIMITS.import.body)
    return `“${name}” is larger than ${LIMITS.import.body / 1024 / 1024} MB. Split it, and import one part after the other.`;
  return null;
};

const tasks = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'task' : 'tasks'}`;

/** What an import did. */
export const importedInWords = ({ added, skipped }: ImportAnswer): string => {
  if (added === 0 && skipped === 0) return 'There is no task in this file.';
  if (added === 0)
    return skipped === 1
      ? 'Nothing was added: its one task was there already.'
      : `Nothing was added: all ${tasks(skipped)} were there already.`;
  if (skipped === 0) return `${tasks(added)} added.`;
  return `${tasks(added)} added, ${skipped.toLocaleString('en')} ${skipped === 1 ? 'was' : 'were'} there already.`;
};

/** Lines that are shown; nobody corrects more before the next try. */
const SHOWN_LINES = 20;

/** What is wrong with which line, from a refusal's fields: "Row 7, due_on: must be a date". */
export const linesInWords = (fields: Readonly<Record<string, string>>): string[] => {
  const lines = Object.entries(fields).map(([field, message]) => {
    const task = /^tasks\.(\d+)\.?(.*)$/.exec(field);
    const place = task === null ? field : `task ${Number(task[1]) + 1}${task[2] ? `, ${task[2]}` : ''}`;
    return `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${message}`;
  });
  const more = lines.length - SHOWN_LINES;
  return more > 0 ? [...lines.slice(0, SHOWN_LINES), `And ${more.toLocaleString('en')} more.`] : lines;
};

/** The name that the server gives a file; null when it gives none. */
export const fileNameOf = (headers: Headers): string | null =>
  /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? null;
