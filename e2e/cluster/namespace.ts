import { type ExecFileException, execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RunningProcess, startProcess, waitUntil } from '@todo/processes';
import { freePort, takesConnections } from './ports.js';

/** Where everything is called from: the paths in the product's own commands begin here. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const LOGS = fileURLToPath(new URL('../test-results/cluster/', import.meta.url));
/** Seconds that the pods of an installation may take until they are ready, as the specification says. */
export const READY_WITHIN_S = 120;
const SERVICES = ['frontend', 'backend', 'mcp'] as const;
export type Service = (typeof SERVICES)[number];

/** What the cluster has of a release with `aiOperations.enabled`; then comes the namespace. */
const POLICIES = ['fix-deployments', 'fix-scale', 'fix-autoscaler'];

/** What `kubectl get pod` says, as far as tests ask. */
export interface Pod {
  metadata: {
    name: string;
    labels: Record<string, string>;
    creationTimestamp: string;
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
  };
  spec: { nodeName?: string };
  status: {
    phase: string;
    conditions?: { type: string; status: string; lastTransitionTime: string }[];
    containerStatuses?: {
      restartCount: number;
      state: { terminated?: { exitCode: number; finishedAt: string } };
    }[];
  };
}

/** What its last readiness probe said, even of a pod that is on its way out. */
export const isReady = ({ status }: Pod): boolean =>
  (status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

/** A namespace of the cluster with a kubeconfig of its own: what is called here touches nothing outside. */
export interface Namespace {
  name: string;
  /** On this machine, for files that go with the namespace. */
  folder: string;
  /** What it printed on stdout; rejects with all that it printed when it fails. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  helm(args: readonly string[], input?: string): Promise<string>;
  /** Any other command; `KUBECONFIG` is that of this namespace. */
  run(command: readonly string[], input?: string): Promise<string>;
  /** Starts kubectl and leaves it running; `output` is all that it has written so far. */
  start(args: readonly string[]): Promise<Running>;
  /** Makes objects. */
  create(...objects: object[]): Promise<void>;
  /** Those of the release, or of one of its services. */
  pods(service?: string): Promise<Pod[]>;
  /** Runs a JavaScript program inside a pod; what it printed, which is JSON. */
  inPod<Result>(pod: string, program: string): Promise<Result>;
  /** Asks the development database; one line per row. */
  query(sql: string): Promise<string[]>;
  /** A port of 127.0.0.1 that leads to a pod, or to one behind a Service (`service/frontend`), until `close`. */
  forward(target: string, port: number): Promise<{ port: number; close(): Promise<void> }>;
  /** Writes down what happened, and deletes everything. */
  remove(): Promise<void>;
}

export interface Running {
  output(): Promise<string>;
  stop(): Promise<unknown>;
}

const execute = promisify(execFile);

const run = async (
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<string> => {
  try {
    const running = execute(command, args, { cwd: root, env, maxBuffer: 256 * 2 ** 20 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException;
    // The reason in the first line, which is the one of a summary.
    const reason = stderr?.trim().split('\n').at(-1) ?? '';
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${reason}\n${stdout}\n${stderr}`);
  }
};

/** Runs commands with a kubeconfig; each resolves to what it printed on stdout, and rejects with all that it printed. */
export const runWith =
  (kubeconfig: string): Namespace['run'] =>
  (command, input) =>
    run(command, { ...process.env, KUBECONFIG: kubeconfig }, input);

/** By these a run finds what it has made; the second tells machines apart that use one cluster. */
export const runLabels = (): Record<string, string> => ({
  'e2e.todo/run': process.env.E2E_RUN ?? String(process.pid),
  'e2e.todo/machine': process.env.E2E_MACHINE ?? 'unknown',
});

/** Makes a namespace that lets in only what meets the strictest of the Pod Security Standards. */
export const createNamespace = async (
  purpose: string,
  name = `todo-e2e-${process.env.E2E_RUN ?? process.pid}-${purpose}`,
): Promise<Namespace> => {
  const folder = await mkdtemp(join(tmpdir(), 'todo-kube-'));
  const env = { ...process.env, KUBECONFIG: join(folder, 'config') };
  const config = await run(['kubectl', 'config', 'view', '--raw', '--flatten', '--minify'], process.env);
  await writeFile(env.KUBECONFIG, config, { mode: 0o600 });
  await run(['kubectl', 'config', 'set-context', '--current', `--namespace=${name}`], env);

  const inside = runWith(env.KUBECONFIG);
  const kubectl: Namespace['kubectl'] = (args, input) => inside(['kubectl', ...args], input);
  const create: Namespace['create'] = async (...objects) => {
    await kubectl(
      ['create', '--filename', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    );
  };
  const pods: Namespace['pods'] = async (service) => {
    const selector = `app.kubernetes.io/part-of=todo-app${service ? `,app.kubernetes.io/name=${service}` : ''}`;
    return JSON.parse(await kubectl(['get', 'pods', '--selector', selector, '--output', 'json'])).items;
  };

  const processes: RunningProcess[] = [];
  const start: Namespace['start'] = async (args) => {
    const output = join(folder, `output-${processes.length}`);
    await writeFile(output, '');
    const child = await startProcess({ command: 'kubectl', args: [...args], env, output });
    processes.push(child);
    return { output: () => readFile(output, 'utf8'), stop: () => child.kill() };
  };

  await create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...runLabels(), 'pod-security.kubernetes.io/enforce': 'restricted' },
    },
  });
  return {
    name,
    folder,
    kubectl,
    helm: (args, input) => inside(['helm', ...args], input),
    run: inside,
    start,
    create,
    pods,
    inPod: async (pod, program) =>
      JSON.parse(await kubectl(['exec', pod, '--', 'node', '--input-type=module', '--eval', program])),
    query: async (sql) => {
      const program =
        'psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --tuples-only --no-align --command "$1"';
      const printed = await kubectl(['exec', 'deployment/postgres', '--', 'sh', '-c', program, 'sh', sql]);
      return printed.split('\n').filter((line) => line !== '');
    },
    forward: async (target, port) => {
      const here = await freePort();
      const forwarding = await start(['port-forward', target, `${here}:${port}`]);
      if (!(await waitUntil(() => takesConnections(here), 15_000)))
        throw new Error(`no way to ${target}: ${await forwarding.output()}`);
      return { port: here, close: async () => void (await forwarding.stop()) };
    },
    remove: async () => {
      await Promise.all(processes.map((child) => child.kill()));
      await mkdir(LOGS, { recursive: true });
      const told = await Promise.all([
        kubectl(['get', 'all', '--output', 'wide']).catch(String),
        kubectl(['get', 'events', '--sort-by=.lastTimestamp']).catch(String),
        ...[...SERVICES, 'postgres'].map((service) =>
          kubectl([
            ...['logs', '--selector', `app.kubernetes.io/name=${service}`, '--all-containers'],
            ...['--prefix', '--tail=300', '--max-log-requests=20'],
          ]).catch(String),
        ),
      ]);
      await writeFile(`${LOGS}${purpose}.log`, told.join('\n'));
      await kubectl(['delete', 'namespace', name, '--wait=false']);
      // A release's policies are the cluster's: they don't go with its namespace.
      await kubectl([
        ...['delete', 'validatingadmissionpolicies,validatingadmissionpolicybindings', '--ignore-not-found'],
        ...POLICIES.map((policy) => `${policy}.${name}`),
      ]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Resolves when the pods of these services are the wanted ones, and ready. */
export const rolledOut = async (namespace: Namespace, ...services: string[]): Promise<void> => {
  for (const service of services)
    await namespace.kubectl([
      ...['rollout', 'status', `deployment/${service}`, `--timeout=${READY_WITHIN_S}s`],
    ]);
};
