import { call, callTools, say, startModelStub } from '@todo/model-stub';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShell, runAgent } from './agent.js';
import { commandsOf, readDrills } from './drill.js';
import { type Identity, identityIn } from './identity.js';
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

describe.each(readDrills())('$name', (drill) => {
  const { observations, cause, wayOut, mendedBy } = drill;
  const person = { run: (command: readonly string[]) => namespace.run(command) };

  test('the way out by hand is what the script does', () => {
    expect(wayOut).toBe(commandsOf(drill.mendScript));
  });

  test('breaks, leads to its cause with what diagnose may see, and is mended', async () => {
    const { diagnose, fix } = identities;
    const expectAnswer = (ask: string) =>
      expect.poll(async () => (await inShell(ask, diagnose.kubeconfig)).output, { timeout: SEEN_WITHIN_MS });

    const before = await serving();
    // What one sees first and what decides are not there as long as nothing is broken.
    for (const { ask, see } of [...observations.slice(0, 1), ...observations.slice(-1)])
      await expectAnswer(ask).not.toContain(see);
    await person.run([drill.breakScript]);
    for (const { ask, see } of observations) await expectAnswer(ask).toContain(see);

    // It names the cause when each answer shows what the README says, and not otherwise.
    const found = [undefined, ...observations].map((last) => ({
      expect: last ? { lastRole: 'tool' as const, lastContains: last.see } : { lastRole: 'user' as const },
    }));
    const script = [
      ...observations.map(({ ask }, index) => callTools([call('kubectl', { command: ask })], found[index])),
      say(cause, found.at(-1)),
    ];
    await using model = await startModelStub({ script });
    const { calls, reply } = await runAgent({
      kubeconfig: diagnose.kubeconfig,
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

    const [mender, ...others] = mendedBy === 'fix' ? [fix, diagnose] : [person, diagnose, fix];
    for (const other of others) await expect(other.run([drill.mendScript])).rejects.toThrow(/forbidden/i);
    await mender.run([drill.mendScript]);
    expect(await serving()).toEqual(before);
  });
});
