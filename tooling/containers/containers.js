import { spawnSync } from 'node:child_process';

const PROJECT = 'com.docker.compose.project';

/** @type {typeof import('./containers.js').findEngine} */
export function findEngine(env = process.env) {
  const engine = run(['docker', 'version', '--format', '{{.Server.Version}}'], env);
  if (engine === undefined) return { missing: 'there is no docker command' };
  if (engine.status !== 0) return { missing: `no Docker engine answers: ${lastLine(engine.stderr)}` };
  for (const compose of /** @type {[string, ...string[]][]} */ ([
    ['docker', 'compose'],
    ['docker-compose'],
  ])) {
    const version = run([...compose, 'version', '--short'], env);
    // The first Compose, a Python program, reads other files.
    if (version?.status === 0 && /^v?[2-9]/.test(version.stdout)) return { compose };
  }
  return { missing: 'there is no Docker Compose 2: neither "docker compose" nor "docker-compose"' };
}

/** @type {typeof import('./containers.js').belongingsOf} */
export function belongingsOf(isWanted) {
  /** @param {string[]} list @param {string} id */
  const named = (list, id) =>
    docker([...list, '--filter', `label=${PROJECT}`, '--format', `{{.${id}}} {{.Label "${PROJECT}"}}`])
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, project = '']) => isWanted(project))
      .map(([name = '']) => name);
  return {
    containers: named(['ps', '--all'], 'ID'),
    networks: named(['network', 'ls'], 'Name'),
    volumes: named(['volume', 'ls'], 'Name'),
  };
}

/** @type {typeof import('./containers.js').removeProjects} */
export function removeProjects(isWanted) {
  const { containers, networks, volumes } = belongingsOf(isWanted);
  if (containers.length > 0) docker(['rm', '--force', '--volumes', ...containers]);
  if (networks.length > 0) docker(['network', 'rm', ...networks]);
  if (volumes.length > 0) docker(['volume', 'rm', ...volumes]);
}

/** @type {typeof import('./containers.js').removeImages} */
export function removeImages(isWanted) {
  const names = docker(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']).split('\n');
  const wanted = names.filter((name) => name !== '' && isWanted(name));
  if (wanted.length > 0) docker(['image', 'rm', ...wanted]);
}

/** What it printed. @param {string[]} args */
function docker(args) {
  const { status, stdout, stderr } = run(['docker', ...args], process.env) ?? {};
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr ?? 'there is no docker command'}`);
  return stdout ?? '';
}

/**
 * Runs a command to its end; undefined when there is no such command.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function run([command = '', ...args], env) {
  const { error, ...result } = spawnSync(command, args, { env, encoding: 'utf8' });
  return error ? undefined : result;
}

/** @param {string} text */
const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';
