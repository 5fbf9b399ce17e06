import { join } from 'node:path';
import { type Namespace, runWith } from './namespace.js';

/** Somebody with the rights of one of the identities, and no other. */
export interface Identity {
  /** A file that only we can read. */
  kubeconfig: string;
  /** Any command with it; resolves to what it printed on stdout, and rejects with all that it printed. */
  run: Namespace['run'];
}

/** What `pnpm ops:kubeconfig` gives for a release with `aiOperations.enabled`. */
export const identityIn = async (namespace: Namespace, name: 'diagnose' | 'fix'): Promise<Identity> => {
  const kubeconfig = join(namespace.folder, name);
  await namespace.run([
    ...['node', 'ops/kubeconfig.js', name],
    ...['--namespace', namespace.name, '--output', kubeconfig],
  ]);
  return { kubeconfig, run: runWith(kubeconfig) };
};
