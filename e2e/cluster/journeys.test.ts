import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectLogged } from './logs.js';
import { createNamespace, type Namespace, READY_WITHIN_S, rolledOut } from './namespace.js';
import { podOf } from './pod-manifest.js';
import { expectUsable } from './product.js';
import { hasProgram } from './programs.js';

/** The one that the specification's commands name. */
const NAME = 'todo-app';
/** In place of `minikube image load`. */
const { IMAGE_LOADER = '' } = process.env;

let namespace: Namespace;
/** Types a line of the specification, and perhaps something after it. */
const type = (line: string, ...more: string[]): Promise<string> =>
  namespace.run([...line.split(' '), ...more]);

/** Those that are not on their way out. */
const podNames = async (service: string): Promise<string[]> =>
  (await namespace.pods(service))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name)
    .toSorted();

describe('the commands of the specification, word by word', () => {
  beforeAll(async () => {
    // Fails where somebody has it already: it is theirs.
    namespace = await createNamespace('journeys', NAME);
  });
  afterAll(() => namespace?.remove());

  test('built, brought to the nodes and installed, everything is ready within two minutes (UJ-1)', async () => {
    await type(hasProgram('docker-compose') ? 'docker-compose build' : 'docker compose build');
    await type(`${IMAGE_LOADER} todo-frontend:local todo-backend:local todo-mcp:local`);
    const start = performance.now();
    await type('helm install todo-app ./helm/todo-app');
    await rolledOut(namespace, 'frontend', 'backend', 'mcp');
    await expectUsable(namespace);
    expect((performance.now() - start) / 1000).toBeLessThan(READY_WITHIN_S);
  });

  test('pods and logs can be looked at (UJ-2)', async () => {
    const pods = await type('kubectl get pods -n todo-app');
    expect(pods).toMatch(/^frontend-\S+ +1\/1 +Running +0/m);
    const logs = () => type('kubectl logs -n todo-app deployment/backend');
    await expectLogged(namespace, 'backend', logs, /^\{.*\}$/m);
  });

  test('a changed secret is read by new pods, and only by those that read it (UJ-3)', async () => {
    const before = await podNames('frontend');
    await type(
      'helm upgrade todo-app ./helm/todo-app --reset-then-reuse-values --set secrets.openaiApiKey=sk-1',
    );
    await rolledOut(namespace, 'backend', 'mcp');
    const program = 'console.log(JSON.stringify(process.env.OPENAI_API_KEY))';
    expect(await namespace.inPod('deployment/backend', program)).toBe('sk-1');
    expect(await podNames('frontend')).toEqual(before);
  });

  test('a changed setting likewise (UJ-3)', async () => {
    const before = await podNames('backend');
    await type(
      'helm upgrade todo-app ./helm/todo-app --reset-then-reuse-values --set frontend.config.PROXY_TIMEOUT_MS=20000',
    );
    await rolledOut(namespace, 'frontend');
    const program = 'console.log(JSON.stringify(process.env.PROXY_TIMEOUT_MS))';
    expect(await namespace.inPod('deployment/frontend', program)).toBe('20000');
    expect(await podNames('backend')).toEqual(before);
  });

  test('kubectl scale works (UJ-4), and the autoscaler agrees (UJ-5)', async () => {
    await type('kubectl scale deployment backend --replicas=5');
    await rolledOut(namespace, 'backend');
    // Not the pods that are there now: the autoscaler may have taken some of them back already.
    expect(await type('kubectl events --for deployment/backend')).toMatch(
      /Scaled up replica set \S+ .*to 5$/m,
    );
    const scaler = JSON.parse(await type('kubectl get hpa backend --output=json'));
    expect(scaler.spec).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    expect(scaler.spec.metrics[0].resource.target.averageUtilization).toBe(70);
  });

  test('with the values for Minikube, what `minikube service frontend` opens answers (UJ-1)', async () => {
    const values = '-f helm/todo-app/values-minikube.yaml --wait --timeout 120s';
    await type(`helm upgrade todo-app ./helm/todo-app --reset-then-reuse-values ${values}`);
    const read = (what: string, path: string) =>
      namespace.kubectl(['get', what, `--output=jsonpath={${path}}`]);
    const port = await read('service/frontend', '.spec.ports[0].nodePort');
    const address = await read('nodes', '.items[0].status.addresses[?(@.type=="InternalIP")].address');
    const container = { image: 'todo-backend:local', command: ['sleep', '600'] };
    await namespace.create(podOf('browser', { container }));
    await namespace.kubectl(['wait', '--for=condition=Ready', 'pod/browser', '--timeout=60s']);
    const program = `const answer = await fetch('http://${address}:${port}/health');
      console.log(JSON.stringify(await answer.json()));`;
    expect(await namespace.inPod('browser', program)).toMatchObject({
      service: 'frontend',
      status: 'healthy',
    });
  });
});
