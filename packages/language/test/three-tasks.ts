import type { Context } from '../src/index.js';

/** A person with three tasks, on a Wednesday. */
export const THREE_TASKS: Context = {
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent', 'Hire a van', 'Sew the curtains'],
  done: [],
  tags: ['club'],
};
