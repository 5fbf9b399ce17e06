import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

/** What is CommonJS asks for `require`, which an ES module has not; the other name is taken by nobody. */
const banner = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);`;

/** How everything is bundled. @satisfies {import('esbuild').BuildOptions} */
export const options = {
  bundle: true,
  // What several programs import is written once, and what is imported on demand is loaded on demand.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names of functions and errors are in logs and stack traces.
  keepNames: true,
  // pg tries it and does without.
  external: ['pg-native'],
  banner: { js: banner },
  metafile: true,
  logLevel: 'warning',
};

/**
 * Writes programs and everything that they import into `outDir`, which is emptied first. It has the shape of
 * the packages that go into it, `dist` with code beside the other files that they publish, so that what a
 * module finds by `new URL('../migrations', import.meta.url)` is where it was.
 * @param {object} options
 * @param {string} options.folder the app's folder, which `outDir` and paths of programs are relative to
 * @param {Record<string, string>} options.programs name in `dist` without `.js` → path or package specifier
 * @param {Record<string, string>} [options.folders] name beside `dist` → folder with files that are read as they are
 * @param {string} [options.outDir]
 * @throws when something cannot be resolved, or when a file that the code would look for beside itself is missing
 */
export async function bundle({ folder, programs, folders = {}, outDir = 'bundle' }) {
  const target = resolve(folder, outDir);
  const dist = join(target, 'dist');
  rmSync(target, { recursive: true, force: true });

  const { metafile } = await build({
    ...options,
    absWorkingDir: folder,
    entryPoints: programs,
    outdir: dist,
  });

  for (const source of ownPackages(folder, Object.keys(metafile.inputs))) {
    const { files = [] } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    for (const name of files.filter((/** @type {string} */ file) => file !== 'dist')) {
      cpSync(join(source, name), join(target, name), { recursive: true });
    }
  }
  for (const [name, source] of Object.entries(folders)) {
    cpSync(resolve(folder, source), join(target, name), { recursive: true });
  }
  writeFileSync(join(target, 'package.json'), '{ "type": "module" }\n');
  refuseMissingFiles(dist);
}

/**
 * The folders of the workspace packages whose `dist` is among the inputs.
 * @param {string} folder
 * @param {string[]} inputs
 */
function ownPackages(folder, inputs) {
  const isOwn = (/** @type {string} */ path) => !path.split('/').includes('node_modules');
  const folders = inputs.filter(isOwn).map((path) => resolve(folder, path.split('/dist/')[0] ?? ''));
  return new Set(folders.filter((path) => existsSync(join(path, 'package.json'))));
}

/** A path relative to the code leads elsewhere once the code has moved. @param {string} dist */
function refuseMissingFiles(dist) {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(join(dist, name), 'utf8');
    for (const [, path = ''] of text.matchAll(/new URL\(\s*["'`](\.[^"'`]*)["'`],\s*import\.meta\.url/g)) {
      const wanted = join(dirname(join(dist, name)), ...path.split('/'));
      if (!existsSync(wanted)) throw new Error(`${name} looks for ${path}, and ${wanted} is not there`);
    }
  }
}
