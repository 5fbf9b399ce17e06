import { readFile } from 'node:fs/promises';
import { waitUntil } from '@todo/processes';
import { send } from '../support/http.js';
import type { Namespace, Service } from './namespace.js';
import { podOf, VISITOR } from './pod-manifest.js';

const PROGRAM = new URL('load/main.js', import.meta.url);
/** Longest pause between two requests of a connection that was calmed, ms: shorter than an ending pod keeps it. */
const CALM_PAUSE_MS = 6_000;
/** Ends a load that nobody ended, ms. */
const LONGEST_MS = 600_000;
/** Where the pod is told to go on, and to end. */
const PORT = 8080;
const limits = { calmPauseMs: CALM_PAUSE_MS, longestMs: LONGEST_MS, port: PORT };

export type Outcome = 'answered' | 'busy' | 'lost';

/** What a load saw. */
export interface Summary {
  /** When it began, ms since 1970. */
  start: number;
  /** For each second since then, how the requests to each service ended; those without any are null. */
  seconds: (Partial<Record<Service, Record<Outcome, number>>> | null)[];
  /** The first 200. */
  failures: { service: Service; method: string; path: string; at: number; ms: number; told: string }[];
  lost: number;
  /** The numbers of the tasks whose creation was answered. */
  created: number[];
  /** How many creations were asked for. */
  titles: number;
  slowestMs: number;
}

export interface Load {
  /** What the titles of its tasks begin with. */
  run: string;
  /** Resolves when so many more requests have been answered. */
  goOn(requests: number): Promise<void>;
  /** Has it ask so little from now on that two backends are enough on any machine. */
  calm(): Promise<void>;
  /** Lets every request finish; the pod is gone afterwards. */
  stop(): Promise<Summary>;
}

export interface LoadPlan {
  /** Connections to each service. */
  connections: Record<Service, number>;
  /** Longest pause between two requests of a connection, ms. */
  pauseMs: number;
}

/** What two small cores carry without being busy. */
export const USUAL: LoadPlan = {
  connections: { frontend: 8, backend: 8, mcp: 5 },
  pauseMs: 80,
};

/** What keeps two backends busy, so that more are called for. */
export const HEAVY: LoadPlan = {
  connections: { frontend: 2, backend: 32, mcp: 2 },
  pauseMs: 10,
};

/** Starts requests from a pod on `node` through the Services; resolves when they have begun. */
export const startLoad = async (
  namespace: Namespace,
  run: string,
  { plan, node }: { plan: LoadPlan; node: string },
): Promise<Load> => {
  await namespace.create(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'load' },
      data: { 'main.js': await readFile(PROGRAM, 'utf8') },
    },
    podOf('load', {
      labels: VISITOR,
      container: {
        command: ['node', '/load/main.js'],
        env: [{ name: 'PLAN', value: JSON.stringify({ run, ...limits, ...plan }) }],
        readinessProbe: { httpGet: { path: '/progress', port: PORT }, periodSeconds: 1 },
        // Asks for little, so that it fits beside the product, and may take a core.
        resources: {
          requests: { cpu: '20m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
          limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '64Mi' },
        },
        volumeMounts: [{ name: 'load', mountPath: '/load', readOnly: true }],
      },
      spec: {
        nodeSelector: { 'kubernetes.io/hostname': node },
        volumes: [
          { name: 'load', configMap: { name: 'load', items: [{ key: 'main.js', path: 'main.js' }] } },
        ],
      },
    }),
  );
  await namespace.kubectl(['wait', '--for=condition=Ready', 'pod/load', '--timeout=120s']);
  const way = await namespace.forward('pod/load', PORT);
  const ask = async <Answer>(command: string): Promise<Answer> =>
    JSON.parse((await send(`http://127.0.0.1:${way.port}/${command}`)).text);
  const answered = async () => (await ask<{ answered: number }>('progress')).answered;
  return {
    run,
    goOn: async (count) => {
      const before = await answered();
      const enough = async () => (await answered()) >= before + count;
      if (!(await waitUntil(enough, 120_000))) throw new Error('the load does not go on');
    },
    calm: () => ask('calm'),
    stop: async () => {
      const summary = await ask<Summary>('stop');
      await way.close();
      await namespace.kubectl(['delete', 'pod/load', 'configmap/load', '--wait=true']);
      return summary;
    },
  };
};
