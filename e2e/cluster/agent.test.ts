import { readFile } from 'node:fs/promises';
import { call, callTools, type ModelStub, type ScriptStep, say, startModelStub } from '@todo/model-stub';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newTalker } from '../support/chat.js';
import { inShell, runAgent } from './agent.js';
import { identityIn } from './identity.js';
import { KUBECTL_AI, runKubectlAi } from './kubectl-ai.js';
import { createNamespace, type Namespace, rolledOut } from './namespace.js';
import { personalToken, throughFrontend } from './product.js';
import { install, TEST_VALUES } from './release.js';

const AUTOSCALER = { minReplicas: 2, maxReplicas: 5, scaleDownSeconds: 15 };
const IDENTITIES = ['diagnose', 'fix'] as const;
type Identity = (typeof IDENTITIES)[number];

let namespace: Namespace;
/** Paths of their kubeconfigs. */
let kubeconfigs: Record<Identity, string>;
let stub: ModelStub | undefined;

beforeAll(async () => {
  namespace = await createNamespace('agent');
  await install(namespace, {
    ...TEST_VALUES,
    backend: { ...TEST_VALUES.backend, autoscaling: AUTOSCALER },
    aiOperations: { enabled: true },
  });
  const [diagnose, fix] = await Promise.all(IDENTITIES.map((name) => identityIn(namespace, name)));
  kubeconfigs = { diagnose: diagnose?.kubeconfig ?? '', fix: fix?.kubeconfig ?? '' };
});
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
afterAll(() => namespace?.remove());

const play = async (script: readonly ScriptStep[]): Promise<ModelStub> => {
  stub = await startModelStub({ script });
  return stub;
};
/** What a model does that wants this run, once the last message says that. */
const runs = (command: string, lastContains: string): ScriptStep =>
  callTools([call('kubectl', { command })], { expect: { lastContains, tools: ['kubectl'] } });

const WISH = 'scale backend to 5 replicas';
const SCALE = 'kubectl scale deployment backend --replicas=5';
const RAISE = `kubectl patch hpa backend --patch '{"spec":{"minReplicas":5}}'`;
const LOOK = 'kubectl get hpa backend';
const MINE: ScriptStep['expect'] = {
  lastContains: WISH,
  contains: 'For a number that stays, raise the minimum first',
  tools: ['kubectl'],
};
/** As the specification has it. */
const FOR_NOW: ScriptStep[] = [
  callTools([call('kubectl', { command: SCALE })], { expect: MINE }),
  runs(LOOK, 'deployment.apps/backend scaled'),
  say('5 for now: the autoscaler takes them back, since its minimum is 2.', {
    expect: { lastContains: 'Deployment/backend' },
  }),
];
const TO_STAY: ScriptStep[] = [
  callTools([call('kubectl', { command: LOOK })], { expect: MINE }),
  runs(RAISE, 'Deployment/backend'),
  runs(SCALE, 'horizontalpodautoscaler.autoscaling/backend patched'),
  runs('kubectl rollout status deployment/backend --timeout=90s', 'deployment.apps/backend scaled'),
  say('backend has 5 replicas, and the autoscaler keeps at least 5 until the next helm upgrade.', {
    expect: { lastContains: 'successfully rolled out' },
  }),
];

const DELETE = 'kubectl delete pods --selector app.kubernetes.io/name=backend';
const READ_SECRET = 'kubectl get secret todo-secrets --output yaml';
const EXEC = 'kubectl exec deployment/backend -- env';
const REFUSALS = ['cannot delete resource', 'cannot get resource', 'cannot create resource'] as const;
const REFUSED: ScriptStep[] = [
  runs(DELETE, 'what is wrong'),
  runs(READ_SECRET, REFUSALS[0]),
  runs(EXEC, REFUSALS[1]),
  say('The API server refused all three: this identity may neither delete pods nor read Secrets nor exec.', {
    expect: { lastContains: REFUSALS[2] },
  }),
];

const deployment = async (path: string): Promise<string> =>
  namespace.kubectl(['get', 'deployment/backend', `--output=jsonpath={${path}}`]);

/** What the autoscaler has found at its last look. */
const lastLook = async (): Promise<{ current: number; reason: string }> => {
  const { status } = JSON.parse(await namespace.kubectl(['get', 'hpa/backend', '--output=json']));
  const limited = status.conditions.find(({ type }: { type: string }) => type === 'ScalingLimited');
  return { current: status.currentReplicas, reason: limited.reason };
};

/**
 * Whatever scales: five are there, and are still wanted when the autoscaler has looked at five and, beyond its stabilisation
 * window, would have fewer than its minimum.
 */
const expectFiveToStay = async (converse: () => Promise<void>): Promise<void> => {
  const watching = await namespace.start([
    ...['get', 'deployment/backend', '--watch', '--output=jsonpath={.spec.replicas}{"\\n"}'],
  ]);
  await expect.poll(() => watching.output()).toBe('2\n');
  await converse();
  expect(await deployment('.status.readyReplicas')).toBe('5');
  await expect.poll(lastLook, { timeout: 90_000 }).toEqual({ current: 5, reason: 'TooFewReplicas' });
  const wanted = await watching.output();
  await watching.stop();
  expect(new Set(wanted.trim().split('\n'))).toEqual(new Set(['2', '5']));
};

/** As after the installation. */
const backToTwo = async (): Promise<void> => {
  await namespace.kubectl(['patch', 'hpa/backend', '--patch', JSON.stringify({ spec: { minReplicas: 2 } })]);
  await namespace.kubectl(['scale', 'deployment/backend', '--replicas=2']);
  await rolledOut(namespace, 'backend');
};

describe('an agent over kubectl', () => {
  test('asked to scale, it asks first; when the operator declines, nothing changes', async () => {
    const { url } = await play([
      runs(SCALE, WISH),
      say('Nothing was changed.', { expect: { lastContains: 'The operator declined.' } }),
    ]);
    const kubeconfig = kubeconfigs.fix;
    const { calls, transcript } = await runAgent({
      kubeconfig,
      model: url,
      prompt: WISH,
      approve: () => false,
    });
    stub?.finished();
    expect(calls.map(({ command, approved }) => [command, approved])).toEqual([[SCALE, false]]);
    expect(transcript).toContain('operator: no');
    expect(await deployment('.spec.replicas')).toBe('2');
  });

  test.each(IDENTITIES)(
    'what %s may not do, the API server refuses, although the operator agrees',
    async (identity) => {
      const { url } = await play(REFUSED);
      const asked: string[] = [];
      const { calls, transcript, reply } = await runAgent({
        kubeconfig: kubeconfigs[identity],
        model: url,
        prompt: 'find out what is wrong, whatever it takes',
        approve: (command) => asked.push(command) > 0,
      });
      stub?.finished();
      expect(asked).toEqual([DELETE, EXEC]);
      expect(calls.map(({ command }) => command)).toEqual([DELETE, READ_SECRET, EXEC]);
      for (const [index, { exitCode, output }] of calls.entries()) {
        expect(exitCode).toBe(1);
        expect(output).toContain('Error from server (Forbidden)');
        expect(output).toContain(`system:serviceaccount:${namespace.name}:${identity}`);
        expect(output).toContain(REFUSALS[index]);
        expect(transcript).toContain(output.trim());
      }
      expect(transcript).toContain(reply);
      expect(reply).toContain('refused');
    },
  );

  test('what diagnose may not change, it is refused, and told by which identity', async () => {
    const { url } = await play([
      runs(SCALE, WISH),
      say('This identity may not scale.', { expect: { lastContains: 'Forbidden' } }),
    ]);
    const kubeconfig = kubeconfigs.diagnose;
    await runAgent({ kubeconfig, model: url, prompt: WISH, approve: () => true });
    stub?.finished();
    expect(await deployment('.spec.replicas')).toBe('2');
  });

  test('the tools of this release run under diagnose', async () => {
    const tools: { name: string; command: string }[] = parse(
      await readFile(new URL('../../ops/kubectl-ai/tools.yaml', import.meta.url), 'utf8'),
    );
    const flags: Record<string, string> = {
      release_status: '--output=wide',
      release_health: '--sort-by=.metadata.name',
      release_rollout: 'status deployment/mcp --timeout=60s',
      release_migration: '--tail=50',
    };
    for (const { name, command } of tools) {
      const { exitCode, output } = await inShell(`${command} ${flags[name]}`, kubeconfigs.diagnose);
      expect([name, exitCode, output]).toEqual([name, 0, expect.stringMatching(/backend|successfully/)]);
    }
  });

  test('scaled as the specification types it, five are there, for as long as the autoscaler agrees', async () => {
    const { url } = await play(FOR_NOW);
    const { reply } = await runAgent({
      kubeconfig: kubeconfigs.fix,
      model: url,
      prompt: WISH,
      approve: () => true,
    });
    stub?.finished();
    expect(reply).toContain('takes them back');
    await expect
      .poll(async () => Number(await deployment('.spec.replicas')), { timeout: 90_000 })
      .toBeLessThan(5);
    expect(await namespace.kubectl(['events', '--for=hpa/backend'])).toContain('SuccessfulRescale');
    await backToTwo();
  });

  test('asked to scale, it scales after it asked, and the number stays when the autoscaler would take it back', async () => {
    const { url } = await play(TO_STAY);
    const asked: string[] = [];
    await expectFiveToStay(async () => {
      const { reply } = await runAgent({
        kubeconfig: kubeconfigs.fix,
        model: url,
        prompt: WISH,
        approve: (command) => asked.push(command) > 0,
      });
      stub?.finished();
      expect(reply).toContain('5 replicas');
    });
    expect(asked).toEqual([RAISE, SCALE]);
  });
});

describe.skipIf(!KUBECTL_AI)('the real kubectl-ai, where KUBECTL_AI names it', () => {
  beforeAll(backToTwo);

  test('changes nothing without being asked', async () => {
    const { url } = await play([runs(SCALE, WISH)]);
    const { exitCode, transcript } = await runKubectlAi({
      kubeconfig: kubeconfigs.fix,
      model: url,
      prompt: WISH,
    });
    stub?.finished();
    expect(exitCode).toBe(1);
    expect(transcript).toContain('require approval');
    expect(transcript).toContain(SCALE);
    expect(await deployment('.spec.replicas')).toBe('2');
  });

  test('is refused under diagnose, and says so', async () => {
    const { url } = await play(REFUSED);
    const prompt = 'find out what is wrong, whatever it takes';
    const flags = ['--skip-permissions'];
    const { exitCode, transcript } = await runKubectlAi({
      kubeconfig: kubeconfigs.diagnose,
      model: url,
      prompt,
      lastWords: 'The API server refused all three',
      flags,
    });
    stub?.finished();
    expect(exitCode).toBe(0);
    expect(transcript).toContain('The API server refused all three');
    for (const refusal of REFUSALS) expect(transcript).toContain(refusal);
  });

  test('files what it found as a task, with our MCP server as its tools', async () => {
    const script = [
      callTools([call('todo_add_task', { title: 'The database was away' })], {
        expect: { tools: ['todo_add_task', 'todo_list_tasks', 'kubectl'] },
      }),
      say('It is on your list.', { expect: { lastContains: 'The database was away' } }),
    ];
    const { url } = await play(script);
    const mcp = await namespace.forward('service/mcp', 8001);
    const tasks = await throughFrontend(namespace, async (address) => {
      const person = await newTalker(address);
      await runKubectlAi({
        kubeconfig: kubeconfigs.diagnose,
        model: url,
        prompt: 'file it as a task',
        lastWords: 'It is on your list.',
        flags: ['--mcp-client', '--skip-permissions'],
        env: {
          MCP_TODO_URL: `http://localhost:${mcp.port}/mcp`,
          MCP_TODO_TOKEN: await personalToken(address, person),
        },
      });
      return person.list();
    });
    await mcp.close();
    stub?.finished();
    expect(tasks).toEqual(['The database was away']);
  });

  test('scales, and the number stays', async () => {
    const { url } = await play(TO_STAY);
    await expectFiveToStay(async () => {
      const flags = ['--skip-permissions'];
      const { exitCode } = await runKubectlAi({
        kubeconfig: kubeconfigs.fix,
        model: url,
        prompt: WISH,
        lastWords: 'backend has 5 replicas',
        flags,
      });
      stub?.finished();
      expect(exitCode).toBe(0);
    });
  });
});
