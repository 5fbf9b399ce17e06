/** A part of a text without marks: lines as they are, or a list of lines that began with a dash. */
export type TextPart = { kind: 'lines'; text: string } | { kind: 'list'; items: string[] };

const DASH = '- ';

/** The parts of what the built-in model writes. Nothing in them has a meaning but a dash at the beginning of a line. */
export const textParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    if (line.startsWith(DASH)) {
      const item = line.slice(DASH.length);
      if (last?.kind === 'list') last.items.push(item);
      else parts.push({ kind: 'list', items: [item] });
    } else if (last?.kind === 'lines') last.text += `\n${line}`;
    else if (line !== '') parts.push({ kind: 'lines', text: line });
  }
  return parts.map((part) => (part.kind === 'lines' ? { ...part, text: part.text.trimEnd() } : part));
};
