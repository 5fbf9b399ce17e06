import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explain, makeKubeconfig, writePrivately } from '../kubeconfig.js';

const script = fileURLToPath(new URL('../kubeconfig.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'todo-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: string[], env: NodeJS.ProcessEnv = process.env) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const hasKubectl =
  process.env.CI === 'true' || spawnSync('kubectl', ['version', '--client']).error === undefined;

describe('pnpm ops:kubeconfig says what is wrong when', () => {
  test.each([[[]], [['admin']], [['diagnose', 'fix']]])('it is asked for %j', (args) => {
    const { status, stdout, stderr } = run(args);
    expect(stderr).toContain('pnpm ops:kubeconfig diagnose|fix [--namespace todo-app]');
    expect([status, stdout]).toEqual([1, '']);
  });

  test('there is no kubectl', () => {
    const { status, stderr } = run(['diagnose'], { PATH: '/nowhere' });
    expect(stderr).toMatch(/^There is no kubectl command/);
    expect(status).toBe(1);
  });

  test.skipIf(!hasKubectl)('there is no cluster: no context, and nobody at the address of one', () => {
    const nobody = join(folder, 'nobody');
    // Port 1 of this machine: nobody listens there.
    const cluster = { server: 'https://127.0.0.1:1' };
    const config = makeKubeconfig({ identity: 'fix', namespace: 'todo-app', cluster, token: 'token' });
    writeFileSync(nobody, config);
    for (const KUBECONFIG of [join(folder, 'none'), nobody]) {
      const { status, stdout, stderr } = run(['fix'], { ...process.env, KUBECONFIG });
      expect(stderr).toMatch(/^No cluster answers\. Is KUBECONFIG the right one/);
      expect([status, stdout]).toEqual([1, '']);
    }
  });

  test('there is no such ServiceAccount: which value brings it', () => {
    const said = 'error: failed to create token: serviceaccounts "diagnose" not found';
    for (const form of [said, `Error from server (NotFound): ${said}`])
      expect(explain(form, { identity: 'diagnose', namespace: 'shop' })).toMatch(
        /no ServiceAccount diagnose in the namespace shop[\s\S]*-n shop .*--set aiOperations\.enabled=true/,
      );
  });
});

describe('the file', () => {
  const config = (identity: string, token: string) =>
    makeKubeconfig({ identity, namespace: 'todo-app', cluster: { server: 'https://127.0.0.1:1' }, token });

  test('is for its owner alone, also when it takes the place of one that was not', () => {
    const path = join(folder, 'diagnose');
    writeFileSync(path, config('diagnose', 'first'), { mode: 0o644 });
    writePrivately(path, config('diagnose', 'second'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is written over nothing but one of the same identity', () => {
    const path = join(folder, 'mine');
    for (const there of ['apiVersion: v1\nkind: Config\n', config('diagnose', 'first')]) {
      writeFileSync(path, there);
      expect(() => writePrivately(path, config('fix', 'second'))).toThrow('is there already');
    }
  });
});
