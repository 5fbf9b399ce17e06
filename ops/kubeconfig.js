// pnpm ops:kubeconfig diagnose|fix [--namespace todo-app] [--duration 1h] [--output FILE]: a kubeconfig with which kubectl,
// and AI tools that call it, are nobody but that identity, in that namespace, until its token ends.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const IDENTITIES = ['diagnose', 'fix'];
const USAGE =
  'pnpm ops:kubeconfig diagnose|fix [--namespace todo-app] [--duration 1h] [--output FILE]\n' +
  'diagnose reads; fix may scale, restart and roll back as well: docs/ai-operations.md';

/**
 * A kubeconfig as `kubectl config view --output json` has it; the fields that we touch.
 * @typedef {{ clusters: [{ cluster: object }] }} Given
 */

/**
 * @param {{ identity: string, namespace: string, cluster: object, token: string }} options `cluster`: address and
 * certificates, as a kubeconfig has them
 * @returns {string} JSON, which is YAML too
 */
export function makeKubeconfig({ identity, namespace, cluster, token }) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': identity,
    contexts: [{ name: identity, context: { cluster: 'todo', user: identity, namespace } }],
    clusters: [{ name: 'todo', cluster }],
    users: [{ name: identity, user: { token } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * What to do about what kubectl says.
 * @param {string} said
 * @param {{ identity: string, namespace: string }} asked
 * @returns {string}
 */
export function explain(said, { identity, namespace }) {
  if (/NotFound|(serviceaccounts|namespaces) \S+ not found/.test(said))
    return (
      `There is no ServiceAccount ${identity} in the namespace ${namespace}. Either it is another namespace (--namespace), ` +
      'or aiOperations.enabled is not set:\n' +
      `  helm upgrade todo-app ./helm/todo-app -n ${namespace} --reset-then-reuse-values --set aiOperations.enabled=true\n` +
      'or, for a product from k8s/:\n  kubectl apply -k kustomize/ai-operations'
    );
  if (/Forbidden|is forbidden/.test(said))
    return `Your own kubeconfig has to be one that may create tokens; neither identity may:\n${said}`;
  if (
    /connection to the server|connect to the server|dial tcp|current-context|context was not found/i.test(
      said,
    )
  )
    return `No cluster answers. Is KUBECONFIG the right one (kubectl config current-context)?\n${said}`;
  return said;
}

/**
 * @param {string[]} args
 * @returns {{ error: string } | { json: any }}
 */
function kubectl(args) {
  const all = [...args, '--output=json', '--request-timeout=10s'];
  const { error, status, stdout, stderr } = spawnSync('kubectl', all, { encoding: 'utf8' });
  if (error) throw new Error(`There is no kubectl command that could be started: ${error.message}`);
  return status === 0 ? { json: JSON.parse(stdout) } : { error: stderr.trim() };
}

/**
 * Writes a file that only we can read, and over nothing but one of the same identity.
 * @param {string} path
 * @param {string} text
 * @throws {Error} when something else is there
 */
export function writePrivately(path, text) {
  if (existsSync(path)) {
    if (!readFileSync(path, 'utf8').startsWith(text.slice(0, text.indexOf('"contexts"'))))
      throw new Error(`${path} is there already, and no kubeconfig of this identity: name another file.`);
    rmSync(path);
  }
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}

/** @param {string[]} args */
function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      namespace: { type: 'string', short: 'n', default: 'todo-app' },
      duration: { type: 'string', default: '1h' },
      output: { type: 'string', short: 'o' },
    },
  });
  const [identity = '', ...more] = positionals;
  if (!IDENTITIES.includes(identity) || more.length > 0) throw new Error(USAGE);
  const { namespace, duration, output } = values;

  const ask = (/** @type {string[]} */ ...args) => {
    const answer = kubectl(args);
    if ('error' in answer) throw new Error(explain(answer.error, { identity, namespace }));
    return answer.json;
  };
  /** @type {Given} */
  const { clusters } = ask('config', 'view', '--raw', '--flatten', '--minify');
  const { status } = ask('create', 'token', identity, '--namespace', namespace, '--duration', duration);
  const text = makeKubeconfig({
    identity,
    namespace,
    cluster: clusters[0].cluster,
    token: status.token,
  });
  const until = `${identity} in ${namespace}, until ${status.expirationTimestamp}`;
  if (output === undefined) {
    process.stdout.write(text);
    console.error(until);
  } else {
    writePrivately(output, text);
    console.error(`${output}: ${until}. Use it with: export KUBECONFIG=${output}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
