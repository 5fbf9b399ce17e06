import { expect } from 'vitest';
import type { Namespace } from './namespace.js';

/**
 * Waits until `read`, which asks for a service's logs, gives `what`. Kubelets that share one /var/log/pods, as those of
 * a cluster on one machine may, delete each other's files every minute: when it does not come, new pods get two tries more.
 */
export const expectLogged = async (
  namespace: Namespace,
  service: string,
  read: () => Promise<string>,
  what: string | RegExp,
): Promise<void> => {
  for (let tries = 0; tries < 2; tries += 1)
    try {
      return await expect.poll(read).toMatch(what);
    } catch {
      await namespace.kubectl(['rollout', 'restart', `deployment/${service}`]);
    }
  await expect.poll(read).toMatch(what);
};
