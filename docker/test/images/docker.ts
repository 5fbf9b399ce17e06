import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What a docker command wrote to stdout, without the white space around it.
 * @throws with what it wrote to stderr
 */
export const docker = async (...args: string[]): Promise<string> => {
  const env = { DOCKER_BUILDKIT: '1', ...process.env };
  const { stdout } = await run('docker', args, { env, maxBuffer: 64 * 2 ** 20 });
  return stdout.trim();
};

/** What `docker inspect` knows of an image or a container, or the part of it that `format` names. */
export const inspect = async <Result>(name: string, format = '.'): Promise<Result> =>
  JSON.parse(await docker('inspect', '--format', `{{json ${format}}}`, name)) as Result;

/** All that a container has written, to stdout and to stderr. */
export const logs = async (name: string): Promise<string> => {
  const { stdout, stderr } = await run('docker', ['logs', name], { maxBuffer: 64 * 2 ** 20 });
  return stdout + stderr;
};
