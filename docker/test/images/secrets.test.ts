import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built, theBuilt } from './built.js';
import { docker } from './docker.js';
import { SERVICES, type Service } from './services.js';

const marker = Buffer.from(built?.marker ?? '');
const GZIP = Buffer.from([0x1f, 0x8b]);

/** What follows each marker in the bytes: where it was planted. */
const plantedIn = (bytes: Buffer): string[] => {
  const found: string[] = [];
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + 1)) {
    const start = at + marker.length;
    found.push(bytes.toString('utf8', start, start + 40).split(/[\s@"']/, 1)[0] ?? '');
  }
  return found;
};

/** The paths in an archive, without `./` and the slash at the end of folders. */
const pathsIn = (archive: Buffer): string[] =>
  execFileSync('tar', ['--list'], { input: archive, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
    .split('\n')
    .map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** Names of files with secrets or with the history of the sources, wherever they lie. */
const isHidden = (path: string): boolean => /(^|\/)(\.env(\.[^/]*)?|\.git|\.data|\.npmrc)(\/|$)/.test(path);

const folder = join(built?.clone ?? '', '..', `${built?.marker}saved`);

beforeAll(() => {
  if (built) mkdirSync(folder);
});
afterAll(() => {
  if (built) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!built)('no secret', () => {
  test('gets as far as the builder', () => {
    const { clone } = theBuilt();
    const output = join(folder, 'context.tar');
    const { status, stderr } = spawnSync(
      'docker',
      ['build', '--file=-', `--output=type=tar,dest=${output}`, clone],
      { input: 'FROM scratch\nCOPY . /', env: { DOCKER_BUILDKIT: '1', ...process.env }, encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    const context = readFileSync(output);
    expect(pathsIn(context)).toContain('apps/backend/src/main.ts');
    expect(plantedIn(context)).toEqual([]);
    expect(pathsIn(context).filter(isHidden)).toEqual([]);
  });

  test('is in a layer of an image', async () => {
    const archive = openSync(join(folder, 'images.tar'), 'w');
    const { status } = spawnSync('docker', ['save', ...Object.values(theBuilt().images)], {
      stdio: ['ignore', archive, 'inherit'],
    });
    closeSync(archive);
    expect(status).toBe(0);
    const layers = join(folder, 'layers');
    mkdirSync(layers);
    execFileSync('tar', ['--extract', `--directory=${layers}`, `--file=${join(folder, 'images.tar')}`]);

    const paths: string[] = [];
    const planted: string[] = [];
    for (const file of filesIn(layers)) {
      const packed = readFileSync(file);
      const bytes = packed.subarray(0, 2).equals(GZIP) ? gunzipSync(packed) : packed;
      planted.push(...plantedIn(bytes));
      // All but the JSON files that describe them.
      if (bytes.toString('latin1', 257, 262) === 'ustar') paths.push(...pathsIn(bytes));
    }
    expect(planted).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['app/dist/main.js', 'app/apps/frontend/server.js']));
    expect(paths.filter(isHidden)).toEqual([]);
  });

  test.each(SERVICES)(
    'is in the history or the settings of the image of the %s',
    async (service: Service) => {
      const image = theBuilt().images[service];
      const history = await docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', image);
      expect(history).toContain('COPY');
      expect(history).not.toContain(marker.toString());
      expect(await docker('inspect', image)).not.toContain(marker.toString());
    },
  );
});

test.skipIf(!built)('a marker would be found: in a file, and in what a step of a build says', async () => {
  const { marker: text } = theBuilt();
  const image = `${text}probe`;
  const dockerfile = `FROM scratch\nARG SECRET\nCOPY probe /probe\nLABEL secret=$SECRET`;
  writeFileSync(join(folder, 'probe'), `${text}file\n`);
  spawnSync('docker', ['build', '--file=-', `--tag=${image}`, `--build-arg=SECRET=${text}step`, folder], {
    input: dockerfile,
    env: { DOCKER_BUILDKIT: '1', ...process.env },
  });
  try {
    const saved = spawnSync('docker', ['save', image], { maxBuffer: 64 * 2 ** 20 }).stdout;
    expect(plantedIn(saved)).toEqual(expect.arrayContaining(['file', 'step']));
    expect(await docker('history', '--no-trunc', image)).toContain(`${text}step`);
  } finally {
    await docker('rmi', image);
  }
});
