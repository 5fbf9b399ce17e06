import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationFor, PROVIDERS, pathsOn } from '../kubectl-ai/configure.js';
import { factsOf, objectsIn, withFacts } from '../kubectl-ai/runbook.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ours = join(root, 'ops', 'kubectl-ai');
const read = (...path: string[]): string => readFileSync(join(ours, ...path), 'utf8');
const runbook = read('runbook.md');

/**
 * The settings that kubectl-ai v0.0.28 knows, as far as we use them, and where in its source. It reads YAML through JSON, so what
 * counts is a field's JSON tag, or its name where it has none, in any case: the `yaml:` tags that some fields have are not
 * looked at (`command_desc`, `use_streaming` are ignored). A key that it does not know is ignored too, without a word.
 */
const KNOWN = {
  config: {
    llmProvider: 'cmd/main.go:82',
    model: 'cmd/main.go:83',
    skipPermissions: 'cmd/main.go:86',
    extraPromptPaths: 'cmd/main.go:108',
    tracePath: 'cmd/main.go:109',
    removeWorkDir: 'cmd/main.go:110',
    toolConfigPaths: 'cmd/main.go:111',
  },
  tool: {
    name: 'pkg/tools/custom_tool.go:30',
    description: 'pkg/tools/custom_tool.go:31',
    command: 'pkg/tools/custom_tool.go:32',
    commandDesc: 'pkg/tools/custom_tool.go:33',
  },
  mcp: { servers: 'pkg/mcp/config.go:31' },
  server: {
    name: 'pkg/mcp/config.go:37',
    url: 'pkg/mcp/config.go:45',
    auth: 'pkg/mcp/config.go:47',
    timeout: 'pkg/mcp/config.go:51',
  },
  auth: { type: 'pkg/mcp/interfaces.go:72' },
  providers: {
    openai: 'gollm/openai.go:61',
    'openai-compatible': 'gollm/openai.go:66',
    ollama: 'gollm/ollama.go:30',
  },
  /** Tools of its own, whose names ours may not have. */
  builtIn: { kubectl: 'pkg/tools/kubectl_tool.go:33', bash: 'pkg/tools/bash_tool.go:69' },
};
const unknown = (known: object, value: object): string[] =>
  Object.keys(value).filter((key) => !(key in known));

const manifests = objectsIn(join(root, 'k8s'));
const named = (kind: string): string[] =>
  manifests.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
const tools = (): { name: string; command: string }[] => parse(read('tools.yaml'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'todo-ops-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const execute = promisify(execFile);
const run = async (command: string, args: string[], env: Record<string, string> = {}) => {
  try {
    const { stdout } = await execute(command, args, { env: { ...process.env, ...env }, cwd: folder });
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

describe('the settings of kubectl-ai', () => {
  test.each(PROVIDERS)('for %s have keys that it knows, a model, and ask before a change', (provider) => {
    const config = parse(read('config', `${provider}.yaml`));
    expect(unknown(KNOWN.config, config)).toEqual([]);
    expect(KNOWN.providers).toHaveProperty([config.llmProvider]);
    // Left out it would be gemini-2.5-pro.
    expect(config.model).toEqual(expect.any(String));
    expect(config.skipPermissions).toBe(false);
    expect(config.tracePath).toBe('');
  });

  test('are there for each model that can be asked for', () => {
    expect(readdirSync(join(ours, 'config')).sort()).toEqual(PROVIDERS.map((name) => `${name}.yaml`).sort());
  });

  test('for tools have keys that it knows, and names of their own', () => {
    for (const tool of tools()) {
      expect(unknown(KNOWN.tool, tool)).toEqual([]);
      expect(KNOWN.builtIn).not.toHaveProperty([tool.name]);
    }
  });

  test('for the MCP server have keys that it knows, and no token', () => {
    const mcp = parse(read('mcp.yaml'));
    expect(unknown(KNOWN.mcp, mcp)).toEqual([]);
    expect(mcp.servers).toHaveLength(1);
    for (const server of mcp.servers) {
      expect(unknown(KNOWN.server, server)).toEqual([]);
      expect(unknown(KNOWN.auth, server.auth)).toEqual([]);
    }
    // From its name follows that of the token's variable: MCP_TODO_TOKEN.
    expect(mcp.servers[0].name).toBe('todo');
  });
});

describe('what a model is told of this release', () => {
  test('is what k8s/ says: `pnpm ops:runbook` writes it anew', () => {
    expect(runbook).toBe(withFacts(runbook, factsOf(manifests)));
  });

  test('names the objects that there are, and no others', () => {
    const mentioned = [
      ...runbook.matchAll(/\b(deployment|hpa|pdb|networkpolicy|configmap|secret)[ /]([a-z-]+)/g),
    ];
    const kinds = {
      deployment: [...named('Deployment'), 'postgres'],
      hpa: named('HorizontalPodAutoscaler'),
      pdb: named('PodDisruptionBudget'),
      networkpolicy: named('NetworkPolicy'),
      configmap: named('ConfigMap'),
      secret: named('Secret'),
    };
    expect(mentioned.length).toBeGreaterThan(20);
    for (const [, kind, name] of mentioned)
      expect(kinds[kind as keyof typeof kinds], `${kind}/${name}`).toContain(name);
    const withDatabase = objectsIn(join(root, 'kustomize', 'dev-database'));
    expect(withDatabase.map(({ kind, metadata }) => `${kind} ${metadata?.name}`)).toContain(
      'Deployment postgres',
    );
  });

  test('names values of the chart that there are', () => {
    const values = parse(readFileSync(join(root, 'helm', 'todo-app', 'values.yaml'), 'utf8'));
    const paths = [...runbook.matchAll(/`((?:frontend|backend|mcp)(?:\.\w+)+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(values).toHaveProperty(path);
  });

  test('passes through an HTML template of Go as it is', () => {
    const withoutComments = runbook.replaceAll(/<!--.*?-->/g, '');
    expect(withoutComments).not.toMatch(/\{\{|</);
  });

  test('its tools select what there is', () => {
    const backend = manifests.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'backend',
    );
    const { metadata, spec } = backend?.spec.template ?? {};
    const commands = tools().map(({ command }) => command);
    const selectors = commands.flatMap((command) => /--selector (\S+)=(\S+)/.exec(command)?.slice(1) ?? []);
    expect(selectors).toHaveLength(6);
    for (let index = 0; index < selectors.length; index += 2)
      expect(metadata.labels[selectors[index] ?? '']).toBe(selectors[index + 1]);
    const containers = commands.flatMap((command) => /--container (\S+)/.exec(command)?.[1] ?? []);
    expect(containers).toEqual(spec.initContainers.map(({ name }: { name: string }) => name));
  });
});

describe('pnpm ops:kubectl-ai', () => {
  const configure = (...args: string[]) =>
    run(process.execPath, [join(ours, 'configure.js'), ...args], {
      HOME: folder,
      XDG_CONFIG_HOME: '',
      APPDATA: folder,
    });

  test('puts both files where kubectl-ai reads them, good in any folder', async () => {
    const { code, stdout } = await configure('openai');
    expect(code).toBe(0);
    const paths = pathsOn({
      platform: process.platform,
      env: process.platform === 'win32' ? { APPDATA: folder } : {},
      home: folder,
    });
    expect(stdout.trim().split('\n')).toEqual([paths.config, paths.mcp]);
    const config = parse(readFileSync(paths.config, 'utf8'));
    expect(config.toolConfigPaths).toEqual([join(ours, 'tools.yaml')]);
    expect(config.extraPromptPaths).toEqual([join(ours, 'runbook.md')]);
    expect(config.llmProvider).toBe('openai');
    expect(readFileSync(paths.mcp, 'utf8')).toBe(read('mcp.yaml'));
    expect((await configure('openai')).code, 'a second time').toBe(0);
  });

  test('leaves settings of others alone, until it is told to replace them', async () => {
    const { config, mcp } = pathsOn({ platform: 'linux', env: {}, home: folder });
    mkdirSync(join(folder, '.config', 'kubectl-ai'), { recursive: true });
    writeFileSync(mcp, 'servers: []\n');
    const refused = await configure('ollama');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(mcp);
    expect(readFileSync(mcp, 'utf8')).toBe('servers: []\n');
    expect((await configure('ollama', '--force')).code).toBe(0);
    expect(readFileSync(mcp, 'utf8')).toBe(read('mcp.yaml'));
    expect(parse(readFileSync(config, 'utf8')).llmProvider).toBe('ollama');
  });

  test('says which models there are when it does not know the one that is asked for', async () => {
    const { code, stderr } = await configure('gemini');
    expect(code).toBe(1);
    expect(stderr).toContain(PROVIDERS.join('|'));
  });

  test('keeps what the comments say', () => {
    for (const provider of PROVIDERS) expect(configurationFor(provider)).toContain('# Asks before');
  });

  test('knows the folders of Linux, macOS and Windows', () => {
    const on = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
      pathsOn({ platform, env, home: '/home/me' });
    const at = (...parts: string[]) => join(...parts, 'kubectl-ai');
    const plain = at('/home/me', '.config');
    expect(on('linux', {})).toEqual({ config: join(plain, 'config.yaml'), mcp: join(plain, 'mcp.yaml') });
    expect(on('darwin', { XDG_CONFIG_HOME: '/xdg' })).toEqual({
      config: join(plain, 'config.yaml'),
      mcp: join(at('/xdg'), 'mcp.yaml'),
    });
    expect(on('linux', { XDG_CONFIG_HOME: '/xdg' }).config).toBe(join(at('/xdg'), 'config.yaml'));
    expect(on('win32', { APPDATA: '/roaming' }).config).toBe(join(at('/roaming'), 'config.yaml'));
  });
});
