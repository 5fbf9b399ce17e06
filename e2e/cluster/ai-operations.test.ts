import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, identityIn } from './identity.js';
import { createNamespace, type Namespace } from './namespace.js';
import { CHART, TAG } from './release.js';

const NAMES = ['diagnose', 'fix'] as const;
const HOUR_S = 3600;

const doc = readFileSync(new URL('../../docs/ai-operations.md', import.meta.url), 'utf8');
/** The lines of the table in the documentation: commands, and what they come to. */
const attempts = [...doc.matchAll(/^\|[^|]*\| `(kubectl [^`]+)` \| (yes|no) \| (yes|no|policy) \|$/gm)].map(
  ([, command = '', diagnose = '', fix = '']) => [command, diagnose, fix] as const,
);

let namespace: Namespace;
let identities: Record<(typeof NAMES)[number], Identity>;
/** A pod of the backend. */
let pod: string;

const kubeconfig = (...args: string[]) => namespace.run(['node', 'ops/kubeconfig.js', ...args]);

/** What becomes of a command, as the table has it; or what else was said. */
const attempt = async ({ run }: Identity, command: string): Promise<string> => {
  try {
    await run(['sh', '-c', command.replaceAll('POD', pod).replaceAll('NAMESPACE', namespace.name)]);
    return 'yes';
  } catch (error) {
    const { message } = error as Error;
    if (/ValidatingAdmissionPolicy '\S+' with binding '\S+' denied request: fix may /.test(message))
      return 'policy';
    return /forbidden/i.test(message) ? 'no' : message;
  }
};

/** What a token says of itself. */
const claimsOf = (text: string): { sub: string; iat: number; exp: number } => {
  const [, claims = ''] = JSON.parse(text).users[0].user.token.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
};

beforeAll(async () => {
  namespace = await createNamespace('ai-operations');
  const values = {
    image: { tag: TAG },
    frontend: { replicaCount: 1 },
    backend: { autoscaling: { minReplicas: 1 } },
    mcp: { replicaCount: 1 },
    aiOperations: { enabled: true },
  };
  await namespace.helm(['install', 'todo-app', CHART, '--values', '-'], JSON.stringify(values));
  await namespace.kubectl(['rollout', 'status', 'deployment/backend', '--timeout=120s']);
  pod = (await namespace.pods('backend'))[0]?.metadata.name ?? '';
  identities = {
    diagnose: await identityIn(namespace, 'diagnose'),
    fix: await identityIn(namespace, 'fix'),
  };
});
afterAll(() => namespace?.remove());

describe('pnpm ops:kubeconfig', () => {
  test.each(NAMES)(
    '%s: a file for its owner alone, in the namespace of the release, for an hour',
    async (name) => {
      const path = identities[name].kubeconfig;
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const text = await readFile(path, 'utf8');
      expect(JSON.parse(text).contexts).toEqual([
        { name, context: { cluster: 'todo', user: name, namespace: namespace.name } },
      ]);
      const { sub, iat, exp } = claimsOf(text);
      expect(sub).toBe(`system:serviceaccount:${namespace.name}:${name}`);
      expect(exp - iat).toBe(HOUR_S);
    },
  );

  test('prints it when no file is named, for as long as was asked', async () => {
    const { iat, exp } = claimsOf(
      await kubeconfig('diagnose', '--namespace', namespace.name, '--duration', '10m'),
    );
    expect(exp - iat).toBe(600);
  });

  test('says which value is missing where there is no such ServiceAccount', async () => {
    await expect(kubeconfig('fix', '--namespace', 'kube-system')).rejects.toThrow(
      /There is no ServiceAccount fix in the namespace kube-system[\s\S]*aiOperations\.enabled=true/,
    );
  });

  test('says that an identity may make no token', async () => {
    const command = ['node', 'ops/kubeconfig.js', 'fix', '--namespace', namespace.name];
    await expect(identities.diagnose.run(command)).rejects.toThrow('neither identity may');
  });
});

describe('the policies', () => {
  test('are understood by the API server, which knows the fields that they name', async () => {
    for (const what of ['deployments', 'scale', 'autoscaler']) {
      const policy = () =>
        namespace.kubectl([
          ...['get', 'validatingadmissionpolicy', `fix-${what}.${namespace.name}`],
          '--output=jsonpath={.status}',
        ]);
      await expect.poll(policy).toContain('typeChecking');
      expect(JSON.parse(await policy()).typeChecking, what).toEqual({});
    }
  });

  test('hold soon after they were made', async () => {
    const command = 'kubectl scale deployment mcp --replicas=0 --dry-run=server';
    await expect.poll(() => attempt(identities.fix, command)).toBe('policy');
  });

  test('hold nobody but fix', async () => {
    await namespace.kubectl(['set', 'env', 'deployment/mcp', 'A=b', '--dry-run=server']);
    await namespace.kubectl(['scale', 'deployment/mcp', '--replicas=0', '--dry-run=server']);
  });
});

describe('the table of rights in docs/ai-operations.md', () => {
  test('has been read as a whole, and has at least forty lines of what is allowed and refused', () => {
    expect(attempts.length).toBeGreaterThan(80);
    const lines = doc.split('\n').filter((line) => /^\|.*`kubectl [^`]+` \|/.test(line));
    expect(attempts).toHaveLength(lines.length);
  });

  test.each(attempts)('%s: diagnose %s, fix %s', async (command, diagnose, fix) => {
    const first = attempt(identities.diagnose, command);
    // What `fix` has changed would be no change for `diagnose`, and then the API server is not asked.
    if (diagnose !== fix) await first;
    expect(await Promise.all([first, attempt(identities.fix, command)])).toEqual([diagnose, fix]);
  });

  test('what was allowed has happened', async () => {
    const read = (what: string, path: string) =>
      namespace.kubectl(['get', what, `--output=jsonpath={${path}}`]);
    expect(await read('deployment/mcp', '.spec.template.spec.containers[0].image')).toBe(`todo-mcp:${TAG}`);
    expect(await read('deployment/mcp', '.spec.replicas')).toBe('2');
    expect(await read('hpa/backend', '.spec.minReplicas')).toBe('2');
    expect(await read('hpa/backend', '.spec.maxReplicas')).toBe('5');
    // Installed, restarted, rolled back.
    const annotations = JSON.parse(await read('deployment/frontend', '.metadata.annotations'));
    expect(annotations['deployment.kubernetes.io/revision']).toBe('3');
  });
});

test('uninstall takes identities and policies away, those of the cluster too', async () => {
  await namespace.helm(['uninstall', 'todo-app', '--wait', '--timeout', '120s']);
  const kinds = 'validatingadmissionpolicy,validatingadmissionpolicybinding,role,rolebinding,serviceaccount';
  const left = await namespace.kubectl(['get', kinds, '--output=name']);
  expect(left.split('\n').filter((name) => /\/(diagnose|fix)/.test(name) && !isElsewhere(name))).toEqual([]);
});

/** Of a release in another namespace, which other tests have. */
const isElsewhere = (name: string): boolean => name.includes('.') && !name.endsWith(`.${namespace.name}`);
