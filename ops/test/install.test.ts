import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ours = fileURLToPath(new URL('../kubectl-ai', import.meta.url));
const checksums = readFileSync(join(ours, 'checksums.txt'), 'utf8');
const lines = checksums.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('there is one version, with an archive for each system and machine, and a checksum for each', () => {
  expect(lines.map((line) => line.replace(/^[0-9a-f]{64} {2}/, ''))).toEqual(
    ['Linux_x86_64.tar.gz', 'Linux_arm64.tar.gz', 'Darwin_x86_64.tar.gz', 'Darwin_arm64.tar.gz']
      .concat(['Windows_x86_64.zip', 'Windows_arm64.zip'])
      .map((name) => `v0.0.28/kubectl-ai_${name}`),
  );
  expect(new Set(lines.map((line) => line.slice(0, 64))).size).toBe(6);
});

test('the installation for Windows takes its checksum from the same file', () => {
  const script = readFileSync(join(ours, 'install.ps1'), 'utf8');
  expect(script).toContain('checksums.txt');
  expect(script).not.toMatch(/v\d+\.\d+\.\d+|[0-9a-f]{64}/);
});

const runs = process.platform !== 'win32' && spawnSync('curl', ['--version']).status === 0;

describe.skipIf(!runs)('install.sh', () => {
  let folder: string;
  let server: Server;
  let archive: Buffer;
  let asked: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'todo-install-'));
    copyFileSync(join(ours, 'install.sh'), join(folder, 'install.sh'));
    mkdirSync(join(folder, 'release'));
    writeFileSync(join(folder, 'release', 'kubectl-ai'), '#!/bin/sh\necho installed\n');
    spawnSync('tar', ['-czf', 'release.tar.gz', '-C', 'release', 'kubectl-ai'], { cwd: folder });
    archive = readFileSync(join(folder, 'release.tar.gz'));
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(archive);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** With checksums of the archive in `release`, unless others are given. */
  const install = (sum = createHash('sha256').update(archive).digest('hex')) => {
    writeFileSync(join(folder, 'checksums.txt'), checksums.replaceAll(/^[0-9a-f]{64}/gm, sum));
    const { port } = server.address() as AddressInfo;
    const env = { ...process.env, KUBECTL_AI_RELEASES: `http://127.0.0.1:${port}/releases`, TMPDIR: folder };
    return new Promise<{ code: number | null; told: string }>((resolve) => {
      const child = execFile('sh', ['install.sh', 'bin'], { cwd: folder, env }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode, told: stdout + stderr }),
      );
    });
  };
  const installed = () => join(folder, 'bin', 'kubectl-ai');

  test('fetches the archive for this machine, and puts the program where it is asked to', async () => {
    const { code, told } = await install();
    expect(told).toContain('bin/kubectl-ai is v0.0.28.');
    expect(told).toContain('Put bin into PATH.');
    expect(code).toBe(0);
    expect(asked).toEqual([
      expect.stringMatching(/^\/releases\/v0\.0\.28\/kubectl-ai_(Linux|Darwin)_(x86_64|arm64)\.tar\.gz$/),
    ]);
    expect(spawnSync(installed(), { encoding: 'utf8' }).stdout).toBe('installed\n');
  });

  test('installs nothing when the archive is another one', async () => {
    const { code, told } = await install('0'.repeat(64));
    expect(code).toBe(1);
    expect(told).toContain('is not what was released');
    expect(existsSync(installed())).toBe(false);
  });

  test('says so on a machine for which there is no release', async () => {
    writeFileSync(join(folder, 'uname'), '#!/bin/sh\necho Plan9\n', { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `${folder}:${path}`;
    const { code, told } = await install().finally(() => {
      process.env.PATH = path;
    });
    expect(code).toBe(1);
    expect(told).toContain('There is no release for Plan9');
    expect(asked).toEqual([]);
  });
});
