import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespace, type Namespace } from './namespace.js';
import { podOf, VISITOR } from './pod-manifest.js';
import { reachableFrom } from './reachable.js';
import { install, TEST_VALUES } from './release.js';

/** Somewhere else: a port that none of the product's rules names. */
const ELSEWHERE = { host: 'elsewhere', port: 8080 };
const LISTEN = `require('node:net').createServer((socket) => socket.end()).listen(${ELSEWHERE.port})`;

let namespace: Namespace;
let elsewhere: string;

beforeAll(async () => {
  namespace = await createNamespace('isolation');
  await install(namespace, TEST_VALUES);
  const container = { command: ['node', '--eval', LISTEN] };
  await namespace.create(
    podOf('stranger', { container }),
    podOf('visitor', { container, labels: VISITOR }),
    podOf(ELSEWHERE.host, { container }),
  );
  await namespace.kubectl(['wait', '--for=condition=Ready', 'pod', '--all', '--timeout=60s']);
  elsewhere = await namespace.kubectl(['get', `pod/${ELSEWHERE.host}`, '--output=jsonpath={.status.podIP}']);
});
afterAll(() => namespace?.remove());

describe('who reaches whom', () => {
  const ours = ['frontend:3000', 'backend:8000', 'mcp:8001', 'postgres:5432'];
  const API_SERVER = 'kubernetes.default.svc:443';

  test.each([
    ['deployment/frontend', ['backend:8000']],
    ['deployment/backend', ['mcp:8001', 'postgres:5432']],
    ['deployment/mcp', ['postgres:5432']],
  ])('%s reaches what it needs, and nothing else', async (pod, needed) => {
    const addresses = [...ours, `${elsewhere}:${ELSEWHERE.port}`, API_SERVER];
    expect(await reachableFrom(namespace, pod, addresses)).toEqual(needed);
  });

  test('a stranger in the namespace reaches the frontend alone', async () => {
    const addresses = [...ours, `${elsewhere}:${ELSEWHERE.port}`];
    // The last one shows that it may speak at all.
    expect(await reachableFrom(namespace, 'stranger', addresses)).toEqual([
      'frontend:3000',
      addresses.at(-1),
    ]);
  });

  test('whoever runs helm test reaches the three services, and neither the database nor anything else', async () => {
    const addresses = [...ours, `${elsewhere}:${ELSEWHERE.port}`, API_SERVER];
    expect(await reachableFrom(namespace, 'visitor', addresses)).toEqual(ours.slice(0, 3));
  });
});

describe.each(['frontend', 'backend', 'mcp'])('a pod of the %s', (service) => {
  test('is user 1000, can write to nothing but /tmp, and has no token for the API server', async () => {
    const seen = await namespace.inPod(
      `deployment/${service}`,
      `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
       const write = (path) => { try { writeFileSync(path, ''); return 'written'; } catch ({ code }) { return code; } };
       const status = readFileSync('/proc/1/status', 'utf8');
       const read = (name) => new RegExp('^' + name + ':\\\\s*(.*)$', 'm').exec(status)[1];
       console.log(JSON.stringify({
         user: [process.getuid(), process.getgid()],
         writes: ['/tmp/x', '/x', process.cwd() + '/x', '/etc/x', '/usr/x', '/home/x'].map(write),
         token: existsSync('/var/run/secrets/kubernetes.io'),
         capabilities: ['CapEff', 'CapPrm', 'CapBnd'].map((name) => Number.parseInt(read(name), 16)),
         noNewPrivileges: read('NoNewPrivs'),
         seccomp: read('Seccomp'),
         links: Object.keys(process.env).filter((name) => name.endsWith('_SERVICE_HOST') && !name.startsWith('KUBERNETES_')),
       }));`,
    );
    expect(seen).toEqual({
      user: [1000, 1000],
      writes: ['written', ...Array.from({ length: 5 }, () => expect.stringMatching(/EROFS|EACCES|ENOENT/))],
      token: false,
      capabilities: [0, 0, 0],
      noNewPrivileges: '1',
      seccomp: '2',
      links: [],
    });
  });

  test('is refused once it wants more', async () => {
    const given = await namespace.kubectl(['get', `deployment/${service}`, '--output=json']);
    const { spec } = JSON.parse(given).spec.template;
    const attempt = (more: object) => {
      const container = { ...spec.containers[0], ...more };
      return namespace.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${service}-greedy` },
        spec: { ...spec, initContainers: [], containers: [container] },
      });
    };
    for (const securityContext of [
      { privileged: true },
      { ...spec.containers[0].securityContext, runAsUser: 0 },
      { ...spec.containers[0].securityContext, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
    ])
      await expect(attempt({ securityContext })).rejects.toThrow('violates PodSecurity "restricted');
  });
});
