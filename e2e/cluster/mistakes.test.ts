import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespace, type Namespace } from './namespace.js';
import { CHART, TAG } from './release.js';

/** A name that no DNS has (RFC 6761), and what must be said of it nowhere. */
const HOST = 'database.invalid';
const PASSWORD = 'not-to-be-seen';

describe('a Secret of the user that is not as the chart needs it', () => {
  let namespace: Namespace;
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
    await namespace.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'mine' },
      stringData: { JWT_SECRET: 'x'.repeat(32) },
    });
    const values = { image: { tag: TAG }, secrets: { existingSecret: 'mine' } };
    notes = await namespace.helm(['install', 'todo-app', CHART, '--values', '-'], JSON.stringify(values));
  });
  afterAll(() => namespace?.remove());

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
      await expect.poll(() => told(service), { timeout: 90_000 }).toContain(HOST);
      expect(await told(service)).not.toContain(PASSWORD);
      const ready = (await namespace.pods(service)).flatMap(({ status }) =>
        (status.conditions ?? []).filter(({ type, status }) => type === 'Ready' && status === 'True'),
      );
      expect(ready).toEqual([]);
    }
  });
});
