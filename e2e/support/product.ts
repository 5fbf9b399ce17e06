import { inject } from 'vitest';
import type { Replica } from './stack.js';

const replica = (index: number): Replica => {
  const found = inject('replicas')[index];
  if (found === undefined) throw new Error('the product does not run');
  return found;
};

/** The product where a browser takes it for a secure context. */
export const product = (): Replica => replica(0);

/** The other replica: the same data, another backend, at a plain http address that is no secure context. */
export const otherReplica = (): Replica => replica(1);
