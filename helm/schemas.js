// node schemas.js path/to/swagger.json 1.34.4: makes schemas/, the schemas by which kubeconform judges what the chart renders.
// The file is api/openapi-spec/swagger.json of Kubernetes' sources, which its Go module (k8s.io/kubernetes) has as well.
// Only the kinds that we use, without descriptions, and strict: a field that Kubernetes does not know is an error.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** @typedef {Record<string, any>} Schema */

const kinds = [
  'ConfigMap/v1',
  'Deployment/apps/v1',
  'HorizontalPodAutoscaler/autoscaling/v2',
  'Ingress/networking.k8s.io/v1',
  'Namespace/v1',
  'NetworkPolicy/networking.k8s.io/v1',
  'PersistentVolumeClaim/v1',
  'Pod/v1',
  'PodDisruptionBudget/policy/v1',
  'Role/rbac.authorization.k8s.io/v1',
  'RoleBinding/rbac.authorization.k8s.io/v1',
  'Secret/v1',
  'Service/v1',
  'ServiceAccount/v1',
  'ValidatingAdmissionPolicy/admissionregistration.k8s.io/v1',
  'ValidatingAdmissionPolicyBinding/admissionregistration.k8s.io/v1',
];

const [path = '', release = ''] = process.argv.slice(2);
/** @type {{ definitions: Record<string, Schema> }} */
const { definitions } = JSON.parse(readFileSync(path, 'utf8'));

const folder = new URL('schemas/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

for (const kind of kinds) {
  const [name = '', ...apiVersion] = kind.split('/');
  const version = apiVersion.at(-1);
  const group = apiVersion.length > 1 ? apiVersion[0] : '';
  const root = Object.entries(definitions).find(([, schema]) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (/** @type {Schema} */ gvk) => gvk.kind === name && gvk.version === version && gvk.group === group,
    ),
  );
  if (root === undefined) throw new Error(`${path} has no ${kind}`);
  /** @type {Record<string, Schema>} */
  const used = {};
  const schema = strict(root[1], used);
  schema.properties.apiVersion = { const: apiVersion.join('/') };
  schema.properties.kind = { const: name };
  schema.required = ['apiVersion', 'kind', ...(schema.required ?? [])];
  const file = [name, ...(group ? [group.split('.')[0]] : []), version].join('-').toLowerCase();
  const text = JSON.stringify({ $comment: `Kubernetes ${release}`, ...schema, definitions: used });
  writeFileSync(new URL(`${file}.json`, folder), `${text}\n`);
}

/**
 * A schema without what is for people, closed to fields that it does not name; what it refers to goes into `used`.
 * @param {Schema} schema
 * @param {Record<string, Schema>} used
 * @returns {Schema}
 */
function strict(
  { $ref, type, format, properties, items, additionalProperties, required, enum: values },
  used,
) {
  if ($ref !== undefined) {
    const name = $ref.replace('#/definitions/', '');
    if (!(name in used)) {
      // First, because some refer to themselves.
      used[name] = {};
      // The specification says that a quantity is a string; the API server takes `cpu: 1` as well.
      const isQuantity = name.endsWith('.resource.Quantity');
      used[name] = isQuantity ? { type: ['string', 'number'] } : strict(definitions[name] ?? {}, used);
    }
    return { $ref };
  }
  if (format === 'int-or-string') return { type: ['string', 'integer'] };
  return {
    ...(type && { type }),
    ...(values && { enum: values }),
    ...(required && { required }),
    ...(items && { items: strict(items, used) }),
    ...(additionalProperties && { additionalProperties: strict(additionalProperties, used) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, strict(property, used)]),
      ),
      additionalProperties: false,
    }),
  };
}
