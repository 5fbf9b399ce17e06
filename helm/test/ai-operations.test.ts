import { expect, test } from 'vitest';
import { type Rule, renderObjects } from './support/objects.js';
import { describeWith } from './support/tools.js';

const KINDS = [
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
] as const;
const SERVICES = ['frontend', 'backend', 'mcp'];

const renderWith = (aiOperations: object, more: object = {}) =>
  renderObjects({ values: { aiOperations: { enabled: true, ...aiOperations }, ...more } });

/** Verbs by resource, with the names that they are for. */
const rightsOf = (rules: Rule[]) =>
  rules.flatMap(({ apiGroups, resources, resourceNames = ['*'], verbs }) =>
    resources.map((resource) => `${apiGroups.join()}/${resource} ${resourceNames.join()}: ${verbs.join()}`),
  );

describeWith('helm')('the identities for AI operations', () => {
  test('are not there by default', () => {
    const { ofKind } = renderObjects();
    const there = KINDS.flatMap((kind) => ofKind(kind).map(({ metadata }) => metadata.name));
    expect(there.toSorted()).toEqual(['backend', 'frontend', 'mcp', 'postgres']);
  });

  test('are two ServiceAccounts of the release that no pod runs as and no Secret holds a token of', () => {
    const { find, ofKind } = renderWith({});
    for (const name of ['diagnose', 'fix']) {
      expect(find('ServiceAccount', name)).toMatchObject({
        metadata: { namespace: 'todo', labels: { 'app.kubernetes.io/instance': 'todo-app' } },
        automountServiceAccountToken: false,
      });
      expect(ofKind('Deployment').map(({ spec }) => spec.template.spec.serviceAccountName)).not.toContain(
        name,
      );
    }
    expect(ofKind('Secret').map(({ metadata }) => metadata.name)).toEqual(['todo-secrets']);
    const bound = ofKind('RoleBinding').map(({ roleRef, subjects }) => [
      roleRef.name,
      subjects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ]);
    expect(bound).toEqual([
      ['diagnose', ['ServiceAccount todo/diagnose', 'ServiceAccount todo/fix']],
      ['fix', ['ServiceAccount todo/fix']],
    ]);
  });

  test('diagnose reads, without wildcards, and neither Secrets nor what is inside a pod', () => {
    const { rules } = renderWith({}).find('Role', 'diagnose');
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources).not.toContain('secrets');
    expect(resources.filter((resource) => /\*|exec|attach|portforward|proxy|token/.test(resource))).toEqual(
      [],
    );
    expect(rightsOf(rules)).toContain('/configmaps frontend,backend,mcp: get');
  });

  test('fix changes the three services and the autoscaler by their names, and never the database', () => {
    const names = SERVICES.join();
    expect(rightsOf(renderWith({}).find('Role', 'fix').rules)).toEqual([
      `apps/deployments/scale ${names}: get,patch,update`,
      `apps/deployments ${names}: patch`,
      'autoscaling/horizontalpodautoscalers backend: patch',
    ]);
  });

  test('fix may patch no autoscaler where there is none', () => {
    const { rules } = renderWith({}, { backend: { autoscaling: { enabled: false } } }).find('Role', 'fix');
    expect(rules.flatMap(({ resources }) => resources)).toEqual(['deployments/scale', 'deployments']);
  });

  test('without the policies fix may not patch what only they hold it to', () => {
    const { find, ofKind } = renderWith({ admissionPolicy: false });
    expect(ofKind('ValidatingAdmissionPolicy')).toEqual([]);
    expect(ofKind('ValidatingAdmissionPolicyBinding')).toEqual([]);
    expect(rightsOf(find('Role', 'fix').rules)).not.toContainEqual(
      expect.stringContaining('apps/deployments '),
    );
  });

  test('the policies hold in the namespace of the release, under names that no other release has', () => {
    const { ofKind } = renderWith({}, { namespace: { create: true, name: 'elsewhere' } });
    const policies = ofKind('ValidatingAdmissionPolicy').map(({ metadata }) => metadata);
    expect(policies.map(({ name }) => name)).toEqual([
      'fix-deployments.elsewhere',
      'fix-scale.elsewhere',
      'fix-autoscaler.elsewhere',
    ]);
    expect(policies.map(({ namespace }) => namespace)).toEqual([undefined, undefined, undefined]);
    for (const { metadata, spec } of ofKind('ValidatingAdmissionPolicyBinding'))
      expect(spec, metadata.name).toEqual({
        policyName: metadata.name,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } },
        },
      });
  });

  test('the bound on replicas is the one of the values', () => {
    const { ofKind } = renderWith({ maxReplicas: 7 });
    for (const policy of ofKind('ValidatingAdmissionPolicy'))
      expect(JSON.stringify(policy)).toContain('<= 7');
  });
});
