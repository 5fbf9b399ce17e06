// node watch.js src/main.ts: runs a program of the app in the current folder, bundled as for its image but from the
// sources of the workspace, and starts it again whenever one of them is saved. Types are not checked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { context } from 'esbuild';
import { options } from './bundle.js';

const [program = ''] = process.argv.slice(2);
const asIs = Symbol('not once more');
const SETTLE_MS = 20;

/**
 * Takes our packages from where they are written, and leaves those of others where they are installed.
 * @type {import('esbuild').Plugin}
 */
const fromSources = {
  name: 'from sources',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === asIs || kind === 'entry-point') return undefined;
      const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: asIs });
      if (found.errors.length > 0) return { errors: found.errors };
      if (!path.startsWith('@todo/')) return { path: found.path, external: true };
      return { path: found.path.replace(/([\\/])dist([\\/].+)\.js$/, '$1src$2.ts') };
    });
  },
};

const bundle = await context({
  ...options,
  absWorkingDir: process.cwd(),
  entryPoints: { main: program },
  outdir: 'bundle/dist',
  sourcemap: 'linked',
  // Written below, when it is another than before.
  write: false,
  plugins: [fromSources],
});

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
/** @type {Set<string>} */
const watched = new Set();
let isStale = false;
let isBuilding = false;
let hashes = '';

async function stop() {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const exited = once(running, 'exit');
  running.kill('SIGTERM');
  await exited;
}

/**
 * Bundles it, and starts it again when that changed anything; once more when something was saved in the meantime. What
 * does not compile leaves everything as it is.
 */
async function refresh() {
  isStale = true;
  if (isBuilding) return;
  isBuilding = true;
  while (isStale) {
    // An editor does several things to save a file.
    await setTimeout(SETTLE_MS);
    isStale = false;
    const result = await bundle.rebuild().catch(() => undefined);
    if (result === undefined) continue;
    for (const input of Object.keys(result.metafile.inputs)) watchFolder(dirname(resolve(input)));
    const found = result.outputFiles.map(({ hash }) => hash).join();
    if (found === hashes) continue;
    hashes = found;
    await stop();
    for (const { path, contents } of result.outputFiles) writeFileSync(path, contents);
    running = spawn(process.execPath, ['--enable-source-maps', 'bundle/dist/main.js'], { stdio: 'inherit' });
  }
  isBuilding = false;
}

/** Folders and not files: many editors put a new file in place of the old one. @param {string} folder */
function watchFolder(folder) {
  if (watched.has(folder) || folder.includes('node_modules')) return;
  watched.add(folder);
  watch(folder, () => void refresh());
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => void stop().then(() => process.exit(0)));
}
// Also what does not compile yet.
watchFolder(dirname(resolve(program)));
await refresh();
