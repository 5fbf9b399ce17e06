import type { Priority } from '@todo/contracts';
import { parseQuickAdd, type QuickAddPart } from '@todo/language';
import type { NewTaskWords } from './new-task';

/** Something that was understood as more than words of the title; `texts` are those words. */
export type Chip = { texts: readonly string[] } & (
  | { kind: 'due'; due: { on: string; time: string | null } }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'tag'; tag: string }
);

/** The line of a new task as it was understood. */
export interface Understood extends NewTaskWords {
  /** In the order of the line. A day and its time that stand apart are one, and so is a tag that is there twice. */
  chips: readonly Chip[];
}

/** What tells one chip from the others. */
export const chipKey = (chip: Chip): string =>
  chip.kind === 'tag' ? `tag ${chip.tag.toLowerCase()}` : chip.kind;

const chipOf = ({ text, due, priority, tag }: QuickAddPart): Chip | null => {
  if (due !== undefined) return { kind: 'due', texts: [text], due };
  if (priority !== undefined) return { kind: 'priority', texts: [text], priority };
  return tag === undefined ? null : { kind: 'tag', texts: [text], tag };
};

/**
 * Reads the line of a new task: "pay rent friday 9am !high #home". `rejected` are words that are to stay in the title,
 * as chips have them; `now` in milliseconds since 1970. It brings the grammar of dates along: load it when needed.
 */
export const understand = (
  text: string,
  rejected: readonly string[],
  { now, timeZone }: { now: number; timeZone: string },
): Understood => {
  const { title, due, priority, tags, parts } = parseQuickAdd(
    text,
    { now: new Date(now), timeZone },
    rejected,
  );
  const chips = new Map<string, Chip>();
  for (const part of parts) {
    const chip = chipOf(part);
    if (chip === null) continue;
    const key = chipKey(chip);
    chips.set(key, { ...chip, texts: [...(chips.get(key)?.texts ?? []), ...chip.texts] });
  }
  return { title, due, priority, tags, chips: [...chips.values()] };
};

/** The rejected words that still are in the line: what is typed anew later is understood again. */
export const stillRejected = (text: string, rejected: readonly string[]): readonly string[] => {
  const left = rejected.filter((words) => text.includes(words));
  return left.length === rejected.length ? rejected : left;
};
