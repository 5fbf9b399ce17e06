import { createTestDatabase } from '@todo/postgres';
import { inject } from 'vitest';
import { startOwnContainers } from '../compose/own-containers.js';
import { freePort } from './services.js';
import { modelAt, type Replica, startStack } from './stack.js';

/** A product for the tests of one file, with a database of its own and an endpoint that they play. */
export interface OwnProduct {
  /** Where it is now: a restart may move it. */
  replica(): Replica;
  /** Where it looks for its model. Nobody listens there until a test does. */
  model: { host: string; port: number };
  /** Stops all of it, and starts it again over the same data. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

const startOwnProcesses = async (): Promise<OwnProduct> => {
  const database = await createTestDatabase(inject('postgresUrl'));
  const model = { host: '127.0.0.1', port: await freePort() };
  const start = () =>
    startStack({
      databaseUrl: database.url,
      hosts: ['127.0.0.1'],
      settings: modelAt(model),
    });
  let stack = await start();
  return {
    replica: () => {
      const [found] = stack.replicas;
      if (found === undefined) throw new Error('the product does not run');
      return found;
    },
    model,
    restart: async () => {
      await stack.stop();
      stack = await start();
    },
    remove: async () => {
      await stack.stop();
      await database.drop();
    },
  };
};

/** Starts a product as the one of the whole run was started: as processes or as containers. */
export const startOwnProduct = (): Promise<OwnProduct> =>
  inject('projects') === undefined ? startOwnProcesses() : startOwnContainers();
