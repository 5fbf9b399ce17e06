import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { read } from './support/files.js';
import { type Documented, documented, isAbout, readersOf, services, settings } from './support/settings.js';

const titles = { backend: 'backend', mcp: 'MCP server', frontend: 'frontend' };

/** What reads those settings that no service does. */
const tools = {
  'npm start': read('scripts/lib/settings.mjs'),
  compose: read('docker/services.yml').replaceAll(/^ *#.*$/gm, ''),
  images: `${read('docker/image.js')}\n${read('docker/backend.Dockerfile')}`,
  'npm test': ['tooling/postgres/vitest.js', 'e2e/support/browser.ts', 'docker/test/hadolint.test.ts']
    .map(read)
    .join('\n'),
};

const readers = (line: Documented): string[] => {
  const found = readersOf(line).map((service) => titles[service]);
  if (found.length > 0) return found;
  const word = new RegExp(`\\b${line.name}\\b`);
  return Object.entries(tools).flatMap(([tool, text]) => (word.test(text) ? tool : []));
};

const all = services.flatMap((service) => settings[service].map((setting) => ({ service, ...setting })));

describe('.env.example', () => {
  test.each(all)('has $name of the $service with its default and the words of its schema', (setting) => {
    expect(documented.filter((line) => isAbout(line, setting))).toHaveLength(1);
  });

  test('has nothing that nobody reads', () => {
    expect(documented.filter((line) => readers(line).length === 0).map(({ name }) => name)).toEqual([]);
  });

  test('says of every setting what it means', () => {
    expect(documented.filter(({ comment }) => comment === '').map(({ name }) => name)).toEqual([]);
  });
});

test('the README has the same in a table; vitest -u writes it', async () => {
  const rows = documented.map((line) => {
    const standard = line.standard && `\`${line.standard}\``;
    return `| \`${line.name}\` | ${readers(line).join(', ')} | ${standard} | ${line.comment} |`;
  });
  const table = ['| Variable | Read by | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
  const readme = read('README.md');
  const expected = readme.replace(/(<!-- settings -->\n).*?(\n<!-- \/settings -->)/s, `$1${table}$2`);
  expect(expected).toContain(table);
  await expect(expected).toMatchFileSnapshot(fileURLToPath(new URL('../../README.md', import.meta.url)));
});
