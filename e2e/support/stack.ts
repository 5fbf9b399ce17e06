import { createServices, freePort } from './services.js';

/** A name that the browser is told to find on this machine: over plain http it is no secure context. */
export const PLAIN_HTTP_HOST = 'todo.test';

/** One backend with its frontend, as production has them. */
export interface Replica {
  /** Where a browser finds it. */
  origin: string;
  /** The same frontend for what a test prepares behind the browser's back: names of the browser's own don't count there. */
  address: string;
}

export interface Stack {
  replicas: Replica[];
  stop(): Promise<void>;
}

/** The settings of a backend that looks for its model there. */
export const modelAt = ({ host, port }: { host: string; port: number }): Record<string, string> => ({
  OPENAI_BASE_URL: `http://${host}:${port}/v1`,
  OPENAI_MODEL: 'scripted',
});

/**
 * Migrates the database and starts an MCP server and, for each host, a backend and a frontend, on free ports of
 * 127.0.0.1, in production mode. `host` is the name in the browser's address.
 */
export const startStack = async (options: {
  databaseUrl: string;
  hosts: readonly string[];
  /** More settings of the backends. */
  settings?: Record<string, string>;
}): Promise<Stack> => {
  const services = await createServices(options);
  try {
    await services.migrate();
    const mcp = await services.startMcp();
    const replicas = await Promise.all(
      options.hosts.map(async (host): Promise<Replica> => {
        const port = await freePort();
        const origin = `http://${host}:${port}`;
        const backend = await services.startBackend({
          PUBLIC_URL: origin,
          MCP_URL: `${mcp.url}/mcp`,
          ...options.settings,
        });
        const { url } = await services.startFrontend({
          BACKEND_URL: backend.url,
          MCP_PUBLIC_URL: `${mcp.url}/mcp`,
          PORT: String(port),
        });
        return { origin, address: url };
      }),
    );
    return { replicas, stop: services.stop };
  } catch (error) {
    await services.stop();
    throw error;
  }
};
