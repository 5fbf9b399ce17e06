// pnpm k8s:render: writes k8s/ and the folders of kustomize/ anew from the chart, so that nothing is said twice.
// Helm's own labels and the checksums, which only Helm can keep up to date, are left out.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderChart } from './render.js';

const HEADER = '# Made from helm/todo-app by `pnpm k8s:render`: change it there.\n';
const OF_HELM = /^ +(?:helm\.sh\/chart|app\.kubernetes\.io\/managed-by|checksum\/\w+): .*\n/gm;
const OF_CHECKSUMS = /^ +# Settings and secrets are read at the start.*\n/gm;
const CONTENT_OF_SECRET = /^data:\n(?: .*\n)+/m;
/** Everything that is made anew. */
export const FOLDERS = ['k8s', 'kustomize/dev-database', 'kustomize/ai-operations'];
const IN_PLACE_OF_CONTENT = `# DATABASE_URL and JWT_SECRET, and as you like DATABASE_DIRECT_URL, JWT_SECRET_PREVIOUS and OPENAI_API_KEY: they are put
# in by \`pnpm k8s:secrets\` or \`kubectl patch\`, and stay there when this file is applied again.
`;

/**
 * The files of a render by their paths below templates/.
 * @param {Parameters<typeof renderChart>[0]} options
 * @returns {Map<string, string>}
 */
function renderFiles(options) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const document of renderChart(options).split(/^---\n/m)) {
    const [, path, text] = /^# Source: todo-app\/templates\/(.+)\n([\s\S]+)$/.exec(document) ?? [];
    if (path === undefined || text === undefined) continue;
    const plain = `${text.trimEnd()}\n`.replace(OF_HELM, '').replace(OF_CHECKSUMS, '');
    const before = files.get(path);
    files.set(path, before === undefined ? HEADER + plain : `${before}---\n${plain}`);
  }
  return files;
}

/**
 * The content of k8s/ and kustomize/, by path from the root of the repository.
 * @returns {Map<string, string>}
 */
export function makeManifests() {
  const common = { namespace: { create: true, name: 'todo-app' }, tests: { enabled: false } };
  const plain = { ...common, database: { url: 'postgres://elsewhere/todo' } };
  const base = renderFiles({ values: plain });
  const withDatabase = renderFiles({ values: common });
  const withIdentities = renderFiles({ values: { ...plain, aiOperations: { enabled: true } } });
  for (const files of [base, withDatabase]) {
    files.set(
      'secrets.yaml',
      (files.get('secrets.yaml') ?? '').replace(CONTENT_OF_SECRET, IN_PLACE_OF_CONTENT),
    );
  }
  const added = [...withDatabase].filter(([path]) => !base.has(path));
  const identities = [...withIdentities]
    .filter(([path]) => !base.has(path))
    .map(([path, text]) => /** @type {[string, string]} */ ([path.replace('ai-operations/', ''), text]));
  const changed = [...withDatabase].filter(([path, text]) => base.has(path) && base.get(path) !== text);

  /** @param {string} title @param {object} content every list of it on lines of its own */
  const kustomization = (title, content) =>
    [
      `${HEADER}# ${title}`,
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      ...Object.entries(content).flatMap(([key, items]) => [
        `${key}:`,
        ...items.map((/** @type {string} */ item) => `  - ${item}`),
      ]),
      '',
    ].join('\n');
  const paths = (/** @type {Iterable<[string, string]>} */ files) => [...files].map(([path]) => path).sort();

  return new Map([
    ...[...base].map(([path, text]) => /** @type {[string, string]} */ ([`k8s/${path}`, text])),
    [
      // Named so because `kubectl apply -R -f k8s` skips what has no extension.
      'k8s/Kustomization',
      kustomization('kubectl apply -k k8s', {
        resources: paths(base),
        images: ['backend', 'frontend', 'mcp'].map((service) => `{ name: todo-${service}, newTag: local }`),
      }),
    ],
    ...[...added, ...changed].map(
      ([path, text]) => /** @type {[string, string]} */ ([`kustomize/dev-database/${path}`, text]),
    ),
    [
      'kustomize/dev-database/kustomization.yaml',
      kustomization(
        'kubectl apply -k kustomize/dev-database: with a PostgreSQL for development in the cluster',
        {
          resources: ['../../k8s', ...paths(added)],
          patches: paths(changed).map((path) => `path: ${path}`),
        },
      ),
    ],
    ...identities.map(
      ([path, text]) => /** @type {[string, string]} */ ([`kustomize/ai-operations/${path}`, text]),
    ),
    [
      'kustomize/ai-operations/kustomization.yaml',
      kustomization('kubectl apply -k kustomize/ai-operations: beside either of the others', {
        resources: paths(identities),
      }),
    ],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  for (const folder of FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of makeManifests()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
