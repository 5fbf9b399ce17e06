import { isolated } from '@/features/tasks/model/words';

/** A part of a text without marks: lines up to an empty one, or a list of lines that began with a dash. */
export type TextPart = { kind: 'lines'; text: string } | { kind: 'list'; items: string[] };

const DASH = '- ';

/** Titles stand in quotation marks. */
const QUOTED = /(?<=“)[^“”]+(?=”)/g;

/**
 * The parts of what the built-in model writes. Nothing in them has a meaning but a dash at the beginning of a line, and an
 * empty line, so that a text takes as much room as it will as Markdown and nobody's place moves when that has been loaded.
 */
export const textParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let before = '';
  for (const line of text.replaceAll(QUOTED, isolated).split('\n')) {
    const last = parts.at(-1);
    if (line.startsWith(DASH)) {
      const item = line.slice(DASH.length);
      if (last?.kind === 'list') last.items.push(item);
      else parts.push({ kind: 'list', items: [item] });
    } else if (line !== '') {
      if (last?.kind === 'lines' && before !== '') last.text += `\n${line}`;
      else parts.push({ kind: 'lines', text: line });
    }
    before = line;
  }
  return parts;
};
