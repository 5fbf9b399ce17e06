#!/usr/bin/env node
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { ScriptStep } from './script.js';
import { startModelStub } from './stub.js';

const USAGE = 'model-stub --script <file.json> [--port <number>] [--loop]';

function readOptions() {
  const { values } = parseArgs({
    options: {
      script: { type: 'string' },
      port: { type: 'string', default: '0' },
      loop: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!values.script) throw new Error(`--script is missing\n${USAGE}`);
  if (!/^\d+$/.test(values.port) || port > 65535) throw new Error(`--port must be 0 to 65535\n${USAGE}`);
  return { file: values.script, port, loop: values.loop };
}

/** What the file holds; the stub checks it. */
const readScript = async (file: string): Promise<ScriptStep[]> => JSON.parse(await readFile(file, 'utf8'));

async function main(): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const { file, port, loop } = readOptions();
  const stub = await startModelStub({ script: await readScript(file), port, loop });
  console.log(`model-stub listens at ${stub.url}`);
  await stopped;
  await stub.close();
  stub.finished();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
