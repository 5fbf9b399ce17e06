import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BACKEND_COMMAND, MCP_COMMAND } from '../servers.js';
import { docker } from './engine.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export const BASE = process.env.NODE_IMAGE ?? 'node:20-alpine';

export const SERVICES = [
  { name: 'backend', port: 8000, maxMegabytes: 15 },
  { name: 'mcp', port: 8001, maxMegabytes: 15 },
  { name: 'frontend', port: 3000, maxMegabytes: 35 },
] as const;
export type Service = (typeof SERVICES)[number]['name'];

/** Builds an image as `pnpm turbo image` does and gives back its name. */
export const buildImage = (service: Service): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('docker', 'image.js'), service], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr.slice(-4000));
  return stdout.trim().split('\n').at(-1) ?? '';
};

const COMMANDS = { backend: BACKEND_COMMAND, mcp: MCP_COMMAND };

/**
 * The same service as most images have it, with the packages that it needs in node_modules: the stages before the line of
 * dashes in its Dockerfile, then `pnpm deploy`.
 */
export const buildPeer = (service: 'backend' | 'mcp'): string => {
  const [common = ''] = readFileSync(join(ROOT, 'docker', `${service}.Dockerfile`), 'utf8').split(/^# -+$/m);
  const dockerfile = `${common}
FROM build AS deploy
RUN --mount=type=cache,id=todo-pnpm,target=/pnpm \\
    pnpm --filter=@todo/${service} deploy --prod --legacy --store-dir=/pnpm /deployed
FROM runtime
COPY --from=deploy /deployed/ /app/
WORKDIR /app
CMD ${JSON.stringify(COMMANDS[service].split(' '))}
`;
  const tag = `todo-${service}:deployed`;
  docker(['build', '--file=-', `--tag=${tag}`, `--build-arg=NODE_IMAGE=${BASE}`, ROOT], dockerfile);
  return tag;
};
