import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const chart = fileURLToPath(new URL('todo-app', import.meta.url));

/** What the chart is rendered for, whatever Helm was built with. */
const KUBERNETES = '1.34.0';

/**
 * What `helm template` makes of the chart, without a cluster.
 * @param {{ values?: object, files?: string[], set?: string[], namespace?: string, helm?: string }} [options] `files`
 * are values files beside the chart's; `helm` is the program
 * @returns {string} YAML
 * @throws {Error} with what Helm says, when it refuses the values
 */
export function renderChart({ values = {}, files = [], set = [], namespace = 'todo', helm = 'helm' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-helm-'));
  try {
    const own = join(folder, 'values.json');
    writeFileSync(own, JSON.stringify(values));
    const { error, status, stdout, stderr } = spawnSync(
      helm,
      [
        ...['template', 'todo-app', chart, '--namespace', namespace, '--kube-version', KUBERNETES],
        ...[...files.map((file) => join(chart, file)), own].flatMap((file) => ['--values', file]),
        ...set.flatMap((pair) => ['--set', pair]),
      ],
      { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
    );
    if (error) throw new Error(`${helm} could not be started: ${error.message}`);
    if (status !== 0) throw new Error(stderr.trim());
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
