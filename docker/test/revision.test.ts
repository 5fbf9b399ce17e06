import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRevision, sourceUrl } from '../revision.js';

let folder = '';
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'todo-revision-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const commitFirst = () => {
  git('init', '--quiet');
  git('config', 'user.email', 'someone@example.com');
  git('config', 'user.name', 'Someone');
  write('.gitignore', 'ignored\n');
  write('file', 'one');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
  return git('rev-parse', 'HEAD');
};

describe('the tag', () => {
  test('is the commit, with letters before it', () => {
    const commit = commitFirst();
    write('ignored', 'not part of it');
    expect(readRevision(folder)).toEqual({ commit, tag: `git-${commit.slice(0, 12)}` });
  });

  test('is another for every edit, and the same again when the edit is taken back', () => {
    const commit = commitFirst();
    const clean = readRevision(folder).tag;
    write('file', 'two');
    const edited = readRevision(folder);
    write('new file', 'three');
    const added = readRevision(folder).tag;
    expect(edited.commit).toBe(`${commit}-dirty`);
    expect(edited.tag).toMatch(new RegExp(`^${clean}-dirty-[0-9a-f]{12}$`));
    expect(new Set([clean, edited.tag, added]).size).toBe(3);
    write('file', 'one');
    rmSync(join(folder, 'new file'));
    expect(readRevision(folder).tag).toBe(clean);
  });

  test('leaves what is staged as it is', () => {
    commitFirst();
    write('file', 'two');
    write('staged', 'three');
    git('add', 'staged');
    readRevision(folder);
    expect(
      git('status', '--porcelain')
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['M file', 'A  staged']);
  });

  test('is refused without git, with the command that needs none', () => {
    expect(() => readRevision(folder)).toThrow(/docker build -f docker\/backend\.Dockerfile/);
  });
});

describe('the source', () => {
  test.each([
    ['https://github.com/someone/todo.git', 'https://github.com/someone/todo'],
    ['https://user:token@git.example.com/todo', 'https://git.example.com/todo'],
    ['git@github.com:someone/todo.git', 'https://github.com/someone/todo'],
    ['ssh://git@git.example.com:2222/someone/todo.git', 'https://git.example.com/someone/todo'],
    ['/home/someone/todo', 'unknown'],
    ['../todo', 'unknown'],
  ])('of %s is %s', (origin, source) => {
    commitFirst();
    git('remote', 'add', 'origin', origin);
    expect(sourceUrl(folder)).toBe(source);
  });

  test('is unknown without an origin', () => {
    commitFirst();
    expect(sourceUrl(folder)).toBe('unknown');
  });
});
