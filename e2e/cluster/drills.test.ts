import { call, callTools, say, startModelStub } from '@todo/model-stub';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShell, runAgent } from './agent.js';
import { commandsOf, type Drill, readDrills } from './drill.js';
import { type Identity, identityIn } from './identity.js';
import { expectLogged } from './logs.js';
import { createNamespace, isReady, type Namespace, rolledOut } from './namespace.js';
import { install, TEST_VALUES } from './release.js';

/** For a broken pod to fail often enough to be seen. */
const SEEN_WITHIN_MS = 90_000;
const SERVICES = ['frontend', 'backend', 'mcp'];

let namespace: Namespace;
let identities: { diagnose: Identity; fix: Identity };

beforeAll(async () => {
  namespace = await createNamespace('drills');
  await install(namespace, { ...TEST_VALUES, aiOperations: { enabled: true } });
  const [diagnose, fix] = await Promise.all([
    identityIn(namespace, 'diagnose'),
    identityIn(namespace, 'fix'),
  ]);
  identities = { diagnose, fix };
});
afterAll(() => namespace?.remove());

/** Pods of each service that are ready and stay, once no rollout is under way. */
const serving = async (): Promise<string[]> => {
  await rolledOut(namespace, ...SERVICES);
  const pods = (await namespace.pods()).filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp);
  return pods.map(({ metadata }) => metadata.labels['app.kubernetes.io/name'] ?? '').toSorted();
};

const answer = async (ask: string) => (await inShell(ask, identities.diagnose.kubeconfig)).output;
const answers = (ask: string) => expect.poll(() => answer(ask), { timeout: SEEN_WITHIN_MS });

/** A model asks what the README says, and names the cause when each answer shows what the README says: not otherwise. */
const expectDiagnosis = async ({ observations, cause }: Drill): Promise<void> => {
  for (const { ask, see } of observations) {
    const logs = /^kubectl logs -l app\.kubernetes\.io\/name=(\w+)/.exec(ask);
    if (logs?.[1]) await expectLogged(namespace, logs[1], () => answer(ask), see);
    else await answers(ask).toContain(see);
  }
  const after = [undefined, ...observations].map((last) => ({
    expect: last ? { lastRole: 'tool' as const, lastContains: last.see } : { lastRole: 'user' as const },
  }));
  const script = [
    ...observations.map(({ ask }, index) => callTools([call('kubectl', { command: ask })], after[index])),
    say(cause, after.at(-1)),
  ];
  await using model = await startModelStub({ script });
  const { calls, reply } = await runAgent({
    kubeconfig: identities.diagnose.kubeconfig,
    model: model.url,
    prompt: 'Something is wrong with todo. Diagnose it.',
    approve: () => false,
  });
  model.finished();
  // Nobody was asked, because nothing was to be changed.
  expect(calls.map(({ command, approved }) => [command, approved])).toEqual(
    observations.map(({ ask }) => [ask, undefined]),
  );
  expect(reply).toBe(cause);
};

describe.each(readDrills())('$name', (drill) => {
  const { observations, wayOut, mendedBy, breakScript, mendScript } = drill;

  test('the way out by hand is what the script does', () => {
    expect(wayOut).toBe(commandsOf(mendScript));
  });

  test('breaks, leads to its cause with what diagnose may see, and is mended', async () => {
    const before = await serving();
    // What one sees first and what decides are not there as long as nothing is broken.
    for (const { ask, see } of [...observations.slice(0, 1), ...observations.slice(-1)])
      await answers(ask).not.toContain(see);
    await namespace.run([breakScript]);
    try {
      await expectDiagnosis(drill);
    } catch (error) {
      // For the drills after it.
      await namespace.run([mendScript]);
      throw error;
    }
    const { diagnose, fix } = identities;
    const [mender, ...others] = mendedBy === 'fix' ? [fix, diagnose] : [namespace, diagnose, fix];
    for (const other of others) await expect(other.run([mendScript])).rejects.toThrow(/forbidden/i);
    await mender.run([mendScript]);
    expect(await serving()).toEqual(before);
  });
});
