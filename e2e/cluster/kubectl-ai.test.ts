import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { say, startModelStub } from '@todo/model-stub';
import { describe, expect, test } from 'vitest';
import { KEY, KUBECTL_AI, runKubectlAi } from './kubectl-ai.js';

const PROMPT = 'how is the release?';
const NOWHERE = '/dev/null';

/** What each of our settings must bring with it. */
const expectOurs = ({ messages, tools }: { messages: unknown[]; tools?: unknown }): void => {
  const prompt = JSON.stringify(messages[0]);
  expect(prompt).toContain('Runbook of todo');
  expect(prompt).toContain('networkpolicy/default-deny (all of the release): nothing in, nothing out');
  // Comments are not for a model.
  expect(prompt).not.toContain('facts -->');
  const offered = JSON.stringify(tools);
  for (const words of [
    'release_status',
    'release_health',
    'release_rollout',
    'release_migration',
    '"kubectl"',
  ])
    expect(offered).toContain(words);
  expect(offered).toContain('Flags to add, at least --output=wide.');
};

describe.skipIf(!KUBECTL_AI)(
  'our settings of kubectl-ai, with the real one, where KUBECTL_AI names it',
  () => {
    test.each([
      ['openai', 'gpt-4.1'],
      ['openai-compatible', 'scripted'],
    ])(
      'for %s they ask %s, tell it the runbook and the tools, and leave no key behind',
      async (settings, model) => {
        const script = [say('All is well.', { expect: { model, authorized: true, lastContains: PROMPT } })];
        const stub = await startModelStub({ script });
        const { exitCode, transcript, left } = await runKubectlAi({
          settings,
          model: stub.url,
          kubeconfig: NOWHERE,
          prompt: PROMPT,
          lastWords: 'All is well.',
        });
        stub.finished();
        await stub.close();
        expect(transcript).toContain('All is well.');
        expect(exitCode).toBe(0);
        expectOurs((await stub.request(1)).body);
        expect(JSON.stringify(left)).not.toContain(KEY);
      },
    );

    test('for Ollama they ask its own API', async () => {
      const asked: { path: string | undefined; body: unknown }[] = [];
      const ollama = createServer(async (request, response) => {
        asked.push({ path: request.url, body: await json(request) });
        response.end(JSON.stringify({ message: { role: 'assistant', content: 'All is well.' }, done: true }));
      }).listen(0, '127.0.0.1');
      await once(ollama, 'listening');
      const { port } = ollama.address() as AddressInfo;
      const { exitCode, transcript } = await runKubectlAi({
        settings: 'ollama',
        model: `http://127.0.0.1:${port}`,
        kubeconfig: NOWHERE,
        prompt: PROMPT,
        lastWords: 'All is well.',
      });
      ollama.close();
      expect(transcript).toContain('All is well.');
      expect(exitCode).toBe(0);
      expect(asked).toEqual([{ path: '/api/chat', body: expect.objectContaining({ model: 'qwen3:8b' }) }]);
      expectOurs(asked[0]?.body as Parameters<typeof expectOurs>[0]);
    });
  },
);
