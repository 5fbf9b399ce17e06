import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call, callTools, type ModelStub, say, startModelStub, textOf } from '@todo/model-stub';
import { type RunningProcess, startProcess, waitUntil } from '@todo/processes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newTalker, type Talker } from '../support/chat.js';
import { identityIn } from './identity.js';
import { createNamespace, type Namespace } from './namespace.js';
import { freePort, takesConnections } from './ports.js';
import { personalToken } from './product.js';
import { install, TEST_VALUES } from './release.js';

/** Programs of kagent 0.10: its agent, go/adk/cmd of kagent-dev/kagent, and its tool server, cmd of kagent-dev/tools. */
const { KAGENT_AGENT, KAGENT_TOOLS } = process.env;
if (!KAGENT_AGENT || !KAGENT_TOOLS)
  console.warn("NOT RUN: the pod-doctor in kagent's own programs, which KAGENT_AGENT and KAGENT_TOOLS name");

const DRILL = 'ops/drills/bad-secret';
/** Of the tool server, which hands on no more of what the API server says. */
const REFUSAL = '-o wide failed: exit status 1';
const TITLE = 'The MCP server crashes: JWT_SECRET is too short';
const CAUSE = 'The Secret drill-secret holds a JWT_SECRET that is too short; the incident is in the list.';

interface Task {
  id: string;
  contextId: string;
  status: { state: string; message?: { parts: { data?: unknown }[] } };
  artifacts?: { parts: { text?: string }[] }[];
}

const read = async (file: string) =>
  parse(await readFile(fileURLToPath(new URL(`../../ops/kagent/${file}`, import.meta.url)), 'utf8'));

describe.skipIf(!KAGENT_AGENT || !KAGENT_TOOLS)("the pod-doctor, in kagent's own programs", () => {
  let namespace: Namespace;
  let person: Talker;
  let model: ModelStub;
  let agent: string;
  const processes: RunningProcess[] = [];

  const start = async (command: string, args: string[], env: NodeJS.ProcessEnv, port: number) => {
    const output = join(namespace.folder, `program-${processes.length}`);
    processes.push(await startProcess({ command, args, env: { ...process.env, ...env }, output }));
    if (!(await waitUntil(() => takesConnections(port), 30_000)))
      throw new Error(await readFile(output, 'utf8'));
  };

  /** What a model might do: each step only when the one before has shown what it must. */
  const script = () => [
    callTools([call('k8s_get_resources', { resource_type: 'pods', namespace: namespace.name })], {
      expect: { contains: 'Runbook of todo', tools: ['k8s_get_pod_logs', 'add_task'] },
    }),
    {
      expect: { lastRole: 'tool' as const },
      reply: ({ messages }: { messages: Parameters<typeof textOf>[0][] }) => {
        const [, pod] = /(mcp-\w+-\w+)\s+0\/1/.exec(messages.map(textOf).join('\n')) ?? [];
        if (!pod) throw new Error('no pod of the MCP server is unready');
        return callTools([
          call('k8s_get_pod_logs', { pod_name: pod, namespace: namespace.name }),
          call('k8s_describe_resource', {
            resource_type: 'pod',
            resource_name: pod,
            namespace: namespace.name,
          }),
          call('k8s_get_resources', { resource_type: 'secrets', namespace: namespace.name }),
        ]);
      },
    },
    {
      reply: ({ messages }: { messages: Parameters<typeof textOf>[0][] }) => {
        const told = messages.slice(-3).map(textOf).join('\n');
        for (const words of ['JWT_SECRET must have at least 32 bytes', 'drill-secret', REFUSAL])
          if (!told.includes(words)) throw new Error(`the tools did not say "${words}": ${told.slice(-700)}`);
        return callTools([call('search_tasks', { q: 'JWT_SECRET' })]);
      },
    },
    callTools([call('add_task', { title: TITLE, priority: 'high', tags: ['incident'] })]),
    say(CAUSE, { expect: { lastContains: '"created"' } }),
  ];

  /** The configuration that kagent's controller makes of our manifests. */
  const configuration = async (tools: string, todo: string, token: string) => {
    const { spec } = await read('manifests/pod-doctor.yaml');
    const { declarative } = spec;
    const runbook = await readFile(
      fileURLToPath(new URL('../../ops/kubectl-ai/runbook.md', import.meta.url)),
      'utf8',
    );
    const addresses: Record<string, object> = {
      'kagent-tool-server': { url: tools },
      todo: { url: todo, headers: { Authorization: `Bearer ${token}` } },
    };
    return {
      description: spec.description,
      instruction: declarative.systemMessage.replace('{{include "todo/runbook.md"}}', runbook),
      model: { type: 'openai', model: 'scripted', base_url: model.url },
      stream: declarative.stream,
      http_tools: declarative.tools.map(
        ({
          mcpServer,
        }: {
          mcpServer: { name: string; toolNames: string[]; requireApproval?: string[] };
        }) => ({
          params: { ...addresses[mcpServer.name], timeout: 30 },
          tools: mcpServer.toolNames,
          require_approval: mcpServer.requireApproval,
        }),
      ),
      session_db_url: `sqlite:///${join(namespace.folder, 'sessions.db')}`,
    };
  };

  const send = async (part: object, to: Partial<Task> = {}): Promise<Task> => {
    const message = { kind: 'message', role: 'user', messageId: crypto.randomUUID(), parts: [part] };
    const params = { message: { ...message, taskId: to.id, contextId: to.contextId } };
    const answer = await fetch(agent, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'message/send', params }),
    });
    return ((await answer.json()) as { result: Task }).result;
  };

  beforeAll(async () => {
    namespace = await createNamespace('pod-doctor');
    await install(namespace, { ...TEST_VALUES, aiOperations: { enabled: true } });
    const diagnose = await identityIn(namespace, 'diagnose');
    const frontend = await namespace.forward('service/frontend', 3000);
    const url = `http://127.0.0.1:${frontend.port}`;
    person = await newTalker(url);
    const token = await personalToken(url, person);
    model = await startModelStub({ script: script() });

    const { 'kagent-tools': ours } = await read('values.yaml');
    const [tools, metrics, port] = [await freePort(), await freePort(), await freePort()];
    const args = ['--port', `${tools}`, '--metrics-port', `${metrics}`, `--tools=${ours.tools.enabledTools}`];
    await start(
      KAGENT_TOOLS ?? '',
      [...args, ...ours.tools.args],
      { KUBECONFIG: diagnose.kubeconfig },
      tools,
    );

    // To the pods of before, which the drill leaves alone.
    const mcp = await namespace.forward('service/mcp', 8001);
    const folder = join(namespace.folder, 'agent');
    await mkdir(folder);
    const config = await configuration(
      `http://127.0.0.1:${tools}/mcp`,
      `http://localhost:${mcp.port}/mcp`,
      token,
    );
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await writeFile(join(folder, 'agent-card.json'), JSON.stringify({ name: 'pod_doctor', version: '1' }));
    await start(
      KAGENT_AGENT ?? '',
      ['--host', '127.0.0.1', '--port', `${port}`, '--filepath', folder],
      { OPENAI_API_KEY: 'none', KAGENT_NAME: 'pod-doctor', KAGENT_NAMESPACE: 'kagent' },
      port,
    );
    agent = `http://127.0.0.1:${port}/`;
  });
  afterAll(async () => {
    await Promise.all(processes.map((child) => child.kill()));
    await model?.close();
    await namespace?.remove();
  });

  test('sees why a pod crashes, and no Secret; adds the incident when a person has approved, and not before', async () => {
    await namespace.run([`${DRILL}/break.sh`]);
    await expect
      .poll(() => namespace.kubectl(['get', 'pods', '--selector=app.kubernetes.io/name=mcp']), {
        timeout: 60_000,
      })
      .toMatch(/CrashLoopBackOff/);
    const asked = await send({
      kind: 'text',
      text: 'Diagnose why the MCP server crashes, and write it down.',
    });
    expect([asked.status.state, JSON.stringify(asked.status.message)]).toEqual([
      'input-required',
      expect.stringContaining("Tool 'add_task' requires approval before execution."),
    ]);
    expect(await person.list()).toEqual([]);
    const done = await send({ kind: 'data', data: { decision_type: 'approve' } }, asked);
    expect(done.status.state).toBe('completed');
    expect(JSON.stringify(done.artifacts)).toContain(CAUSE);
    expect(await person.list()).toEqual([TITLE]);
    model.finished();
  });
});
