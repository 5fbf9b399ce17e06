import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectLogged } from './logs.js';
import { createNamespace, isReady, type Namespace, rolledOut } from './namespace.js';
import { podOf } from './pod-manifest.js';
import { expectUsable } from './product.js';
import { CHART, DATABASE_IMAGE, TAG } from './release.js';

/** A name that no DNS has (RFC 6761), and what must be said of it nowhere. */
const HOST = 'database.invalid';
const PASSWORD = 'not-to-be-seen';

/** A PostgreSQL as somebody else would run it. */
const databaseOf = (namespace: string) => {
  const pod = podOf('database', {
    labels: { app: 'database' },
    container: {
      image: DATABASE_IMAGE,
      env: [
        { name: 'POSTGRES_USER', value: 'todo' },
        { name: 'POSTGRES_DB', value: 'todo' },
        { name: 'POSTGRES_PASSWORD', value: PASSWORD },
      ],
      readinessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1 },
      resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '50m', memory: '64Mi' } },
      volumeMounts: ['/var/lib/postgresql', '/var/run/postgresql', '/tmp'].map((mountPath, index) => ({
        name: `volume-${index}`,
        mountPath,
      })),
    },
    spec: { volumes: [0, 1, 2].map((index) => ({ name: `volume-${index}`, emptyDir: {} })) },
  });
  const user = { runAsUser: 70, runAsGroup: 70, fsGroup: 70 };
  Object.assign(pod.spec.securityContext, user);
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'database', namespace },
    spec: { selector: { app: 'database' }, ports: [{ port: 5432 }] },
  };
  return [pod, service];
};

describe('as in production, with a Secret of the user that is not as the chart needs it', () => {
  let namespace: Namespace;
  /** Where a database is that is not the release's. */
  let elsewhere: Namespace;
  let notes: string;

  const setSecret = (stringData: object) =>
    namespace.kubectl(['patch', 'secret', 'mine', '--patch', JSON.stringify({ stringData })]);
  /** Why the containers of a service are not running, or what they say. */
  const told = async (service: string): Promise<string> => {
    const selector = `app.kubernetes.io/name=${service}`;
    return [
      await namespace.kubectl(['events', '--types=Warning']),
      await namespace
        .kubectl(['logs', '--selector', selector, '--all-containers', '--tail=-1'])
        .catch(String),
    ].join('\n');
  };

  beforeAll(async () => {
    namespace = await createNamespace('mistakes');
    elsewhere = await createNamespace('database');
    await namespace.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'mine' },
      stringData: { JWT_SECRET: 'x'.repeat(32) },
    });
    const image = (service: string) => ({ image: { repository: `todo-${service}` } });
    const mine = {
      image: { tag: TAG },
      frontend: image('frontend'),
      backend: image('backend'),
      mcp: image('mcp'),
      secrets: { existingSecret: 'mine' },
      // A kind that this cluster need not know.
      serviceMonitor: { enabled: false },
    };
    const files = ['--values', `${CHART}/values-production.yaml`, '--values', '-'];
    notes = await namespace.helm(['install', 'todo-app', CHART, ...files], JSON.stringify(mine));
  });
  afterAll(() => Promise.all([namespace?.remove(), elsewhere?.remove()]));

  test('without a key: NOTES name the keys, and the events of the pods the one that is missing', async () => {
    expect(notes).toContain('The Secret mine is yours: it must have the keys DATABASE_URL and JWT_SECRET');
    for (const service of ['backend', 'mcp'])
      await expect
        .poll(() => namespace.kubectl(['events', '--types=Warning']), { timeout: 60_000 })
        .toMatch(new RegExp(`Pod/${service}-.*couldn't find key DATABASE_URL in Secret .*/mine`));
  });

  test('with an address where nothing is: pods stay unready, and their logs name the host, not the password', async () => {
    await setSecret({ DATABASE_URL: `postgres://todo:${PASSWORD}@${HOST}:5432/todo` });
    for (const service of ['backend', 'mcp']) {
      await expectLogged(namespace, service, () => told(service), HOST);
      expect(await told(service)).not.toContain(PASSWORD);
      expect((await namespace.pods(service)).filter(isReady)).toEqual([]);
    }
  });

  test('mended as NOTES say, with a database outside: everything is ready, and people can sign up', async () => {
    await elsewhere.create(...databaseOf(elsewhere.name));
    await elsewhere.kubectl(['wait', '--for=condition=Ready', 'pod/database', '--timeout=120s']);
    await setSecret({ DATABASE_URL: `postgres://todo:${PASSWORD}@database.${elsewhere.name}.svc:5432/todo` });
    const restart = 'rollout restart deployment/backend deployment/mcp';
    expect(notes).toContain(restart);
    await namespace.kubectl(restart.split(' '));
    await rolledOut(namespace, 'backend', 'mcp', 'frontend');
    await expectUsable(namespace);
    expect((await namespace.pods('postgres')).length).toBe(0);
  });
});
