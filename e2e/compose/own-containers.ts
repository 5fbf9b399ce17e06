import { inject } from 'vitest';
import type { OwnProduct } from '../support/own-product.js';
import { freePort } from '../support/services.js';
import { modelAt } from '../support/stack.js';
import { openProject, type Project, type ProjectPlan, planProject, TEST_SETTINGS } from './project.js';

/** The project that all tests share, and leave as it is. */
export const sharedProject = (): Project => openProject(inject('shared') as ProjectPlan);

/** A project of one test file; nothing runs yet. */
export const newProject = async (
  name: string,
  more?: Partial<Pick<ProjectPlan, 'file' | 'files' | 'settings'>>,
): Promise<Project> => openProject(await planProject(`${inject('projects')}${name}`, more));

const HOST_IN_CONTAINERS = 'host.docker.internal';

/** The address to listen on for whoever looks for this machine from inside a container. */
const addressForContainers = async (project: Project): Promise<string> => {
  const { address } = await project.run<{ address: string }>(
    'backend',
    `import { lookup } from 'node:dns/promises';
     console.log(JSON.stringify(await lookup('${HOST_IN_CONTAINERS}')));`,
  );
  // Where the engine has a machine of its own, it passes on to our loopback.
  return (await freePort(address).catch(() => undefined)) === undefined ? '127.0.0.1' : address;
};

/** A product of one's own in containers, as it is shipped. */
export const startOwnContainers = async (): Promise<OwnProduct> => {
  const port = await freePort();
  const project = await newProject(`own-${port}`, {
    settings: { ...TEST_SETTINGS, ...modelAt({ host: HOST_IN_CONTAINERS, port }) },
  });
  await project.up();
  return {
    replica: () => project.replica,
    model: { host: await addressForContainers(project), port },
    restart: async () => {
      await project.compose('stop');
      await project.up();
    },
    remove: project.remove,
  };
};
