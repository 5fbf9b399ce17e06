import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newTalker, type Talker } from '../support/chat.js';
import { createNamespace, type Namespace } from './namespace.js';
import { throughFrontend } from './product.js';
import { hasProgram } from './programs.js';
import { CHART, TAG } from './release.js';

/** The charts before this one, as `helm package` makes them. */
const PREVIOUS = new URL('previous/', import.meta.url);
const wait = ['--wait', '--timeout=120s'];

describe.each(['helm', ...(hasProgram('helm4') ? ['helm4'] : [])])('%s', (helm) => {
  let namespace: Namespace;
  let person: Talker;

  const chart = async () => JSON.parse(await namespace.run([helm, 'list', '--output=json']))[0]?.chart;
  const tasks = () => throughFrontend(namespace, (url) => person.call('GET', '/tasks', undefined, url));

  beforeAll(async () => {
    namespace = await createNamespace(`upgrade-${helm}`);
  });
  afterAll(() => namespace?.remove());

  test('installs the previous chart, upgrades it to this one and rolls it back; tasks and sessions stay', async () => {
    const [previous = ''] = (await readdir(PREVIOUS)).toSorted().reverse();
    const command = [helm, 'install', 'todo-app', `e2e/cluster/previous/${previous}`, ...wait];
    await namespace.run([...command, `--set-string=image.tag=${TAG}`]);
    const before = await chart();
    expect(`${before}.tgz`).toBe(previous);
    person = await throughFrontend(namespace, newTalker);
    await throughFrontend(namespace, (url) => person.call('POST', '/tasks', { title: 'Buy milk' }, url));
    const stored = { status: 200, text: expect.stringContaining('Buy milk') };

    await namespace.run([helm, 'upgrade', 'todo-app', CHART, '--reset-then-reuse-values', ...wait]);
    expect(await chart()).not.toBe(before);
    expect(await tasks()).toMatchObject(stored);

    await namespace.run([helm, 'rollback', 'todo-app', ...wait]);
    expect(await chart()).toBe(before);
    expect(await tasks()).toMatchObject(stored);
  });
});
