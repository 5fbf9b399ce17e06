import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeManifests } from '../manifests.js';
import { chart, renderChart } from '../render.js';
import { describeWith, run } from './support/tools.js';

const schemas = fileURLToPath(new URL('../schemas', import.meta.url));

/** The chart as people install it, and with everything that can be switched on. */
const renders = [
  { name: 'by default', files: [], values: {} },
  { name: 'on Minikube', files: ['values-minikube.yaml'], values: {} },
  { name: 'in production', files: ['values-production.yaml'], values: {} },
  {
    name: 'with everything',
    files: [],
    values: {
      backend: { autoscaling: { enabled: false }, config: { SIGNUP: 'closed' } },
      mcp: { expose: true },
      frontend: { service: { type: 'LoadBalancer', nodePort: 30080, annotations: { a: 'b' } } },
      database: { persistence: { enabled: true, storageClassName: 'fast' } },
      shutdown: { preStopSeconds: 10 },
      image: { pullSecrets: ['registry'] },
      ingress: { enabled: true, host: 'todo.example.com', annotations: { a: 'b' } },
      httpRoute: { enabled: true, parentRefs: [{ name: 'gateway' }], hostnames: ['todo.example.com'] },
      serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
      aiOperations: { enabled: true },
      networkPolicy: { extraEgress: [{ ports: [{ port: 11434 }] }] },
      pod: {
        annotations: { a: 'b' },
        labels: { team: 'todo' },
        nodeSelector: { disk: 'fast' },
        tolerations: [{ key: 'a', operator: 'Exists' }],
        affinity: { nodeAffinity: {} },
        priorityClassName: 'high',
      },
    },
  },
];

/** Schemas of their operators, which are not in Kubernetes. */
const skipped = 'HTTPRoute,ServiceMonitor';
const conform = (yaml: string) =>
  run(
    'kubeconform',
    ['-strict', '-skip', skipped, '-schema-location', `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`],
    yaml,
  );

describeWith('helm', 'kubeconform')('kubeconform', () => {
  test.each(renders)('finds every field of the chart in Kubernetes, $name', (options) => {
    const { status, output } = conform(renderChart(options));
    expect(status, output).toBe(0);
  });

  test('finds every field of k8s/ and kustomize/ there', () => {
    const yaml = [...makeManifests()]
      .filter(([path]) => !/kustomization/i.test(path))
      .map(([, text]) => text);
    const { status, output } = conform(yaml.join('---\n'));
    expect(status, output).toBe(0);
  });

  test('would find a misspelt one', () => {
    const { status, output } = conform(renderChart().replace('readinessProbe:', 'readynessProbe:'));
    expect(status).toBe(1);
    expect(output).toContain('readynessProbe');
  });
});

/** What kube-score would have otherwise, and why we have it so. */
const OTHERWISE: Record<string, string> = {
  'container-image-pull-policy': 'tags are never given twice, and a node that has the image need not ask',
  'container-security-context-user-group-id':
    'wants a UID above 10000; those of the official images are 1000 and 70',
  'deployment-has-host-podantiaffinity': 'the topology spread does it, and does not leave a drain pending',
};
/** The same for one object alone. */
const OTHERWISE_FOR: Record<string, Record<string, string>> = {
  'Deployment/apps/v1/todo/postgres': {
    'deployment-strategy': 'two must never write to the same files',
    'deployment-replicas': 'it is for development',
  },
  'Service/v1/todo/frontend': { 'service-type': '`minikube service` wants a NodePort' },
};

interface Scored {
  object_name: string;
  checks: { check: { id: string }; skipped: boolean; grade: number; comments: object[] | null }[] | null;
}

describeWith('helm', 'kube-score')('kube-score', () => {
  test.each(renders)('has nothing to say of the chart, $name', (options) => {
    const ignored = Object.keys(OTHERWISE).flatMap((id) => ['--ignore-test', id]);
    const { stdout } = run(
      'kube-score',
      ['score', '--output-format', 'json', ...ignored, '-'],
      renderChart(options),
    );
    const scored = JSON.parse(stdout) as Scored[];
    expect(scored.length).toBeGreaterThan(10);
    const findings = scored.flatMap(({ object_name, checks }) =>
      (checks ?? [])
        .filter(({ grade, skipped }) => !skipped && grade < 10)
        .filter(({ check }) => OTHERWISE_FOR[object_name]?.[check.id] === undefined)
        .map(({ check, comments }) => `${object_name}: ${check.id} ${JSON.stringify(comments)}`),
    );
    expect(findings).toEqual([]);
  });
});

describeWith('helm')('helm lint --strict', () => {
  test.each(renders)('has nothing to say of the chart, $name', ({ files, values }) => {
    const given = ['--values', '-', ...files.flatMap((file) => ['--values', join(chart, file)])];
    const { status, output } = run(
      'helm',
      ['lint', '--strict', '--quiet', '--kube-version', '1.34.0', ...given, chart],
      JSON.stringify(values),
    );
    expect(status, output).toBe(0);
  });
});

describeWith('helm-docs')('helm-docs', () => {
  test('makes the README of the chart from the comments in values.yaml: `helm-docs -c helm`', () => {
    const { stdout, output } = run('helm-docs', [
      '--chart-search-root',
      chart,
      '--dry-run',
      '--log-level',
      'error',
    ]);
    expect(stdout.trim(), output).toBe(readFileSync(join(chart, 'README.md'), 'utf8').trim());
  });
});
