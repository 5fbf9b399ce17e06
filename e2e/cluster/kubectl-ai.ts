import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The program, where somebody has one. */
export const KUBECTL_AI = process.env.KUBECTL_AI;
/** What stands for a secret of the operator. */
export const KEY = 'sk-not-to-be-written-down';

const configure = fileURLToPath(new URL('../../ops/kubectl-ai/configure.js', import.meta.url));
const execute = promisify(execFile);

export interface KubectlAiOptions {
  /** Which of our settings. Default openai-compatible. */
  settings?: string;
  kubeconfig: string;
  /** Base URL of the model's endpoint. */
  model: string;
  prompt: string;
  /** Words of the model's last answer, where it is to get one. */
  lastWords?: string;
  /** Further flags. */
  flags?: readonly string[];
  /** Further variables of its environment. */
  env?: Record<string, string>;
}

export interface KubectlAiRun {
  exitCode: number;
  /** All that it printed, without the line breaks that it makes. */
  transcript: string;
  /** What it left in the folder for temporary files, by name. */
  left: Record<string, string>;
}

/**
 * One question to the real kubectl-ai, with our settings in a home of its own. It can't be asked back: without
 * `--skip-permissions` it ends where it would ask.
 */
export const runKubectlAi = async (options: KubectlAiOptions): Promise<KubectlAiRun> => {
  const home = await mkdtemp(join(tmpdir(), 'todo-kubectl-ai-'));
  const temporary = join(home, 'tmp');
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: temporary,
    KUBECONFIG: options.kubeconfig,
    OPENAI_ENDPOINT: options.model,
    OPENAI_MODEL: 'scripted',
    OPENAI_API_KEY: KEY,
    OLLAMA_HOST: options.model,
    ...options.env,
  };
  try {
    await mkdir(temporary);
    await execute(process.execPath, [configure, options.settings ?? 'openai-compatible'], { env });
    const flags = ['--quiet', '--show-tool-output', ...(options.flags ?? [])];
    // No input: it would take that for a part of the question.
    const child = spawn(KUBECTL_AI ?? '', [...flags, options.prompt], {
      env,
      cwd: temporary,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const transcript = () => printed.replaceAll(/\s+/g, ' ');
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        // Now and then v0.0.28 does not notice that it has nothing left to do. Asked to end, it ends with 0.
        if (!child.killed && options.lastWords && transcript().includes(options.lastWords)) child.kill();
      });
    const [exitCode] = await once(child, 'close');
    const files = await readdir(temporary, { withFileTypes: true });
    const texts = files
      .filter((entry) => entry.isFile())
      .map(async ({ name }) => [name, await readFile(join(temporary, name), 'utf8')]);
    return { exitCode, transcript: transcript(), left: Object.fromEntries(await Promise.all(texts)) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};
