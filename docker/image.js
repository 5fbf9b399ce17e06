// node image.js backend: builds docker/backend.Dockerfile and tags it `todo-backend:git-<revision>`, whatever folder it is
// called in. NODE_IMAGE names another base. node image.js --tag: says `git-<revision>`, and builds nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRevision, sourceUrl } from './revision.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const [service = ''] = process.argv.slice(2);

try {
  const revision = readRevision(root);
  if (service === '--tag') {
    console.log(revision.tag);
    process.exit();
  }
  const { version } = JSON.parse(
    readFileSync(new URL(`../apps/${service}/package.json`, import.meta.url), 'utf8'),
  );
  const { NODE_IMAGE } = process.env;
  const buildArgs = {
    ...(NODE_IMAGE ? { NODE_IMAGE } : {}),
    VERSION: version,
    REVISION: revision.commit,
    SOURCE: sourceUrl(root),
  };
  const tag = `todo-${service}:${revision.tag}`;
  const { error, status } = spawnSync(
    'docker',
    [
      ...['build', '--file', `docker/${service}.Dockerfile`, '--tag', tag],
      ...Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
      '.',
    ],
    // Engines before 23 have BuildKit, and use it when told.
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { DOCKER_BUILDKIT: '1', ...process.env } },
  );
  if (error)
    throw new Error(`docker could not be started (${error.message}): an image needs a Docker engine`);
  if (status === 0) console.log(tag);
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
