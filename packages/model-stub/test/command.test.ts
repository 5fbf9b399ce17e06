import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { chat } from './support/client.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

async function fileWith(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-stub-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'script.json');
  await writeFile(file, content);
  return file;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const words = text(child.stderr);
  return {
    child,
    /** Rejects when the command ends without listening. */
    async url(): Promise<string> {
      for await (const line of createInterface(child.stdout)) {
        const found = /^model-stub listens at (http:\/\/127\.0\.0\.1:\d+\/v1)$/.exec(line)?.[1];
        if (found) return found;
      }
      throw new Error(await words);
    },
    async exit() {
      const [code] = await once(child, 'exit');
      return { code, words: await words };
    },
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)('a script that was played ends with 0 at %s', async (signal) => {
  const command = start('--script', await fileWith('[{"text":"hi"}]'));
  expect((await chat(await command.url())).status).toBe(200);
  command.child.kill(signal);
  expect(await command.exit()).toEqual({ code: 0, words: '' });
});

test('steps left over and requests without a step end it with 1 and words', async () => {
  const command = start('--script', await fileWith('[{"text":"hi","match":"never"}]'));
  expect((await chat(await command.url())).status).toBe(400);
  command.child.kill('SIGTERM');
  const { code, words } = await command.exit();
  expect(code).toBe(1);
  expect(words).toMatch(/request 1: there is no step for it\nstep 1 was used 0 of 1 times/);
});

test('a reply that hangs does not hold it up', async () => {
  const command = start('--script', await fileWith('[{"text":"hi","hangAfter":1}]'));
  const response = await chat(await command.url(), { stream: true });
  command.child.kill('SIGTERM');
  await expect(response.text()).rejects.toThrow('terminated');
  expect(await command.exit()).toEqual({ code: 0, words: '' });
});

test('--loop repeats the script', async () => {
  const command = start('--loop', '--script', await fileWith('[{"text":"hi"},{"text":"ho"}]'));
  const url = await command.url();
  for (let i = 0; i < 5; i++) expect((await chat(url)).status).toBe(200);
  command.child.kill('SIGTERM');
  expect(await command.exit()).toEqual({ code: 0, words: '' });
});

test('it listens at the port that it is given, and says when that is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const file = await fileWith('[]');
  expect(await start('--script', file, '--port', port).exit()).toMatchObject({
    code: 1,
    words: expect.stringContaining(`EADDRINUSE: address already in use 127.0.0.1:${port}`),
  });
  taken.close();
  await once(taken, 'close');
  expect(await start('--script', file, '--port', port).url()).toBe(`http://127.0.0.1:${port}/v1`);
});

test.each([
  ['a wrong field', '[{"text":"hi","cutAfter":"soon"}]', /step 1 of the script is not valid[\s\S]*cutAfter/],
  ['no JSON', '[', /JSON/],
])('a bad script ends it with words: %s', async (_what, content, words) => {
  const result = await start('--script', await fileWith(content)).exit();
  expect(result.code).toBe(1);
  expect(result.words).toMatch(words);
});

test('bad options end it with words', async () => {
  expect((await start().exit()).words).toMatch(/--script is missing[\s\S]*--port/);
  expect((await start('--script', 'x', '--port', '80x').exit()).words).toMatch('--port must be');
  expect(await start('--sript', 'x').exit()).toMatchObject({
    code: 1,
    words: expect.stringContaining('--sript'),
  });
});
