import type { AdmissionOptions } from '../src/admission.js';
import { type Service, startService } from './service.js';

export type Busy = Service & { port: number };

/** Starts `busy-server.mjs`, with admission if there are options for it. */
export async function startBusy(admission?: AdmissionOptions, env: NodeJS.ProcessEnv = {}): Promise<Busy> {
  const ADMISSION = admission && JSON.stringify(admission);
  const service = startService('busy-server.mjs', { env: { ...env, ...(ADMISSION && { ADMISSION }) } });
  const port = (await service.message()) as number;
  return { ...service, port };
}
