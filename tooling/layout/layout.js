import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The arrows: which groups of the workspace a group may import by package name. `turbo boundaries` knows
 * such rules too, but does not see `../../other/src/file.js` where the file is a .ts.
 * @type {Record<string, string[]>}
 */
const mayImport = {
  apps: ['packages', 'contracts', 'health', 'tooling'],
  packages: ['contracts', 'tooling'],
  contracts: ['tooling'],
  // Meant for strangers' projects too, so it stands on nothing of ours.
  health: ['tooling'],
  // Plays a model in tests and benches.
  'model-stub': ['tooling'],
  tooling: ['tooling'],
  scripts: ['tooling'],
  // It builds the apps from their sources; its tests hold what it says against their settings.
  docker: ['apps', 'contracts', 'tooling'],
  // Its tests hold the chart against the settings that the apps read.
  helm: ['apps', 'tooling'],
  // Its tests hold what an agent is told against what the MCP server says.
  ops: ['apps', 'tooling'],
  // They look at the whole product, and naming an app has turbo build it first.
  e2e: ['apps', 'contracts', 'model-stub', 'tooling'],
  bench: ['apps', 'packages', 'contracts', 'health', 'model-stub', 'tooling'],
};

/** Tooling is for developing, so what is shipped may not need it. */
const shipped = ['apps', 'packages', 'contracts', 'health'];

/** @typedef {{ folder: string, group: string, manifest: any }} Package */

/**
 * The packages of the workspace in `root`.
 * @param {string} root
 * @returns {Package[]}
 */
export function workspacePackages(root) {
  const groups = ['apps', 'packages', 'tooling'].filter((name) => existsSync(join(root, name)));
  const folders = groups.flatMap((group) => readdirSync(join(root, group)).map((name) => join(group, name)));
  return [...folders, 'e2e', 'bench', 'scripts', 'docker', 'helm', 'ops'].flatMap((folder) => {
    const file = join(root, folder, 'package.json');
    if (!existsSync(file)) return [];
    const [top = '', name = ''] = folder.split(sep);
    const group = top === 'packages' && name in mayImport ? name : top;
    return [{ folder, group, manifest: JSON.parse(readFileSync(file, 'utf8')) }];
  });
}

/**
 * Everything that goes against the arrows: dependencies, imports by name and imports by path, each as one
 * line "file: why".
 * @param {string} root
 * @returns {string[]}
 */
export function findViolations(root) {
  const packages = workspacePackages(root);
  const byName = new Map(packages.map((found) => [found.manifest.name, found]));
  return packages.flatMap((from) => {
    const { dependencies = {}, devDependencies = {} } = from.manifest;
    const lines = [];
    for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies)]) {
      const target = byName.get(name);
      const why = target && refusal(from, target, name in dependencies);
      if (why) lines.push(`${join(from.folder, 'package.json')}: ${why}`);
    }
    for (const file of sourceFiles(join(root, from.folder))) {
      for (const specifier of importedBy(readFileSync(file, 'utf8'))) {
        const why = refusedImport(root, from, file, specifier, byName);
        if (why) lines.push(`${relative(root, file)}: ${why}`);
      }
    }
    return lines;
  });
}

/** @param {Package} from @param {Package} target @param {boolean} atRunTime */
function refusal(from, target, atRunTime) {
  if (!mayImport[from.group]?.includes(target.group)) {
    return `${from.folder} may not import ${target.manifest.name} (${target.folder})`;
  }
  if (atRunTime && target.group === 'tooling' && shipped.includes(from.group)) {
    return `${target.manifest.name} is for developing: it belongs into devDependencies`;
  }
  return undefined;
}

/**
 * @param {string} root
 * @param {Package} from
 * @param {string} file
 * @param {string} specifier
 * @param {Map<string, Package>} byName
 */
function refusedImport(root, from, file, specifier, byName) {
  if (specifier.startsWith('.')) {
    const path = relative(root, resolve(dirname(file), specifier));
    const inside = path === from.folder || path.startsWith(from.folder + sep);
    // The commands run before anything is installed, when there are no package names yet.
    const bootstrap = from.group === 'scripts' && path.startsWith(`tooling${sep}`);
    return inside || bootstrap ? undefined : `${specifier} leaves the package`;
  }
  const name = specifier.split('/').slice(0, 2).join('/');
  const target = byName.get(name);
  if (!target || target === from) return undefined;
  const { dependencies = {}, devDependencies = {} } = from.manifest;
  const isSource = file.startsWith(join(root, from.folder, 'src') + sep);
  if (!(name in dependencies) && (isSource || !(name in devDependencies))) {
    return `${name} is not in its ${isSource ? 'dependencies' : 'dependencies or devDependencies'}`;
  }
  return undefined;
}

/** The specifiers of all imports in a source text: static, dynamic, re-exports and types. @param {string} text */
export function importedBy(text) {
  const pattern = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*(['"])([^'"\n]+)\1/g;
  return [...text.matchAll(pattern)].map(([, , specifier]) => specifier ?? '');
}

/** @param {string} folder @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const made =
        entry.name.startsWith('.') || ['node_modules', 'dist', 'test-results'].includes(entry.name);
      return made ? [] : sourceFiles(path);
    }
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}
