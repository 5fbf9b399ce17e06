import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A broken deployment under ops/drills, as its README tells it. */
export interface Drill {
  name: string;
  /** Who may put it right: the identity `fix`, or a person who may change the release. */
  mendedBy: 'fix' | 'a person';
  /** What to ask, in order, and the words in the answers that lead to the cause. */
  observations: { ask: string; see: string }[];
  /** What there is to say in the end. */
  cause: string;
  /** The commands of the way out by hand. */
  wayOut: string;
  breakScript: string;
  mendScript: string;
}

const drills = fileURLToPath(new URL('../../ops/drills/', import.meta.url));
const read = (path: string) => readFileSync(drills + path, 'utf8');

/** The rows of the tables in a Markdown text, without the heads; each cell as it is written. */
const rowsOf = (markdown: string): string[][] =>
  [...markdown.matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row = '']) => row.split(' | '));

/** Between two backticks. */
const codeIn = (cell = ''): string => /`([^`]+)`/.exec(cell)?.[1] ?? '';

/** What is below a heading. */
const section = (markdown: string, heading: string): string =>
  markdown
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`))
    ?.slice(heading.length)
    .trim() ?? '';

/** All drills, in the order of their table. */
export const readDrills = (): Drill[] =>
  rowsOf(read('README.md')).map(([link = '', , mendedBy = '']) => {
    const name = /\[(.+)\]/.exec(link)?.[1] ?? '';
    const readme = read(`${name}/README.md`);
    return {
      name,
      mendedBy: mendedBy.includes('fix') ? 'fix' : 'a person',
      observations: rowsOf(section(readme, 'What leads to the cause')).map(([ask, see]) => ({
        ask: codeIn(ask),
        see: codeIn(see),
      })),
      cause: section(readme, 'Cause').replaceAll('\n', ' '),
      wayOut: /```sh\n([\s\S]*?)```/.exec(section(readme, 'Way out'))?.[1] ?? '',
      breakScript: `ops/drills/${name}/break.sh`,
      mendScript: `ops/drills/${name}/mend.sh`,
    };
  });

/** The commands of a script, without what it hands on to each of them. */
export const commandsOf = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
    .replace(/^(#.*|set -eu)\n/gm, '')
    .replaceAll(' "$@"', '');
