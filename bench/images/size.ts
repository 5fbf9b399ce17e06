import { docker, inspect } from './engine.js';

const MB = 1e6;

export interface Layer {
  megabytes: number;
  /** The instruction that made it. */
  by: string;
}

/** Megabytes (10⁶ bytes) of an image, unpacked, as the engine counts them. */
export const imageSize = (image: string): number => inspect<number>(image, '.Size') / MB;

/** The layers that an image adds to its base, the lowest first. */
export const addedLayers = (image: string, base: string): Layer[] => {
  const below = docker(['history', '--quiet', base]).split('\n').length;
  const history = docker([
    'history',
    '--no-trunc',
    '--human=false',
    '--format',
    '{{.Size}}\t{{.CreatedBy}}',
    image,
  ]);
  const rows = history.split('\n').map((row) => {
    const [bytes = '', by = ''] = row.split('\t');
    return {
      megabytes: Number(bytes) / MB,
      by: by.replace(/ # buildkit$/, '').replace(/^\/bin\/sh -c/, 'RUN'),
    };
  });
  // Other instructions only say something.
  return rows
    .reverse()
    .slice(below)
    .filter(({ by }) => /^(RUN|COPY|WORKDIR)\b/.test(by));
};

/** The largest files under /app. */
export const largestFiles = (image: string, count: number): { path: string; megabytes: number }[] => {
  const program = `
    const { existsSync, readdirSync, realpathSync, statSync } = require('node:fs');
    // Through symbolic links a file is seen more than once, and some links lead to what was left out.
    const found = readdirSync('/app', { recursive: true }).map((path) => '/app/' + path).filter(existsSync);
    const paths = new Set(found.map((path) => realpathSync(path)));
    const files = [...paths].map((path) => ({ path, stat: statSync(path) })).filter(({ stat }) => stat.isFile());
    const sizes = files.map(({ path, stat }) => ({ path, megabytes: stat.size / ${MB} }));
    console.log(JSON.stringify(sizes.sort((a, b) => b.megabytes - a.megabytes).slice(0, ${count})));`;
  return JSON.parse(docker(['run', '--rm', image, 'node', '--eval', program]));
};

/** What the bundle of an image consists of: the packages with the most code in it. */
export const bundledPackages = (image: string, count: number): { name: string; megabytes: number }[] => {
  const text = docker(['run', '--rm', image, 'sh', '-c', 'cat /app/dist/*.js']);
  const sizes = new Map<string, number>();
  let name = 'the bundler';
  for (const line of text.split('\n')) {
    // esbuild writes the path of each module above it.
    const [, path] = /^\/\/ ((?:\.\.\/\.\.\/|dist\/)\S+)$/.exec(line) ?? [];
    if (path) name = packageOf(path);
    sizes.set(name, (sizes.get(name) ?? 0) + Buffer.byteLength(line) + 1);
  }
  return [...sizes]
    .map(([of, bytes]) => ({ name: of, megabytes: bytes / MB }))
    .sort((a, b) => b.megabytes - a.megabytes)
    .slice(0, count);
};

const packageOf = (path: string): string => {
  const [, installed] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  const [, own] = /packages\/([^/]+)/.exec(path) ?? [];
  return installed ?? (own ? `@todo/${own}` : 'the app itself');
};
