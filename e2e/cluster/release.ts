import type { Namespace } from './namespace.js';
import { READY_WITHIN_S } from './namespace.js';

export const CHART = './helm/todo-app';
/** The tags of the images that this run has brought to the nodes; the second names the same ones anew. */
export const TAG = process.env.E2E_IMAGE_TAG ?? 'local';
export const NEXT_TAG = `${TAG}-next`;
/** What the chart takes for its development database. */
export const DATABASE_IMAGE = process.env.TODO_DATABASE_IMAGE ?? 'postgres:18-alpine';

/** In which the product of the tests differs from what a user gets. */
export const TEST_VALUES = {
  image: { tag: TAG },
  backend: {
    // All people of the tests come from one address.
    config: { AUTH_ATTEMPTS_PER_MINUTE: 100_000 },
    // As many as the load needs, except where the autoscaler is what is tested.
    autoscaling: { minReplicas: 2, maxReplicas: 2 },
  },
};

const wait = ['--wait', '--timeout', `${READY_WITHIN_S}s`];

/** Installs the chart; resolves when every pod is ready, and rejects after two minutes. */
export const install = async (namespace: Namespace, values: object, helm = 'helm'): Promise<void> => {
  const command = [helm, 'install', 'todo-app', CHART, ...wait, '--values', '-'];
  try {
    await namespace.run(command, JSON.stringify(values));
    // The second one comes when the autoscaler has looked.
    await namespace.kubectl([
      ...['wait', '--for=jsonpath={.status.readyReplicas}=2', 'deployment/backend'],
      `--timeout=${READY_WITHIN_S}s`,
    ]);
  } catch (error) {
    const told = await namespace.kubectl(['get', 'pods,events']).catch(String);
    throw new Error(`${(error as Error).message}\n${told}`);
  }
};

/** Changes some values; resolves when what follows from it is there. */
export const upgrade = (namespace: Namespace, values: object): Promise<string> =>
  namespace.helm(
    ['upgrade', 'todo-app', CHART, '--reset-then-reuse-values', ...wait, '--values', '-'],
    JSON.stringify(values),
  );

/** Puts the revision before back. */
export const rollBack = (namespace: Namespace): Promise<string> =>
  namespace.helm(['rollback', 'todo-app', ...wait]);
