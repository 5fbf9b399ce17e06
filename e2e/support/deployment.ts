import { setTimeout as delay } from 'node:timers/promises';
import { startBalancer } from './balancer.js';
import { createServices, type Service } from './services.js';

/** How long a service still serves after SIGTERM, ms. Kubernetes needs 5 s, a test does not. */
export const DRAIN_DELAY_MS = 1_500;
/** How long after SIGTERM an instance still gets new connections, ms: in Kubernetes endpoints follow behind. */
const ENDPOINT_LAG_MS = 500;
const REPLICAS = 2;

/** How an instance ended. */
export interface Ended {
  code: number | null;
  output: string;
}

/** Two instances of a service behind one address. */
export interface Deployment {
  url: string;
  /** Those that new connections go to. */
  instances(): readonly Service[];
  /**
   * Starts a successor for each instance. The function that it gives has them take over, as a rolling update with
   * `maxSurge: 100%, maxUnavailable: 0` does, and resolves when the old ones are gone.
   */
  prepare(): Promise<() => Promise<Ended[]>>;
  /** Both in one. */
  rollOut(): Promise<Ended[]>;
}

export interface RunningProduct {
  backends: Deployment;
  frontends: Deployment;
  stop(): Promise<void>;
}

/** Two backends over one database, and two frontends, each pair behind a balancer; one MCP server. */
export const startReplicatedProduct = async (databaseUrl: string): Promise<RunningProduct> => {
  const services = await createServices({ databaseUrl, drainDelayMs: DRAIN_DELAY_MS });
  const [inner, outer] = await Promise.all([startBalancer(), startBalancer()]);

  const deploy = async (balancer: typeof inner, start: () => Promise<Service>): Promise<Deployment> => {
    let instances: readonly Service[] = [];
    const startAll = () => Promise.all(Array.from({ length: REPLICAS }, start));
    const use = (started: readonly Service[]) => {
      instances = started;
      for (const { port } of started) balancer.add(port);
    };
    const retire = async (instance: Service): Promise<Ended> => {
      const gone = instance.stop();
      await delay(ENDPOINT_LAG_MS);
      balancer.remove(instance.port);
      const { code } = await gone;
      return { code, output: await instance.output() };
    };
    const prepare = async () => {
      const successors = await startAll();
      return () => {
        const old = instances;
        use(successors);
        return Promise.all(old.map(retire));
      };
    };
    use(await startAll());
    return {
      url: balancer.url,
      instances: () => instances,
      prepare,
      rollOut: async () => (await prepare())(),
    };
  };

  const stop = async () => {
    // Open streams are cut first, so that nothing is waited for.
    await Promise.all([inner.close(), outer.close()]);
    await services.stop();
  };

  try {
    await services.migrate();
    const mcp = await services.startMcp();
    const [backends, frontends] = await Promise.all([
      deploy(inner, () => services.startBackend({ PUBLIC_URL: outer.url, MCP_URL: `${mcp.url}/mcp` })),
      deploy(outer, () => services.startFrontend({ BACKEND_URL: inner.url })),
    ]);
    return { backends, frontends, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
