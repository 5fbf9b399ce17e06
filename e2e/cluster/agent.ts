import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';

/** What a model wanted to be run, and what became of it. */
export interface Call {
  command: string;
  /** What the operator said, where the operator was asked. */
  approved?: boolean;
  /** Null when it was not run. */
  exitCode: number | null;
  /** All that it printed. */
  output: string;
}

export interface Conversation {
  calls: Call[];
  /** What the model said at last. */
  reply: string;
  /** All that was said and printed, as a person would read it. */
  transcript: string;
}

export interface AgentOptions {
  /** Path of the kubeconfig that holds the identity. */
  kubeconfig: string;
  /** Base URL of an OpenAI-compatible endpoint. */
  model: string;
  /** What the operator wants. */
  prompt: string;
  /** The operator's word on a command that may change something. */
  approve: (command: string) => boolean | Promise<boolean>;
}

const RUNBOOK = new URL('../../ops/kubectl-ai/runbook.md', import.meta.url);
/** Requests to the model, as kubectl-ai has them by default. */
const MAX_STEPS = 20;
/** For a command that waits for something, ms. */
const COMMAND_MS = 120_000;
/** A single command that reads: without anything that a shell would make more of. */
const READS =
  /^kubectl (?:get|describe|logs|events|top|explain|version|wait|rollout (?:status|history)|auth (?:can-i|whoami))\b[^;&|<>`$\\\n]*$/;

/** Runs a command in a shell, as kubectl-ai does, with nothing in its environment but the identity. */
export const inShell = (command: string, kubeconfig: string): Promise<{ exitCode: number; output: string }> =>
  new Promise((resolve) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, KUBECONFIG: kubeconfig };
    const child = execFile('bash', ['-c', command], { env, timeout: COMMAND_MS }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? 1, output: stdout + stderr }),
    );
  });

/** As a person would read it. */
const toldOf = ({ command, approved, output }: Call): string[] => [
  `$ ${command}`,
  ...(approved === undefined ? [] : [`operator: ${approved ? 'yes' : 'no'}`]),
  output.trimEnd(),
];

/**
 * An agent as kubectl-ai is one: a model with the runbook and one tool, kubectl, under one identity; what may change something is
 * asked about. What it may not do in any case is the API server's to say.
 * @throws what the AI SDK throws when the endpoint refuses a request, or answers with something else
 */
export const runAgent = async (options: AgentOptions): Promise<Conversation> => {
  const calls = new Map<string, Call>();
  const run = async (command: string): Promise<Call> => {
    if (READS.test(command)) return { command, ...(await inShell(command, options.kubeconfig)) };
    const approved = await options.approve(command);
    if (!approved) return { command, approved, exitCode: null, output: 'The operator declined.' };
    return { command, approved, ...(await inShell(command, options.kubeconfig)) };
  };
  const { text, steps } = await generateText({
    model: createOpenAICompatible({ name: 'endpoint', baseURL: options.model }).chatModel('any'),
    system: await readFile(RUNBOOK, 'utf8'),
    prompt: options.prompt,
    tools: {
      kubectl: tool({
        description: 'Runs one kubectl command.',
        inputSchema: z.object({ command: z.string() }),
        execute: async ({ command }, { toolCallId }) => {
          const call = await run(command);
          calls.set(toolCallId, call);
          return { exit_code: call.exitCode, output: call.output };
        },
      }),
    },
    stopWhen: stepCountIs(MAX_STEPS),
    maxRetries: 0,
  });
  const told = steps.flatMap((step) => [
    ...(step.text === '' ? [] : [`model: ${step.text}`]),
    ...step.toolCalls.flatMap(({ toolCallId }) => {
      const call = calls.get(toolCallId);
      return call ? toldOf(call) : [];
    }),
  ]);
  return {
    calls: [...calls.values()],
    reply: text,
    transcript: [`operator: ${options.prompt}`, ...told].join('\n'),
  };
};
