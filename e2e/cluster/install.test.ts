import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { newTalker } from '../support/chat.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { createNamespace, type Namespace, READY_WITHIN_S } from './namespace.js';
import { personalToken } from './product.js';
import { hasProgram } from './programs.js';
import { CHART, install, TAG } from './release.js';

describe.each(['helm', ...(hasProgram('helm4') ? ['helm4'] : [])])(
  '%s install, with one value: the tag',
  (helm) => {
    let namespace: Namespace;
    let frontend: { port: number; close(): Promise<void> };
    let seconds: number;

    beforeAll(async () => {
      namespace = await createNamespace(`install-${helm}`);
      const start = performance.now();
      await install(namespace, { image: { tag: TAG } }, helm);
      seconds = (performance.now() - start) / 1000;
      frontend = await namespace.forward('service/frontend', 3000);
    });
    afterAll(() => namespace?.remove());

    test('every pod is ready within two minutes, and none was restarted', async () => {
      console.log(`${helm}: ready after ${seconds.toFixed(1)} s`);
      expect(seconds).toBeLessThan(READY_WITHIN_S);
      const pods = await namespace.pods();
      expect(pods.map(({ metadata }) => metadata.labels['app.kubernetes.io/name']).toSorted()).toEqual([
        'backend',
        'backend',
        'frontend',
        'frontend',
        'mcp',
        'mcp',
        'postgres',
      ]);
      for (const { metadata, status } of pods)
        expect([
          metadata.name,
          status.phase,
          status.containerStatuses?.map((one) => one.restartCount),
        ]).toEqual([metadata.name, 'Running', [0]]);
    });

    test('somebody signs up and adds tasks; an MCP client sees them and adds one', async () => {
      const address = `http://127.0.0.1:${frontend.port}`;
      const person = await newTalker(address);
      await person.add('Buy milk');
      const token = await personalToken(address, person);
      const mcp = await namespace.forward('service/mcp', 8001);
      const client = new Client({ name: 'test', version: '1' });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      const url = new URL(`http://localhost:${mcp.port}/mcp`);
      // The SDK's own transport does not fit its interface under exactOptionalPropertyTypes.
      await client.connect(new StreamableHTTPClientTransport(url, { requestInit }) as Transport);
      expect((await client.callTool({ name: 'list_tasks', arguments: {} })).structuredContent).toMatchObject({
        tasks: [expect.objectContaining({ title: 'Buy milk' })],
      });
      await client.callTool({ name: 'add_task', arguments: { title: 'Call mom' } });
      await client.close();
      await mcp.close();
      expect(await person.list()).toEqual(['Buy milk', 'Call mom']);
    });

    describeInBrowser('in a browser', ({ person }) => {
      test('a task that one page adds appears in another', async () => {
        const origin = `http://127.0.0.1:${frontend.port}`;
        const replica = { origin, address: origin };
        const context = await person();
        await signedUp(context, replica);
        const [page, second] = [await context.newPage(), await context.newPage()];
        await open(page, `${replica.origin}/tasks`);
        await open(second, `${replica.origin}/tasks`);
        await tasksOn(page).add('Buy milk');
        await tasksOn(page).row('Buy milk').waitFor();
        await tasksOn(second).row('Buy milk').waitFor();
      });
    });

    test('helm test passes', async () => {
      expect(await namespace.run([helm, 'test', 'todo-app'])).toMatch(/^Phase: +Succeeded$/m);
    });

    test('the same once more changes nothing, and no pod is replaced', async () => {
      const names = async () => (await namespace.pods()).map(({ metadata }) => metadata.name).toSorted();
      const before = await names();
      await namespace.run([helm, 'upgrade', 'todo-app', CHART, '--reuse-values', '--wait']);
      expect(await names()).toEqual(before);
    });

    test('uninstall leaves nothing', async () => {
      await frontend.close();
      await namespace.run([helm, 'uninstall', 'todo-app', '--wait', '--timeout', '120s']);
      const kinds = 'all,secret,configmap,serviceaccount,networkpolicy,poddisruptionbudget,pvc,ingress';
      const left = async () =>
        (await namespace.kubectl(['get', kinds, '--output=name']))
          .split('\n')
          .filter(
            (name) => name !== '' && !['serviceaccount/default', 'configmap/kube-root-ca.crt'].includes(name),
          );
      await expect.poll(left, { timeout: 90_000 }).toEqual([]);
    });
  },
);
