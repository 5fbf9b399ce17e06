import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEngine } from '@todo/containers';
import type { TestProject } from 'vitest/node';
import { docker } from './docker.js';
import { type Built, SERVICES, type Service } from './services.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where people keep what must not get into an image. */
const HIDING_PLACES = [
  '.env',
  '.env.production',
  '.npmrc',
  '.data/jwt-secret',
  '.git/planted',
  'apps/backend/.env',
  'apps/frontend/.env.local',
  'apps/frontend/.env.production',
  'apps/mcp/.data/jwt-secret',
  'apps/frontend/.next/cache/planted',
  'apps/backend/node_modules/planted/index.js',
  'apps/backend/test/fixture.pem',
  'docker/.env',
  'docker/certificate.pem',
  'k8s/secrets.local.yaml',
  'packages/auth/.git/config',
  'notes.txt',
];

/**
 * The repository as it lies there, committed or not, without what git ignores.
 * @param clone an empty folder
 */
const cloneInto = (clone: string): void => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 64 * 2 ** 20 });
  git('clone', '--quiet', '--no-checkout', '.', clone);
  const archive = { cwd: root, input: git('ls-files', '-z', '--cached', '--others', '--exclude-standard') };
  // Some of those that git knows may have been deleted.
  const args = ['--create', '--null', '--files-from=-', '--ignore-failed-read'];
  const tar = execFileSync('tar', args, {
    ...archive,
    maxBuffer: 512 * 2 ** 20,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  execFileSync('tar', ['--extract', `--directory=${clone}`], { input: tar });
};

const plant = (clone: string, marker: string): void => {
  for (const place of HIDING_PLACES) {
    const file = join(clone, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `SECRET=${marker}${place}\n`);
  }
  const origin = `https://someone:${marker}origin@git.example.com/todo.git`;
  execFileSync('git', ['remote', 'set-url', 'origin', origin], { cwd: clone });
};

/** Builds the images as `pnpm turbo image` does; the last line it writes is the name. */
const build = (clone: string, service: Service, marker: string): string => {
  // Variables that a developer may have set.
  const secrets = {
    JWT_SECRET: `${marker}jwt`,
    DATABASE_URL: `postgres://u:${marker}url@h/d`,
    OPENAI_API_KEY: `${marker}key`,
  };
  const env = { ...process.env, ...secrets };
  const args = [join('docker', 'image.js'), service];
  const output = execFileSync(process.execPath, args, {
    cwd: clone,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return output.trim().split('\n').at(-1) ?? '';
};

/** Builds the three images from a clone full of secrets, for all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { missing } = findEngine();
  if (missing !== undefined) {
    if (process.env.CI === 'true') throw new Error(`The images cannot be tested: ${missing}`);
    console.log(`The images are not tested: ${missing}`);
    project.provide('built', undefined);
    return async () => undefined;
  }
  const clone = mkdtempSync(join(tmpdir(), 'todo-clone-'));
  const marker = `planted-${randomBytes(12).toString('hex')}-`;
  cloneInto(clone);
  plant(clone, marker);
  const images = Object.fromEntries(SERVICES.map((service) => [service, build(clone, service, marker)]));
  project.provide('built', { images: images as Built['images'], clone, marker });
  return async () => {
    await docker('rmi', ...Object.values(images));
    rmSync(clone, { recursive: true, force: true });
  };
}
