import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { marked, type Token } from 'marked';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Kept as its author wrote it, with links to documents that are elsewhere. */
const VERBATIM = join('specs', 'phase4-kubernetes', 'spec.md');

const markdownFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.name.endsWith('.md') ? [relative(root, path)] : [];
    const made = entry.name.startsWith('.') || ['node_modules', 'dist', 'test-results'].includes(entry.name);
    return made ? [] : markdownFiles(path);
  });
const files = markdownFiles(root).filter((path) => path !== VERBATIM);

const tokensOf = (path: string): Token[] => {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(readFileSync(path, 'utf8')), (token) => {
    tokens.push(token);
  });
  return tokens;
};

/** The anchors that GitHub gives to the headings of a file, or of the README of a folder. */
const anchorsOf = (path: string): string[] => {
  const slugger = new GithubSlugger();
  return tokensOf(statSync(path).isDirectory() ? join(path, 'README.md') : path).flatMap((token) =>
    token.type === 'heading' ? [slugger.slug(token.text)] : [],
  );
};

const leadsSomewhere = (from: string, href: string): boolean => {
  const [path = '', anchor] = decodeURI(href).split('#');
  const target = path === '' ? from : join(dirname(from), path);
  return existsSync(target) && (anchor === undefined || anchorsOf(target).includes(anchor));
};

test('every Markdown file is looked at', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'README.md',
      join('docs', 'health.md'),
      join('helm', 'todo-app', 'README.md'),
      join('specs', 'phase4-kubernetes', 'tasks.md'),
    ]),
  );
});

test.each(files)('what %s links to is there', (file) => {
  const path = join(root, file);
  const tokens = tokensOf(path);
  const hrefs = tokens.flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [token.href as string] : [],
  );
  const ours = hrefs.filter((href) => !/^[a-z]+:/.test(href));
  expect(ours.filter((href) => !leadsSomewhere(path, href))).toEqual([]);
  // A reference that nothing defines stays as it was typed. A bracket that is meant as one: \[
  const undefinedOnes = tokens.filter(
    (token) => token.type === 'text' && !('tokens' in token) && /\[[^\]]+\]/.test(token.raw),
  );
  expect(undefinedOnes.map(({ raw }) => raw)).toEqual([]);
});
