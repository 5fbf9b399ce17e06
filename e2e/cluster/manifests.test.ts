import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespace, type Namespace, READY_WITHIN_S } from './namespace.js';
import { expectUsable } from './product.js';
import { CHART, TAG } from './release.js';

/** Relative to the repository, where a user's overlay may be as well. */
const OVERLAY = 'e2e/test-results/cluster/overlay';

let namespace: Namespace;
let seconds: number;

/** The keys of the Secret, and what they hold. */
const secrets = async (): Promise<Record<string, string>> =>
  JSON.parse(await namespace.kubectl(['get', 'secret', 'todo-secrets', '--output=jsonpath={.data}']));

const apply = () => namespace.kubectl(['apply', '--kustomize', OVERLAY]);
const fillSecrets = () =>
  namespace.run([process.execPath, 'helm/secrets.js', '--dev-database', '--namespace', namespace.name]);

beforeAll(async () => {
  namespace = await createNamespace('manifests');
  const folder = fileURLToPath(new URL(`../../${OVERLAY}`, import.meta.url));
  await mkdir(folder, { recursive: true });
  const overlay = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    // Ours instead of todo-app, where somebody may have the product running.
    namespace: namespace.name,
    resources: ['../../../../kustomize/dev-database'],
    images: ['backend', 'frontend', 'mcp'].map((service) => ({ name: `todo-${service}`, newTag: TAG })),
  };
  await writeFile(`${folder}/kustomization.yaml`, JSON.stringify(overlay));
  const start = performance.now();
  await apply();
  await fillSecrets();
  await namespace.kubectl([
    ...['wait', '--for=condition=Available', 'deployment', '--all', `--timeout=${READY_WITHIN_S}s`],
  ]);
  seconds = (performance.now() - start) / 1000;
});
afterAll(() => namespace?.remove());

test('plain manifests with a database for development: ready within two minutes, and people can sign up', async () => {
  console.log(`manifests: ready after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(READY_WITHIN_S);
  await expectUsable(namespace);
});

test('applied and filled again, the secrets are what they were, and no pod is replaced', async () => {
  const seen = async () => ({
    secrets: await secrets(),
    pods: (await namespace.pods()).map(({ metadata }) => metadata.name).toSorted(),
  });
  const before = await seen();
  expect(Object.keys(before.secrets).toSorted()).toEqual(['DATABASE_URL', 'JWT_SECRET', 'POSTGRES_PASSWORD']);
  await apply();
  expect(await fillSecrets()).toContain('has all of it already');
  expect(await seen()).toEqual(before);
});

/** Everything that the chart has beyond its defaults and that needs no kind of object of somebody else's. */
const MORE = {
  ingress: { enabled: true, host: 'todo.example.com', className: 'nginx', tlsSecret: 'todo-tls' },
  database: { persistence: { enabled: true, storageClassName: 'fast' } },
  frontend: { service: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' } },
  mcp: { expose: true },
  shutdown: { preStopSeconds: 5 },
  networkPolicy: { metrics: { from: [{ namespaceSelector: {} }] }, mcp: { from: [{ podSelector: {} }] } },
  pod: { priorityClassName: 'system-cluster-critical', tolerations: [{ operator: 'Exists' }] },
  aiOperations: { enabled: true },
};

/** Objects that must be among those that it has looked at; the namespace ends the second. */
const DEPLOYMENT = 'deployment.apps/backend';
const POLICY = 'validatingadmissionpolicybinding.admissionregistration.k8s.io/fix-scale.';

describe('the API server finds no fault', () => {
  let empty: Namespace;
  beforeAll(async () => {
    empty = await createNamespace('dry-run');
  });
  afterAll(() => empty?.remove());

  test.each([
    ['k8s', ['kubectl', 'kustomize', 'k8s'], DEPLOYMENT],
    ['kustomize/dev-database', ['kubectl', 'kustomize', 'kustomize/dev-database'], DEPLOYMENT],
    ['kustomize/ai-operations', ['kubectl', 'kustomize', 'kustomize/ai-operations'], POLICY],
    [
      'the chart with more of it',
      ['helm', 'template', 'todo-app', CHART, '--kube-version=1.30.0', '--values=-'],
      POLICY,
    ],
  ])('with %s', async (_name, render, object) => {
    const rendered = await empty.run(render, JSON.stringify(MORE));
    const here = rendered
      .replaceAll(/^( +namespace:) todo-app$/gm, `$1 ${empty.name}`)
      .replace(/^( {2}name:) todo-app$/m, `$1 ${empty.name}`);
    const command = ['apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename=-'];
    expect(await empty.kubectl(command, here)).toMatch(
      new RegExp(`^${object}\\S* serverside-applied \\(server dry run\\)$`, 'm'),
    );
  });
});
