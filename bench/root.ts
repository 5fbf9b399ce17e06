import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const above = (folder: string): string =>
  existsSync(join(folder, 'pnpm-workspace.yaml')) ? folder : above(dirname(folder));

/** The folder of the whole repository, for the sources as for what is built of them. */
export const ROOT = above(import.meta.dirname);
