import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Letters come first: Helm takes a tag of digits alone for a number. */
const PREFIX = 'git-';
/** Hexadecimal digits: enough for a tag to be read, and to tell builds of one day apart. */
const SHORT = 12;

/**
 * What git calls the files in `folder`. Files that differ from the commit get a tag with the hash of what they hold, so that
 * each edit has its own: a node of a cluster keeps what it has under a name.
 * @param {string} folder
 * @returns {{ commit: string, tag: string }}
 * @throws when git or its history is not there, saying what to do instead
 */
export function readRevision(folder) {
  const index = mkdtempSync(join(tmpdir(), 'todo-index-'));
  /** @param {string[]} args */
  const git = (...args) => {
    // An index of its own, so that what is staged stays as it is.
    const env = { ...process.env, GIT_INDEX_FILE: join(index, 'index') };
    return execFileSync('git', args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  };
  try {
    const [commit = '', tree = ''] = git('rev-parse', 'HEAD', 'HEAD^{tree}').split('\n');
    git('add', '--all');
    const built = git('write-tree');
    const suffix = built === tree ? '' : `-dirty-${built.slice(0, SHORT)}`;
    return { commit: `${commit}${suffix && '-dirty'}`, tag: `${PREFIX}${commit.slice(0, SHORT)}${suffix}` };
  } catch (cause) {
    throw new Error(
      'The tag comes from git, and git knows no revision here. To choose one: docker build -f docker/backend.Dockerfile -t todo-backend:mine .',
      { cause },
    );
  } finally {
    rmSync(index, { recursive: true, force: true });
  }
}

/**
 * Where the sources are, as git's `origin` says: an https address without user and password, or `unknown`.
 * @param {string} folder
 */
export function sourceUrl(folder) {
  try {
    const args = ['config', '--get', 'remote.origin.url'];
    const origin = execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    const [, host, path] =
      /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]*@)?([\w.-]+\.[a-z]+)(?::\d+)?[:/]\/?(.+?)(?:\.git)?$/.exec(
        origin,
      ) ?? [];
    return host ? `https://${host}/${path}` : 'unknown';
  } catch {
    return 'unknown';
  }
}
