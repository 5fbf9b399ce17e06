import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FOLDERS, makeManifests } from '../manifests.js';
import { newSecrets } from '../secrets.js';
import { parseObjects, renderObjects } from './support/objects.js';
import { describeWith, run } from './support/tools.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();

const committed = FOLDERS.flatMap(filesBelow).sort();
const kubernetesFiles = (folder: string): string =>
  filesBelow(folder)
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('---\n');

describeWith('helm')('k8s/ and kustomize/', () => {
  test('are what the chart gives: `pnpm k8s:render` makes them anew', () => {
    const made = makeManifests();
    expect(committed).toEqual([...made.keys()].sort());
    for (const [path, text] of made) expect(readFileSync(join(root, path), 'utf8'), path).toBe(text);
  });

  test('say the same as the chart, object by object', () => {
    const plain = (object: object) => {
      const text = JSON.stringify(object, (key, value) =>
        ['helm.sh/chart', 'app.kubernetes.io/managed-by'].includes(key) || key.startsWith('checksum/')
          ? undefined
          : value,
      );
      return JSON.parse(text);
    };
    const { objects } = renderObjects({
      namespace: 'default',
      values: {
        namespace: { create: true },
        tests: { enabled: false },
        database: { url: 'postgres://elsewhere/todo' },
      },
    });
    const nameOf = ({ kind, metadata }: (typeof objects)[number]) => `${kind} ${metadata.name}`;
    const manifests = new Map(parseObjects(kubernetesFiles('k8s')).map((object) => [nameOf(object), object]));
    expect([...manifests.keys()].sort()).toEqual(objects.map(nameOf).sort());
    for (const object of objects.filter(({ kind }) => kind !== 'Secret'))
      expect(plain(manifests.get(nameOf(object)) ?? {}), nameOf(object)).toEqual(plain(object));
  });
});

test('k8s/ has the files that the specification names', () => {
  const perService = ['frontend', 'backend', 'mcp'].flatMap((name) => [
    `k8s/${name}/deployment.yaml`,
    `k8s/${name}/service.yaml`,
  ]);
  expect(committed).toEqual(
    expect.arrayContaining([
      'k8s/namespace.yaml',
      'k8s/secrets.yaml',
      'k8s/configmap.yaml',
      'k8s/backend/hpa.yaml',
      ...perService,
    ]),
  );
});

test('k8s/secrets.yaml has no content, so that applying it again takes none away', () => {
  const [secret] = parseObjects(readFileSync(join(root, 'k8s/secrets.yaml'), 'utf8'));
  expect(secret).toMatchObject({ kind: 'Secret', type: 'Opaque' });
  expect(secret).not.toHaveProperty('data');
  expect(secret).not.toHaveProperty('stringData');
});

describeWith('kubectl')('kubectl', () => {
  const build = (folder: string) => {
    const { status, stdout, output } = run('kubectl', ['kustomize', join(root, folder)]);
    expect(status, output).toBe(0);
    return parseObjects(stdout);
  };

  test('builds k8s/ into what its files say', () => {
    const names = (objects: ReturnType<typeof build>) =>
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
    expect(names(build('k8s'))).toEqual(names(parseObjects(kubernetesFiles('k8s'))));
  });

  test('adds the database for development, and the way to it in place of the one out', () => {
    const objects = build('kustomize/dev-database');
    expect(objects.filter(({ metadata }) => metadata.name === 'postgres').map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Deployment', 'NetworkPolicy', 'Service', 'ServiceAccount']),
    );
    const ways = objects.find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'database',
    );
    expect(ways).toMatchObject({
      spec: {
        egress: [{ to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'postgres' } } }] }],
      },
    });
  });
});

describeWith('helm')('kustomize/ai-operations', () => {
  test('has what aiOperations.enabled adds to the chart, and nothing else', () => {
    const nameOf = ({ kind, metadata }: ReturnType<typeof parseObjects>[number]) =>
      `${kind} ${metadata.name}`;
    const common = { namespace: { create: true }, tests: { enabled: false } };
    const without = renderObjects({ values: common }).objects.map(nameOf);
    const added = renderObjects({ values: { ...common, aiOperations: { enabled: true } } })
      .objects.map(nameOf)
      .filter((name) => !without.includes(name));
    const objects = parseObjects(kubernetesFiles('kustomize/ai-operations'));
    expect(objects.map(nameOf).sort()).toEqual(added.sort());
    expect(added).toEqual(
      expect.arrayContaining(['Role fix', 'ValidatingAdmissionPolicy fix-scale.todo-app']),
    );
  });
});

const fill = (options: Partial<Parameters<typeof newSecrets>[0]>) => {
  let made = 0;
  const random = () => {
    made += 1;
    return `random-${made}`;
  };
  return newSecrets({ there: {}, env: {}, devDatabase: false, random, ...options });
};

test('k8s:secrets makes up what nobody gave, once', () => {
  const env = { DATABASE_URL: 'postgres://db/todo', OTHER: 'x' };
  const first = fill({ env });
  expect(first).toEqual({ DATABASE_URL: 'postgres://db/todo', JWT_SECRET: 'random-1' });
  expect(fill({ there: first })).toEqual({});
  expect(fill({ there: first, env: { OPENAI_API_KEY: 'sk' } })).toEqual({ OPENAI_API_KEY: 'sk' });
});

test('k8s:secrets needs a database, or the word that there shall be one', () => {
  expect(() => fill({})).toThrow('--dev-database');
  const made = fill({ devDatabase: true });
  expect(made).toMatchObject({
    DATABASE_URL: `postgres://todo:${made.POSTGRES_PASSWORD}@postgres:5432/todo`,
  });
  expect(fill({ devDatabase: true, there: made })).toEqual({});
});
