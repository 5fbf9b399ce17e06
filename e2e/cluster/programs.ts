import { spawnSync } from 'node:child_process';

/** Whether there is a program of that name. */
export const hasProgram = (name: string): boolean =>
  spawnSync(name, ['version'], { stdio: 'ignore' }).error === undefined;
