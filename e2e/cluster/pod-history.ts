import type { Namespace, Pod, Running } from './namespace.js';

/** The life of a pod; times in ms since 1970, as the cluster's clock has them (whole seconds). */
export interface PodLife {
  name: string;
  service: string;
  created: number;
  ready: number | undefined;
  /** When it was told to go. */
  leaving: number | undefined;
  gone: number | undefined;
  exitCode: number | undefined;
}

export interface PodHistory {
  lives(): Promise<PodLife[]>;
  stop(): Promise<unknown>;
}

interface Event {
  type: string;
  object: Pod;
}

const lifeOf = (events: readonly Event[]): PodLife | undefined => {
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const { metadata } = last.object;
  const readyAt = events
    .flatMap(({ object }) => object.status.conditions ?? [])
    .find(({ type, status }) => type === 'Ready' && status === 'True');
  const ended = events
    .flatMap(({ object }) => object.status.containerStatuses ?? [])
    .findLast(({ state }) => state.terminated)?.state.terminated;
  // What Kubernetes notes there is when the grace period ends; when the pod has gone, that it had none.
  const told = events.find(({ object }) => object.metadata.deletionTimestamp)?.object.metadata;
  const leaving = told?.deletionTimestamp
    ? Date.parse(told.deletionTimestamp) - (told.deletionGracePeriodSeconds ?? 0) * 1000
    : undefined;
  return {
    name: metadata.name,
    service: metadata.labels['app.kubernetes.io/name'] ?? '',
    created: Date.parse(metadata.creationTimestamp),
    ready: readyAt && Date.parse(readyAt.lastTransitionTime),
    leaving,
    gone: last.type === 'DELETED' ? (ended ? Date.parse(ended.finishedAt) : leaving) : undefined,
    exitCode: ended?.exitCode,
  };
};

/** Writes down from now on what becomes of the product's pods. */
export const recordPods = async (namespace: Namespace): Promise<PodHistory> => {
  const query = 'watch=true&labelSelector=app.kubernetes.io/part-of%3Dtodo-app';
  const watching: Running = await namespace.start([
    ...['get', '--raw', `/api/v1/namespaces/${namespace.name}/pods?${query}`],
  ]);
  return {
    stop: watching.stop,
    lives: async () => {
      const byName = new Map<string, Event[]>();
      // The last line may still be being written.
      for (const line of (await watching.output()).split('\n').slice(0, -1)) {
        const event = JSON.parse(line) as Event;
        const { name } = event.object.metadata;
        byName.set(name, [...(byName.get(name) ?? []), event]);
      }
      return [...byName.values()].flatMap((events) => lifeOf(events) ?? []);
    },
  };
};
