// pnpm ops:kubectl-ai openai|openai-compatible|ollama [--force]: puts config.yaml and mcp.yaml where kubectl-ai looks for them,
// which no flag of it can change. The tools and the runbook stay here.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseDocument } from 'yaml';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
export const PROVIDERS = ['openai', 'openai-compatible', 'ollama'];

/**
 * Where kubectl-ai reads its two files. The folder of the first is that of Go's os.UserConfigDir, and ~/.config on macOS,
 * where it looks too.
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string }} machine
 * @returns {{ config: string, mcp: string }}
 */
export function pathsOn({ platform, env, home }) {
  const ofPerson =
    platform === 'win32'
      ? env.APPDATA || join(home, 'AppData', 'Roaming')
      : env.XDG_CONFIG_HOME || join(home, '.config');
  const ofProgram = platform === 'darwin' ? join(home, '.config') : ofPerson;
  return {
    config: join(ofProgram, 'kubectl-ai', 'config.yaml'),
    mcp: join(ofPerson, 'kubectl-ai', 'mcp.yaml'),
  };
}

/**
 * The configuration for a provider, good in any folder: kubectl-ai takes a path for one below the folder that it is called in.
 * @param {string} provider one of `PROVIDERS`
 * @returns {string} YAML
 */
export function configurationFor(provider) {
  const document = parseDocument(readFileSync(join(here, 'config', `${provider}.yaml`), 'utf8'));
  for (const key of ['toolConfigPaths', 'extraPromptPaths']) {
    const { [key]: paths } = document.toJS();
    document.set(
      key,
      paths.map((/** @type {string} */ path) => join(root, path)),
    );
  }
  return document.toString({ lineWidth: 0 });
}

/**
 * @param {string[]} args
 * @throws {Error} when there is another file in the place of one of ours, before anything is written
 */
function configure(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  });
  const [provider = ''] = positionals;
  if (!PROVIDERS.includes(provider) || positionals.length > 1)
    throw new Error(`Which model? pnpm ops:kubectl-ai ${PROVIDERS.join('|')} [--force]`);

  const paths = pathsOn({ platform: process.platform, env: process.env, home: homedir() });
  const wanted = /** @type {const} */ ([
    [paths.config, configurationFor(provider)],
    [paths.mcp, readFileSync(join(here, 'mcp.yaml'), 'utf8')],
  ]);
  const others = wanted.filter(([path, text]) => existsSync(path) && readFileSync(path, 'utf8') !== text);
  if (others.length > 0 && !values.force)
    throw new Error(
      `Other settings are there: ${others.map(([path]) => path).join(', ')}. --force puts ours in their place.`,
    );
  for (const [path, text] of wanted) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    configure(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
