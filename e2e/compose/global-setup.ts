import { removeProjects } from '@todo/containers';
import type { TestProject } from 'vitest/node';
import { freePort } from '../support/services.js';
import { PLAIN_HTTP_HOST, type Replica } from '../support/stack.js';
import { openProject, type ProjectPlan, planProject, TEST_SETTINGS } from './project.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the names of this run's Compose projects begin with; not there where the product is processes. */
    projects?: string;
    /** The project that all tests share. */
    shared?: ProjectPlan;
  }
}

/** One product in containers for the whole run, with a second backend and frontend over the same database. */
const setup = async (run: TestProject): Promise<() => Promise<void>> => {
  const prefix = process.env.E2E_PROJECTS ?? `todo-e2e-${process.pid}-`;
  const port = await freePort();
  const other: Replica = {
    origin: `http://${PLAIN_HTTP_HOST}:${port}`,
    address: `http://127.0.0.1:${port}`,
  };
  const plan = await planProject(`${prefix}shared`, {
    files: ['second.yml'],
    settings: { ...TEST_SETTINGS, SECOND_PORT: String(port), SECOND_PUBLIC_URL: other.origin },
  });
  const shared = openProject(plan);
  try {
    await shared.up();
  } catch (error) {
    await shared.remove();
    throw error;
  }
  run.provide('projects', prefix);
  run.provide('shared', plan);
  run.provide('replicas', [shared.replica, other]);
  return async () => {
    await shared.remove();
    // Those of a test that failed before it could.
    removeProjects((name) => name.startsWith(prefix));
  };
};

export default setup;
