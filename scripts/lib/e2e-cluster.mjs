import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { findEngine, removeImages } from '../../tooling/containers/containers.js';
import { findBrowser } from './browser.mjs';
import { endToEnd, notRun } from './end-to-end.mjs';
import { root } from './settings.mjs';
import { install, runTool, toolEnv, turbo } from './tools.mjs';
import { runVitest } from './vitest-stage.mjs';

const results = join(root, 'e2e', 'test-results', 'cluster');
const SERVICES = ['backend', 'mcp', 'frontend'];
/** What the chart takes for its development database. */
const DATABASE_IMAGE = 'postgres:18-alpine';
const REPORT = '--report';
/** For tests to end by themselves when we are interrupted, ms. */
const graceMs = 10_000;
/** As a label has them. */
const machine =
  hostname()
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '') || 'unknown';

/**
 * `npm run e2e:cluster`: the product on the cluster that KUBECONFIG names, in namespaces of its own that are removed
 * afterwards; then a table and the sum as the last line. Says what is missing, and that is a failure where CI=true.
 * IMAGE_LOADER is the command that brings images to the nodes (`minikube image load`, `kind load docker-image`).
 * IMAGE_TAG names images that are built already. KAGENT_CRDS is a folder with kagent's own kinds, to judge ops/kagent by.
 * With --report the pictures and their table go to docs/cluster.
 * @param {string[]} args `--report`, and which files to run, by parts of their names
 */
export async function e2eCluster(args) {
  const missing = whatIsMissing();
  if (missing !== undefined) return notRun('cluster', missing);
  await endToEnd({ runStages: (run) => runStages({ ...run, args }), removeLeftovers });
}

/** A sentence, or undefined when everything is there. */
function whatIsMissing() {
  for (const [name, ...args] of [
    ['kubectl', 'version', '--client'],
    ['helm', 'version'],
  ]) {
    const { error } = spawnSync(name ?? '', args, { stdio: 'ignore' });
    if (error) return `there is no ${name} command`;
  }
  const { missing } = findEngine();
  if (missing !== undefined) return missing;
  if (!process.env.IMAGE_LOADER)
    return 'IMAGE_LOADER is not set: the command that brings images to the nodes, like "minikube image load"';
  const { status, stderr } = kubectl(['get', '--raw', '/readyz', '--request-timeout=10s']);
  if (status !== 0) return `no cluster answers: ${stderr.trim().split('\n').at(-1)}`;
  return undefined;
}

/** @param {import('./end-to-end.mjs').Run & { args: string[] }} options */
async function runStages({ rows, timed, args, signal, progress }) {
  rmSync(results, { recursive: true, force: true });
  const surroundings = { logFile: join(results, 'prepare.log'), signal, progress };
  progress.say(`cluster: ${kubectl(['config', 'current-context']).stdout.trim()}`);
  await timed('building the packages', async () => {
    await install(surroundings);
    await runTool(turbo(['run', 'build', '--ui=stream', '--filter=@todo/contracts...']), surroundings);
  });
  const tag = await timed('building the images', async () => {
    const given = process.env.IMAGE_TAG;
    if (given) return given;
    const image = join(root, 'docker', 'image.js');
    const tag = execFileSync(process.execPath, [image, '--tag'], { encoding: 'utf8' }).trim();
    for (const service of SERVICES) await runTool([process.execPath, image, service], surroundings);
    return tag;
  });
  await timed('bringing the images to the nodes', async () => {
    const [command = '', ...loaderArgs] = (process.env.IMAGE_LOADER ?? '').trim().split(/\s+/);
    const images = SERVICES.map((service) => `todo-${service}:${tag}`);
    // The same ones under another name, for an upgrade.
    for (const image of images) await runTool(['docker', 'tag', image, `${image}-next`], surroundings);
    const all = images.flatMap((image) => [image, `${image}-next`]);
    // A cluster that can pull it does so.
    const { status } = spawnSync('docker', ['image', 'inspect', DATABASE_IMAGE], { stdio: 'ignore' });
    if (status === 0) all.push(DATABASE_IMAGE);
    try {
      await runTool([command, ...loaderArgs, ...all], surroundings);
    } finally {
      removeImages((name) => images.some((image) => name === `${image}-next`));
    }
  });

  const browser = findBrowser(process.env);
  const env = {
    ...toolEnv(),
    // Not TODO_TAG: `docker-compose build` of the specification would take it for its own.
    E2E_IMAGE_TAG: tag,
    TODO_DATABASE_IMAGE: DATABASE_IMAGE,
    E2E_RUN: String(process.pid),
    E2E_MACHINE: machine,
    ...(browser ? { CHROMIUM_PATH: browser } : {}),
    ...(args.includes(REPORT) ? { E2E_REPORT: join(root, 'docs', 'cluster') } : {}),
  };
  const filters = args.filter((arg) => arg !== REPORT);
  const folder = join(root, 'e2e');
  const config = 'vitest.cluster.config.ts';
  rows.push(
    ...(await runVitest({ stage: 'cluster', folder, config, results, filters, env, signal, graceMs })),
  );
}

/**
 * Removes what runs on this machine have left in the cluster; one that was killed could not do it itself.
 * @param {(pid: number) => boolean} ofRun
 */
function removeLeftovers(ofRun) {
  /** @param {string} kind */
  const left = (kind) => {
    const template = '{{range .items}}{{.metadata.name}} {{index .metadata.labels "e2e.todo/run"}}\n{{end}}';
    const { stdout } = kubectl([
      ...['get', kind, '--selector', `e2e.todo/run,e2e.todo/machine=${machine}`],
      ...['--output', `go-template=${template}`],
    ]);
    const lines = stdout.split('\n').map((line) => line.split(' '));
    return lines.flatMap(([name = '', pid]) => (pid !== undefined && ofRun(Number(pid)) ? [name] : []));
  };
  for (const node of left('nodes')) {
    kubectl(['uncordon', node]);
    kubectl(['label', 'node', node, 'e2e.todo/run-', 'e2e.todo/machine-']);
  }
  const kinds = left('customresourcedefinitions');
  if (kinds.length > 0) kubectl(['delete', 'customresourcedefinition', ...kinds, '--timeout=60s']);
  const namespaces = left('namespaces');
  if (namespaces.length === 0) return;
  kubectl(['delete', 'namespace', ...namespaces, '--timeout=120s']);
  // A release's policies are the cluster's, and their names end with its namespace.
  for (const kind of ['validatingadmissionpolicy', 'validatingadmissionpolicybinding']) {
    const { stdout } = kubectl([
      'get',
      kind,
      '--selector=app.kubernetes.io/part-of=todo-app',
      '--output=name',
    ]);
    const ofOurs = stdout.split('\n').filter((name) => namespaces.some((ours) => name.endsWith(`.${ours}`)));
    if (ofOurs.length > 0) kubectl(['delete', ...ofOurs]);
  }
}

/** @param {string[]} args */
function kubectl(args) {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, { encoding: 'utf8' });
  return { status, stdout: stdout ?? '', stderr: error?.message ?? stderr };
}
