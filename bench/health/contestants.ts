import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Request } from '../load.js';
import { type Person, withToken } from '../people.js';
import { startBackendAt } from '../servers.js';
import { answers, freePort, type Place, type RunningServer, startServer } from '../start.js';

const FRONTEND = fileURLToPath(new URL('../../../apps/frontend/', import.meta.url));

/** What instances need of the world around them. */
export interface World {
  place: Place;
  databaseUrl: string;
  /** A backend that stays up, for the frontends. */
  backendOrigin: string;
  /** Somebody with tasks. */
  person: Person;
}

export interface Instance extends RunningServer {
  /** Where its readiness is asked for. */
  readonly probe: URL;
}

export interface Contestant {
  /** For the command line. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly ours: boolean;
  /** No contestant, but what Node.js itself takes for an answer: it is probed, and not restarted. */
  readonly isFloor: boolean;
  /** What is asked for readiness, in words. */
  readonly readiness: string;
  /** Whether its readiness asks the database. */
  readonly asksDatabase: boolean;
  /** As many as leave a part of its core free: a full event loop takes one new connection per turn, late. */
  readonly connections: {
    /** These send their next request as soon as the one before is answered. */
    busy: number;
    /** These rest between their requests. */
    resting: number;
  };
  start(world: World): Promise<Instance>;
  /** Makes a request that must not be sent twice. Call it once for a stretch of minutes: the token lasts five. */
  write(world: World): () => Request;
  /** Makes a request that keeps the event loop busy for about a millisecond. */
  work(world: World): () => Request;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const createTask = ({ person }: World): (() => Request) => {
  const headers = { ...JSON_TYPE, ...withToken(person) };
  const path = `/api/${person.userId}/tasks`;
  let number = 0;
  return () => ({ method: 'POST', path, headers, body: JSON.stringify({ title: `Buy milk ${++number}` }) });
};

const listTasks = ({ person }: World): (() => Request) => {
  const request: Request = {
    method: 'GET',
    path: `/api/${person.userId}/tasks?limit=50`,
    headers: withToken(person),
  };
  return () => request;
};

const page = (): (() => Request) => () => ({ method: 'GET', path: '/sign-in', headers: {} });

/** A small server in `contestants/`, with the environment of a pod. */
const small = (
  program: string,
  about: Pick<Contestant, 'name' | 'readiness'> &
    Partial<Pick<Contestant, 'ours' | 'isFloor' | 'asksDatabase'>> & {
      probe: string;
      /** The variable for the port of probes, where they have one of their own. */
      probePort?: string;
    },
): Contestant => {
  const { name, readiness, probe, probePort, ours = false, isFloor = false, asksDatabase = true } = about;
  return {
    key: program,
    name,
    ours,
    isFloor,
    readiness,
    asksDatabase,
    connections: { busy: 16, resting: 300 },
    async start({ place, databaseUrl }) {
      const ownPort = probePort === undefined ? undefined : await freePort();
      const urlOf = (origin: string) =>
        new URL(probe, ownPort === undefined ? origin : `http://127.0.0.1:${ownPort}`);
      const server = await startServer(place, {
        name: program,
        args: [fileURLToPath(new URL(`./contestants/${program}.js`, import.meta.url))],
        env: {
          DATABASE_URL: databaseUrl,
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          ...(probePort === undefined ? {} : { [probePort]: String(ownPort) }),
        },
        isUp: ({ origin }) => answers(probe, 200)({ origin: urlOf(origin).origin }),
      });
      return { ...server, probe: urlOf(server.origin) };
    },
    write: () => () => ({
      method: 'POST',
      path: '/',
      headers: JSON_TYPE,
      body: JSON.stringify({ title: 'Buy milk' }),
    }),
    work: () => () => ({ method: 'GET', path: '/', headers: {} }),
  };
};

const { scripts } = JSON.parse(readFileSync(join(FRONTEND, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};

/** The frontend; `args` is its start script, or that without the preload. */
const frontend = (
  key: string,
  name: string,
  args: string[],
  readiness: string,
  ours: boolean,
): Contestant => ({
  key,
  name,
  ours,
  isFloor: false,
  readiness,
  asksDatabase: false,
  connections: { busy: 5, resting: 100 },
  async start({ place, backendOrigin }) {
    const server = await startServer(place, {
      name: key,
      args,
      cwd: FRONTEND,
      env: { HOSTNAME: '127.0.0.1', BACKEND_URL: backendOrigin },
      // A page, so that what Next.js loads for the first one is loaded.
      isUp: answers('/sign-in', 200),
    });
    return { ...server, probe: new URL(readiness, server.origin) };
  },
  write: createTask,
  work: page,
});

const preloaded = scripts.start.split(' ').slice(1);
const bare = preloaded.filter(
  (argument, index) => argument !== '--import' && preloaded[index - 1] !== '--import',
);

export const CONTESTANTS: readonly Contestant[] = [
  {
    key: 'backend',
    name: 'todo backend',
    ours: true,
    isFloor: false,
    readiness: '/health',
    asksDatabase: true,
    connections: { busy: 8, resting: 300 },
    async start({ place, databaseUrl }) {
      const server = await startBackendAt(place, databaseUrl, {});
      return { ...server, probe: new URL('/health', server.origin) };
    },
    write: createTask,
    work: listTasks,
  },
  frontend('frontend', 'todo frontend', preloaded, '/health', true),
  small('todo-health', {
    name: '@todo/health on node:http',
    readiness: '/health',
    probe: '/health',
    ours: true,
  }),
  small('terminus-default', { name: 'terminus, default', readiness: 'healthChecks', probe: '/healthcheck' }),
  small('terminus-kubernetes', {
    name: 'terminus, for Kubernetes',
    readiness: 'healthChecks',
    probe: '/healthcheck',
  }),
  small('lightship', {
    name: 'lightship + http-terminator',
    readiness: '/ready on a port of its own',
    probe: '/ready',
    probePort: 'LIGHTSHIP_PORT',
    asksDatabase: false,
  }),
  small('close-with-grace', { name: 'Fastify + close-with-grace', readiness: 'a route', probe: '/health' }),
  small('node-http', {
    name: 'node:http, the floor',
    readiness: 'a constant',
    probe: '/health',
    isFloor: true,
    asksDatabase: false,
  }),
  frontend('next-bare', 'Next.js standalone, bare', bare, '/icon.svg', false),
];
