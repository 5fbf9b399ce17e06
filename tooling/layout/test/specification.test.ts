import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../../specs/phase4-kubernetes/', import.meta.url);
const lines = (name: string): string[] => readFileSync(new URL(name, folder), 'utf8').split('\n');

/** Sections without requirements: overview, what is out of scope, tools, files, references. */
const OTHER_SECTIONS = ['1', '6', '7', '10', '11'];

/** Each requirement with its identifier; those of a section without identifiers have the section's number. */
const requirements: { id: string; words: string }[] = [];
let id = '';
for (const line of lines('spec.md')) {
  const [, section, heading] = /^##+ (?:(\d+)\.|([A-Z]+-\d+):)/.exec(line) ?? [];
  id = heading ?? section ?? id;
  const [, own, words] = /^ *- (?:\*\*([A-Z]+-\d+)\*\*: )?(.+)$/.exec(line) ?? [];
  if (words && !OTHER_SECTIONS.includes(id)) requirements.push({ id: own ?? id, words });
}

/** The rows of all tables, without the bars around them. */
const rows = lines('tasks.md')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()));
const tasks = rows.filter(([first = '']) => /^([A-Z]+-)?\d+$/.test(first));

test('the requirements are read as a whole: journeys, functional and other ones, criteria, risks, metrics', () => {
  const ids = requirements.map((requirement) => requirement.id);
  expect(ids).toEqual(expect.arrayContaining(['UJ-5', 'FR-7', 'NFR-5', 'AC-7', 'R-5', 'A-5', '9']));
});

test('each requirement of the specification has a row in tasks.md, in its own words', () => {
  const without = requirements.filter(
    ({ id, words }) => !tasks.some(([of, said = '']) => of === id && said.includes(words)),
  );
  expect(without).toEqual([]);
});

test('each row has one of the states that are explained there', () => {
  const states = ['done', 'not shown', 'otherwise', 'planned'];
  expect(tasks.filter((cells) => cells.length !== 5 || !states.includes(cells[4] ?? ''))).toEqual([]);
});
