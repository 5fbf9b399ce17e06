import type { BuildOptions } from 'esbuild';

/** How everything is bundled. */
export declare const options: BuildOptions & { metafile: true };

/** See bundle.js. */
export declare function bundle(options: {
  folder: string;
  programs: Record<string, string>;
  folders?: Record<string, string>;
  outDir?: string;
}): Promise<void>;
