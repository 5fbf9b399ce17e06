import { type Service, send, startService } from './service.js';

/** The address of a database as it is behind a proxy on `port`. */
export function throughProxy(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}

/** Starts `database-server.mjs` and waits until it listens. */
export async function startDatabaseService(url: string): Promise<Service & { port: number }> {
  const service = startService('database-server.mjs', { env: { DATABASE_URL: url } });
  const { port } = (await service.message()) as { port: number };
  return { ...service, port };
}

/** Asks for the health until it has that status; returns how long that took, ms. */
export async function untilStatus(port: number, statusCode: number): Promise<number> {
  const startedAt = performance.now();
  while ((await send(port, '/health')).statusCode !== statusCode) {
    if (performance.now() - startedAt > 10_000) throw new Error(`no ${statusCode} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - startedAt;
}
