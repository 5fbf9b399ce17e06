import { createHash } from 'node:crypto';

/** Numbers from 0 to 1 that are the same in every run. */
export const createRandom = (seed: number): (() => number) => {
  let count = 0;
  return () => createHash('sha256').update(`${seed} ${++count}`).digest().readUInt32BE() / 2 ** 32;
};
