import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newTalker } from '../support/chat.js';
import { createNamespace, type Namespace, runLabels } from './namespace.js';
import { podOf } from './pod-manifest.js';
import { personalToken, throughFrontend } from './product.js';
import { reachableFrom } from './reachable.js';
import { install, TEST_VALUES } from './release.js';

const folder = fileURLToPath(new URL('../../ops/kagent/', import.meta.url));
const filesIn = (part: string) => readdirSync(join(folder, part)).map((file) => join(part, file));

/** The labels of kagent's pods: helm/kagent/templates and go/core/internal/controller/translator/agent of its 0.10. */
const CONTROLLER = {
  'app.kubernetes.io/name': 'kagent',
  'app.kubernetes.io/instance': 'kagent',
  'app.kubernetes.io/component': 'controller',
};
const agent = (name: string) => ({
  app: 'kagent',
  kagent: name,
  'app.kubernetes.io/managed-by': 'kagent',
  'app.kubernetes.io/part-of': 'kagent',
  'app.kubernetes.io/name': name,
});

interface RemoteMcpServer {
  spec: { url: string; headersFrom: { name: string; valueFrom: { name: string; key: string } }[] };
}
interface Agent {
  spec: {
    declarative: {
      tools: { mcpServer: { name: string; toolNames: string[]; requireApproval?: string[] } }[];
    };
  };
}
interface Tool {
  name: string;
  annotations: { readOnlyHint: boolean };
}

let release: Namespace;
let kagent: Namespace;

/** One of the files, with the namespaces of this test in place of those that it names. */
const textOf = (file: string): string =>
  readFileSync(join(folder, file), 'utf8')
    .replaceAll(/\b(namespace|metadata\.name): kagent\b/g, `$1: ${kagent.name}`)
    .replaceAll(/\bnamespace: todo-app\b/g, `namespace: ${release.name}`)
    .replaceAll('mcp.todo-app.svc', `mcp.${release.name}.svc`);

beforeAll(async () => {
  [release, kagent] = await Promise.all([createNamespace('kagent-release'), createNamespace('kagent')]);
  await install(release, { ...TEST_VALUES, ...parse(textOf('todo-app.values.yaml')) });
});
afterAll(() => Promise.all([release?.remove(), kagent?.remove()]));

describe('kagent, as its pods are labelled, in a namespace of its own', () => {
  const server = (): RemoteMcpServer => parse(textOf('manifests/todo.yaml'));
  const idle = { command: ['node', '--eval', 'setInterval(() => {}, 1000)'] };

  beforeAll(async () => {
    const [header] = server().spec.headersFrom;
    const token = await throughFrontend(release, async (url) => personalToken(url, await newTalker(url)));
    const { name = '', key = '' } = header?.valueFrom ?? {};
    await kagent.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      stringData: { [key]: `Bearer ${token}` },
    });
    const valueFrom = { secretKeyRef: { name, key } };
    await kagent.create(
      podOf('controller', { labels: CONTROLLER, container: idle }),
      podOf('pod-doctor', {
        labels: agent('pod-doctor'),
        container: { ...idle, env: [{ name: 'HEADER', valueFrom }] },
      }),
      podOf('another-agent', { labels: agent('another-agent'), container: idle }),
      podOf('tools', {
        labels: { ...CONTROLLER, 'app.kubernetes.io/name': 'kagent-tools' },
        container: idle,
      }),
    );
    await release.create(podOf('impostor', { labels: agent('pod-doctor'), container: idle }));
    for (const [namespace, pods] of [
      [kagent, ['controller', 'pod-doctor', 'another-agent', 'tools']],
      [release, ['impostor']],
    ] as const)
      await namespace.kubectl([
        ...['wait', '--for=condition=Ready', '--timeout=60s'],
        ...pods.map((pod) => `pod/${pod}`),
      ]);
  });

  test.each([
    ['controller', true],
    ['pod-doctor', true],
    ['another-agent', false],
    ['tools', false],
  ])(
    '%s reaches the MCP server: %s, and nothing else of the release but what anyone may',
    async (pod, may) => {
      const [frontend, mcp, ...closed] = ['frontend:3000', 'mcp:8001', 'backend:8000', 'postgres:5432'].map(
        (address) => address.replace(':', `.${release.name}.svc:`),
      );
      const seen = await reachableFrom(kagent, pod, [frontend, mcp, ...closed].map(String));
      expect(seen).toEqual(may ? [frontend, mcp] : [frontend]);
    },
  );

  test('a pod with the labels of the agent in another namespace does not reach the MCP server', async () => {
    expect(await reachableFrom(release, 'impostor', ['frontend:3000', 'mcp:8001'])).toEqual([
      'frontend:3000',
    ]);
  });

  test('with the address and the header of the manifest the agent gets its tools, and asks before each that changes something', async () => {
    const { url, headersFrom } = server().spec;
    const { tools } = await kagent.inPod<{ tools: Tool[] }>(
      'pod-doctor',
      `const answer = await fetch(${JSON.stringify(url)}, {
         method: 'POST',
         headers: {
           'content-type': 'application/json',
           accept: 'application/json, text/event-stream',
           ${JSON.stringify(headersFrom[0]?.name)}: process.env.HEADER,
         },
         body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
       });
       console.log(JSON.stringify((await answer.json()).result));`,
    );
    const { spec } = parse(textOf('manifests/pod-doctor.yaml')) as Agent;
    const ours = spec.declarative.tools.flatMap(({ mcpServer }) =>
      mcpServer.name === 'todo' ? [mcpServer] : [],
    );
    expect(ours).toHaveLength(1);
    const { toolNames = [], requireApproval = [] } = ours[0] ?? {};
    const listed = new Map(tools.map(({ name, annotations }) => [name, annotations]));
    expect(toolNames.filter((name) => !listed.has(name))).toEqual([]);
    expect(requireApproval).toEqual(toolNames.filter((name) => !listed.get(name)?.readOnlyHint));
    expect(requireApproval).not.toEqual([]);
  });
});

test('the tool server may read the namespace of the release but for Secrets, change nothing, and see no other namespace', async () => {
  await release.kubectl(['apply', '--filename', '-'], textOf('manifests/diagnose.yaml'));
  const as = `--as=system:serviceaccount:${kagent.name}:kagent-tools`;
  const attempt = (...args: string[]) => release.kubectl([as, ...args]);
  expect(await attempt('get', 'pods')).toContain('backend-');
  expect(await attempt('logs', 'deployment/backend', '--tail=1')).not.toBe('');
  for (const refused of [
    ['get', 'secrets'],
    ['get', 'pods', '--namespace', kagent.name],
    ['get', 'pods', '--all-namespaces'],
    ['delete', 'deployment', 'backend'],
    ['scale', 'deployment', 'backend', '--replicas=1'],
    ['rollout', 'restart', 'deployment/backend'],
    ['exec', 'deployment/backend', '--', 'true'],
  ])
    await expect(attempt(...refused), refused.join(' ')).rejects.toThrow('is forbidden');
});

const CRDS = process.env.KAGENT_CRDS;
if (!CRDS)
  console.warn('NOT RUN: the manifests of kagent against its own kinds, whose folder KAGENT_CRDS names');

describe.skipIf(!CRDS)("against kagent's own kinds, with strict validation", () => {
  /** Those that were not there before. */
  let made: string[] = [];

  beforeAll(async () => {
    const wanted = (
      await kagent.kubectl(['create', '--dry-run=client', '--output=name', '--filename', CRDS ?? ''])
    )
      .split('\n')
      .filter((name) => name !== '');
    const there = (await kagent.kubectl(['get', 'crd', '--output=name'])).split('\n');
    if (wanted.some((name) => there.includes(name))) return;
    made = wanted;
    await kagent.kubectl(['apply', '--server-side', '--filename', CRDS ?? '']);
    await kagent.kubectl([
      'label',
      ...wanted,
      ...Object.entries(runLabels()).map(([key, value]) => `${key}=${value}`),
    ]);
    await kagent.kubectl(['wait', '--for=condition=Established', '--timeout=30s', ...wanted]);
  });
  afterAll(async () => {
    if (made.length > 0) await kagent.kubectl(['delete', ...made]);
  });

  const judged = (text: string): Promise<string> =>
    kagent.kubectl(['apply', '--dry-run=server', '--validate=strict', '--filename', '-'], text);

  test.each([...filesIn('manifests'), ...filesIn('models')])('%s is taken', async (file) => {
    expect(await judged(textOf(file))).toMatch(/ (created|configured|unchanged) \(server dry run\)/);
  });

  test('a misspelt field, and an approval for a tool that the agent does not have, are refused', async () => {
    const doctor = textOf('manifests/pod-doctor.yaml');
    await expect(judged(doctor.replace('requireApproval:', 'requireApprovals:'))).rejects.toThrow(
      'unknown field "spec.declarative.tools[1].mcpServer.requireApprovals"',
    );
    await expect(
      judged(doctor.replace('requireApproval: [add_task]', 'requireApproval: [delete_task]')),
    ).rejects.toThrow('each RequireApproval entry must also appear in ToolNames');
  });
});
