// pnpm ops:runbook: writes what runbook.md says of the release's objects anew from k8s/, so that nothing is said twice.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** Around it; kubectl-ai reads the file as an HTML template, which leaves comments out. */
const FACTS = /(<!-- facts -->\n)[\s\S]*(<!-- \/facts -->)/;
const NAME = 'app.kubernetes.io/name';

/** @typedef {{ kind: string, metadata: { name: string }, spec?: any, data?: Record<string, string> }} KubernetesObject */

/**
 * Every object in the YAML files below a folder.
 * @param {string} folder
 * @returns {KubernetesObject[]}
 */
export function objectsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .flatMap((path) => parseAllDocuments(readFileSync(join(folder, path), 'utf8')))
    .map((document) => document.toJS());
}

/** Names of equal texts together: "a, b: text". @param {[string, string][]} pairs */
function together(pairs) {
  /** @type {Map<string, string[]>} */
  const namesBy = new Map();
  for (const [name, text] of pairs) namesBy.set(text, [...(namesBy.get(text) ?? []), name]);
  return [...namesBy].map(([text, names]) => `${names.join(', ')}: ${text}`);
}

/** @param {any} probe */
const probeOf = (probe) =>
  `GET ${probe.httpGet.path} every ${probe.periodSeconds} s, ${probe.failureThreshold} failures, ${probe.timeoutSeconds} s each`;

/** @param {any} selector */
function podsOf({ matchLabels = {}, matchExpressions = [] }) {
  const named = matchExpressions.find((/** @type {any} */ { key }) => key === NAME)?.values;
  if (named) return named.join(', ');
  if (matchLabels[NAME]) return matchLabels[NAME];
  if (matchLabels['app.kubernetes.io/part-of']) return 'all of the release';
  return Object.entries(matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

/** @param {any} peer */
function peerOf({ podSelector, namespaceSelector, ipBlock }) {
  if (ipBlock) return `${ipBlock.cidr}${ipBlock.except ? ` without ${ipBlock.except.join(', ')}` : ''}`;
  const place = namespaceSelector ? ` in ${Object.values(namespaceSelector.matchLabels).join(', ')}` : '';
  return `${podsOf(podSelector)}${place}`;
}

/** @param {string} way @param {any[]} rules @param {'from' | 'to'} end */
const rulesOf = (way, rules, end) =>
  rules.map((rule) => {
    const ports = (rule.ports ?? []).map(
      (/** @type {any} */ { port, protocol = 'TCP' }) => `${protocol} ${port}`,
    );
    return `${way} ${(rule[end] ?? []).map(peerOf).join(', ') || 'anywhere'} on ${ports.join(', ') || 'any port'}`;
  });

/**
 * What a model must know of a release: names, replicas, probes, the budget of the shutdown, and who may reach whom.
 * @param {KubernetesObject[]} objects
 * @returns {string} Markdown
 */
export function factsOf(objects) {
  const of = (/** @type {string} */ kind) => objects.filter((object) => object.kind === kind);
  const autoscalers = new Map(
    of('HorizontalPodAutoscaler').map(({ spec }) => [spec.scaleTargetRef.name, spec]),
  );
  const settings = new Map(of('ConfigMap').map(({ metadata, data = {} }) => [metadata.name, data]));
  const deployments = of('Deployment').map(({ metadata, spec }) => {
    const { containers, initContainers = [], terminationGracePeriodSeconds } = spec.template.spec;
    return {
      name: metadata.name,
      spec,
      container: containers[0],
      initContainers,
      terminationGracePeriodSeconds,
    };
  });

  const workloads = deployments.map(({ name, spec, container, initContainers }) => {
    const autoscaler = autoscalers.get(name);
    const { containerPort } = container.ports[0];
    return [
      `deployment/${name}: container ${container.name}, port ${containerPort}`,
      ...initContainers.map((/** @type {any} */ init) => `init container ${init.name}`),
      autoscaler
        ? `${autoscaler.minReplicas} to ${autoscaler.maxReplicas} replicas by hpa/${name} at ` +
          `${autoscaler.metrics[0].resource.target.averageUtilization} % of the requested CPU, ` +
          `fewer after ${autoscaler.behavior.scaleDown.stabilizationWindowSeconds} s of low load`
        : `${spec.replicas} replicas`,
    ].join(', ');
  });
  const probes = deployments.map(
    ({ name, container }) =>
      /** @type {[string, string]} */ ([
        name,
        ['startup', 'liveness', 'readiness']
          .map((kind) => `${kind} ${probeOf(container[`${kind}Probe`])}`)
          .join('; '),
      ]),
  );
  const shutdown = deployments.map(({ name, terminationGracePeriodSeconds }) => {
    const { DRAIN_DELAY_MS, SHUTDOWN_BUDGET_MS } = settings.get(name) ?? {};
    return /** @type {[string, string]} */ ([
      name,
      `after SIGTERM ${Number(DRAIN_DELAY_MS) / 1000} s of serving on, the exit within ` +
        `${Number(SHUTDOWN_BUDGET_MS) / 1000} s, SIGKILL after ${terminationGracePeriodSeconds} s`,
    ]);
  });
  const updates = deployments.map(
    ({ name, spec: { strategy } }) =>
      /** @type {[string, string]} */ ([
        name,
        `maxSurge ${strategy.rollingUpdate.maxSurge}, maxUnavailable ${strategy.rollingUpdate.maxUnavailable}`,
      ]),
  );
  const budgets = of('PodDisruptionBudget').map(
    ({ metadata, spec }) =>
      /** @type {[string, string]} */ ([`pdb/${metadata.name}`, `maxUnavailable ${spec.maxUnavailable}`]),
  );
  const policies = of('NetworkPolicy').map(({ metadata, spec }) => {
    const rules = [...rulesOf('from', spec.ingress ?? [], 'from'), ...rulesOf('to', spec.egress ?? [], 'to')];
    return `networkpolicy/${metadata.name} (${podsOf(spec.podSelector)}): ${rules.join('; ') || 'nothing in, nothing out'}`;
  });

  /** @type {[string, string[]][]} */
  const sections = [
    ['Workloads', workloads],
    ['Probes', together(probes)],
    ['Shutdown', together(shutdown)],
    ['Rolling changes', together([...updates, ...budgets])],
    ['Network policies, which add up', policies],
    [
      'Settings',
      [
        ...of('ConfigMap').map(({ metadata }) => `configmap/${metadata.name}`),
        ...of('Secret').map(({ metadata }) => `secret/${metadata.name}, which you may not read`),
      ],
    ],
  ];
  return sections
    .map(([title, lines]) => `### ${title}\n\n${lines.map((line) => `- ${line}\n`).join('')}`)
    .join('\n');
}

/** @param {string} runbook @param {string} facts */
export const withFacts = (runbook, facts) =>
  runbook.replace(FACTS, (_, begin, end) => `${begin}\n${facts}\n${end}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const runbook = fileURLToPath(new URL('runbook.md', import.meta.url));
  const manifests = fileURLToPath(new URL('../../k8s', import.meta.url));
  writeFileSync(runbook, withFacts(readFileSync(runbook, 'utf8'), factsOf(objectsIn(manifests))));
}
