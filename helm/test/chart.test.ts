import { expect, test } from 'vitest';
import { renderChart } from '../render.js';
import { containersOf, type KubernetesObject, podsOf, renderObjects } from './support/objects.js';
import { describeWith, has } from './support/tools.js';

const services = ['frontend', 'backend', 'mcp'] as const;
const production = ['values-production.yaml'];

describeWith('helm')('the chart by default', () => {
  const { objects, ofKind, find } = renderObjects();

  test('names its objects as people type them, in the namespace of the release', () => {
    expect(ofKind('Deployment').map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining([...services, 'postgres']),
    );
    expect(ofKind('Service').map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining([...services, 'postgres']),
    );
    expect(objects.filter(({ metadata }) => metadata.namespace !== 'todo')).toEqual([]);
    expect(ofKind('Namespace')).toEqual([]);
  });

  test('has two frontends, two MCP servers, and two to ten backends at 70 % of their CPU', () => {
    expect(find('Deployment', 'frontend').spec.replicas).toBe(2);
    expect(find('Deployment', 'mcp').spec.replicas).toBe(2);
    expect(find('Deployment', 'backend').spec.replicas).toBeUndefined();
    const { spec } = find('HorizontalPodAutoscaler', 'backend');
    expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    expect(spec.metrics.map(({ resource }) => [resource.name, resource.target.averageUtilization])).toEqual([
      ['cpu', 70],
    ]);
  });

  test.each(services)(
    'probes %s as the specification says: liveness every 10 s, readiness every 5 s',
    (name) => {
      const [container] = find('Deployment', name).spec.template.spec.containers;
      expect(container.startupProbe.httpGet?.path).toBe('/startupz');
      expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/livez' }, periodSeconds: 10 });
      expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/health' }, periodSeconds: 5 });
      for (const { timeoutSeconds } of [container.livenessProbe, container.readinessProbe])
        expect(timeoutSeconds).toBeGreaterThan(1);
    },
  );

  test.each(['frontend', 'backend'] as const)('gives %s what the specification gives it', (name) => {
    const [{ resources }] = find('Deployment', name).spec.template.spec.containers;
    expect(resources.requests).toMatchObject({ cpu: '100m', memory: '256Mi' });
    expect(resources.limits).toMatchObject({ cpu: '500m', memory: '512Mi' });
  });

  test('limits every container, in storage too', () => {
    for (const { spec } of podsOf(objects))
      for (const { name, resources } of containersOf(spec))
        for (const resource of ['cpu', 'memory', 'ephemeral-storage'])
          expect([resources.requests[resource], resources.limits[resource]], name).not.toContain(undefined);
  });

  test('meets the "restricted" Pod Security Standard with every pod, that of helm test too', () => {
    const pods = podsOf(objects);
    expect(pods.map(({ name }) => name)).toContain('helm-test');
    for (const { name, spec } of pods) {
      expect(spec, name).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { securityContext } of containersOf(spec))
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      for (const { emptyDir } of spec.volumes ?? []) expect(emptyDir?.sizeLimit, name).toBeDefined();
    }
  });

  test('replaces pods one by one, a new one first, and lets a node be drained', () => {
    for (const name of services) {
      const { strategy, template } = find('Deployment', name).spec;
      expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
      for (const spread of template.spec.topologySpreadConstraints)
        expect(spread).toMatchObject({
          whenUnsatisfiable: 'ScheduleAnyway',
          matchLabelKeys: ['pod-template-hash'],
        });
      expect(find('PodDisruptionBudget', name).spec).toMatchObject({
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      });
    }
    expect(find('Deployment', 'postgres').spec.strategy).toEqual({ type: 'Recreate' });
  });

  test('has Services that find the pods of their name, at the port that the pods listen on', () => {
    for (const name of services) {
      const service = find('Service', name).spec;
      const { metadata, spec } = find('Deployment', name).spec.template;
      expect(metadata.labels).toMatchObject(service.selector);
      expect(spec.containers[0].ports?.map(({ name, containerPort }) => [name, containerPort])).toEqual(
        service.ports.map(({ targetPort, port }) => [targetPort, port]),
      );
    }
  });

  test('migrates in the pods of the backend, from the same image, with no secret but the database', () => {
    const { initContainers = [], containers } = find('Deployment', 'backend').spec.template.spec;
    expect(initContainers.map(({ name, image, command }) => ({ name, image, command }))).toEqual([
      { name: 'migrate', image: containers[0].image, command: ['node', 'migrate.js'] },
    ]);
    expect(initContainers[0]?.env?.map(({ name }) => name)).toEqual(['DATABASE_URL', 'DATABASE_DIRECT_URL']);
  });

  test('writes no secret into anything but the Secret, and without a cluster none that would work', () => {
    const { data = {} } = find('Secret', 'todo-secrets');
    const decoded = Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]);
    expect(Object.fromEntries(decoded)).toEqual({
      DATABASE_URL: 'generated-by-install',
      JWT_SECRET: 'generated-by-install',
      POSTGRES_PASSWORD: '',
    });
    for (const { spec } of podsOf(objects))
      for (const { env = [] } of containersOf(spec))
        for (const { name, value } of env)
          if (/URL|SECRET|PASSWORD|KEY/.test(name)) expect(value, name).toBeUndefined();
  });

  test('renders the same twice', () => {
    expect(renderChart()).toBe(renderChart());
  });

  test.skipIf(!has('helm4'))('renders the same with Helm 4 as with Helm 3', () => {
    const sorted = (helm: string) =>
      renderObjects({ helm })
        .objects.map((object) => JSON.stringify(object))
        .sort();
    expect(sorted('helm4')).toEqual(sorted('helm'));
  });
});

describeWith('helm')('the shutdown', () => {
  const shutdownOf = (shutdown: object) => {
    const { find } = renderObjects({ values: { shutdown } });
    return services.map((name) => {
      const { terminationGracePeriodSeconds, containers } = find('Deployment', name).spec.template.spec;
      const { DRAIN_DELAY_MS, SHUTDOWN_BUDGET_MS } = find('ConfigMap', name).data;
      const preStop = containers[0].lifecycle?.preStop.sleep.seconds;
      return {
        grace: terminationGracePeriodSeconds,
        drain: DRAIN_DELAY_MS,
        budget: SHUTDOWN_BUDGET_MS,
        preStop,
      };
    });
  };

  test.each([
    [{}, { grace: 30, drain: '5000', budget: '25000' }],
    [{ drainSeconds: 20 }, { grace: 45, drain: '20000', budget: '40000' }],
    [
      { drainSeconds: 0, preStopSeconds: 10 },
      { grace: 35, drain: '0', budget: '20000', preStop: 10 },
    ],
  ])('of %j is %j in all three', (given, expected) => {
    expect(shutdownOf(given)).toEqual(services.map(() => ({ preStop: undefined, ...expected })));
  });

  test('that the platform has no room for is refused, with the sum', () => {
    expect(() => shutdownOf({ drainSeconds: 10, preStopSeconds: 3, maxSeconds: 30 })).toThrow(
      'preStopSeconds 3 + drainSeconds 10 + 16 s for requests and steps + 4 s to spare + 5 s before SIGKILL = 38 s, more than shutdown.maxSeconds (30)',
    );
  });

  test('that ends before anybody has heard of it is refused', () => {
    expect(() => shutdownOf({ drainSeconds: 1 })).toThrow(
      'preStopSeconds 0 + drainSeconds 1 is less than the 2 s',
    );
  });
});

describeWith('helm')('the database', () => {
  test('is one pod of the release as long as no other is named, for at most so many connections', () => {
    const { find, ofKind } = renderObjects();
    const { securityContext, containers } = find('Deployment', 'postgres').spec.template.spec;
    expect(securityContext).toMatchObject({ runAsUser: 70, runAsGroup: 70, fsGroup: 70 });
    const [, connections = '0'] = /max_connections=(\d+)/.exec(containers[0].args?.join(' ') ?? '') ?? [];
    // The pools of the backend: 10 for tasks, 4 to sign in, one to listen, one to check, one to migrate.
    const { maxReplicas } = find('HorizontalPodAutoscaler', 'backend').spec;
    const replicas = find('Deployment', 'mcp').spec.replicas ?? 0;
    expect(Number(connections)).toBeGreaterThan((maxReplicas + 1) * 17 + (replicas + 1) * 11);
    expect(ofKind('NetworkPolicy').map(({ metadata }) => metadata.name)).toContain('postgres');
  });

  test.each([
    ['a URL', { database: { url: 'postgres://me:pw@db.example.com/todo' } }],
    ['a Secret', { secrets: { existingSecret: 'mine' } }],
  ])('is elsewhere when %s says so: nothing of it is in the release', (_, values) => {
    const { objects, find } = renderObjects({ values });
    expect(objects.filter(({ metadata }) => metadata.name === 'postgres')).toEqual([]);
    expect(find('NetworkPolicy', 'database').spec.egress).toEqual([
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 5432 }] },
    ]);
  });

  test('keeps its data in a claim when it is asked to', () => {
    const { objects } = renderObjects({ values: { database: { persistence: { enabled: true } } } });
    expect(objects.map(({ kind }) => kind)).toContain('PersistentVolumeClaim');
  });
});

describeWith('helm')('secrets and settings', () => {
  const annotationsOf = (values: object, name: string) =>
    renderObjects({ values }).find('Deployment', name).spec.template.metadata.annotations ?? {};

  test('roll the pods that read them when they change, and no others', () => {
    const secrets = { jwtSecret: 'a'.repeat(32) };
    const changed = { secrets: { jwtSecret: 'b'.repeat(32) } };
    expect(annotationsOf(changed, 'backend')).not.toEqual(annotationsOf({ secrets }, 'backend'));
    expect(annotationsOf(changed, 'mcp')).not.toEqual(annotationsOf({ secrets }, 'mcp'));
    expect(annotationsOf(changed, 'frontend')).toEqual(annotationsOf({ secrets }, 'frontend'));
    const settings = { backend: { config: { SIGNUP: 'closed' } } };
    expect(annotationsOf(settings, 'backend')).not.toEqual(annotationsOf({}, 'backend'));
    expect(annotationsOf(settings, 'mcp')).toEqual(annotationsOf({}, 'mcp'));
  });

  test('reach the pods as they were given, numbers too', () => {
    const { find } = renderObjects({
      values: {
        database: { url: 'postgres://me:p,w@db/todo', directUrl: 'postgres://me:pw@direct/todo' },
        secrets: { jwtSecret: 'j'.repeat(40), jwtSecretPrevious: 'p'.repeat(40), openaiApiKey: 'sk' },
        backend: { config: { ASSISTANT_TOKENS_PER_DAY: 12_000_000 } },
      },
    });
    const { data = {} } = find('Secret', 'todo-secrets');
    expect(
      Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
      ),
    ).toEqual({
      DATABASE_URL: 'postgres://me:p,w@db/todo',
      DATABASE_DIRECT_URL: 'postgres://me:pw@direct/todo',
      JWT_SECRET: 'j'.repeat(40),
      JWT_SECRET_PREVIOUS: 'p'.repeat(40),
      OPENAI_API_KEY: 'sk',
    });
    expect(find('ConfigMap', 'backend').data.ASSISTANT_TOKENS_PER_DAY).toBe('12000000');
  });

  test('come from a Secret of yours when it is named, and then the chart makes none', () => {
    const { ofKind, find } = renderObjects({ values: { secrets: { existingSecret: 'mine' } } });
    expect(ofKind('Secret')).toEqual([]);
    const { spec, metadata } = find('Deployment', 'backend').spec.template;
    const names = containersOf(spec).flatMap(({ env = [] }) =>
      env.map((one) => one.valueFrom?.secretKeyRef.name),
    );
    expect(new Set(names)).toEqual(new Set(['mine']));
    expect(metadata.annotations).not.toHaveProperty('checksum/secrets');
  });

  test('count one more proxy when an Ingress or Gateway stands before the frontend', () => {
    const proxies = (values: object) =>
      renderObjects({ values }).find('ConfigMap', 'backend').data.TRUSTED_PROXIES;
    expect(proxies({})).toBe('1');
    expect(proxies({ ingress: { enabled: true, host: 'todo.example.com' } })).toBe('2');
    expect(proxies({ httpRoute: { enabled: true, parentRefs: [{ name: 'gateway' }] } })).toBe('2');
    expect(proxies({ backend: { trustedProxies: '10.0.0.0/8' } })).toBe('10.0.0.0/8');
  });
});

describeWith('helm')('network policies', () => {
  const { ofKind } = renderObjects();
  const policies = ofKind('NetworkPolicy');
  const named = (name: string) => ({
    podSelector: {
      matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'todo-app' },
    },
  });
  const specOf = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec;

  test('deny everything to every pod of the release, to begin with', () => {
    expect(specOf('default-deny')).toEqual({
      podSelector: {
        matchLabels: { 'app.kubernetes.io/instance': 'todo-app', 'app.kubernetes.io/part-of': 'todo-app' },
      },
      policyTypes: ['Ingress', 'Egress'],
    });
    for (const { metadata } of ofKind('Deployment'))
      expect(
        ofKind('Deployment').find((one) => one.metadata.name === metadata.name)?.spec.template.metadata
          .labels,
      ).toMatchObject({ 'app.kubernetes.io/instance': 'todo-app', 'app.kubernetes.io/part-of': 'todo-app' });
  });

  test('let the frontend reach the backend, and nothing else', () => {
    expect(specOf('frontend')?.ingress).toEqual([{ ports: [{ port: 3000 }] }]);
    expect(specOf('frontend')?.egress).toEqual([{ to: [named('backend')], ports: [{ port: 8000 }] }]);
  });

  test('let only the frontend and helm test reach the backend, which reaches MCP server and model', () => {
    expect(specOf('backend')?.ingress).toEqual([
      { from: [named('frontend'), named('helm-test')], ports: [{ port: 8000 }] },
    ]);
    const [mcp, model] = specOf('backend')?.egress ?? [];
    expect(mcp).toEqual({ to: [named('mcp')], ports: [{ port: 8001 }] });
    const elsewhere = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
    expect(model).toEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: elsewhere } }],
      ports: [{ port: 443 }],
    });
  });

  test('let no backend reach a model when no address is named', () => {
    const { find } = renderObjects({ values: { networkPolicy: { model: { cidrs: [] } } } });
    expect(find('NetworkPolicy', 'backend').spec.egress).toEqual([
      { to: [named('mcp')], ports: [{ port: 8001 }] },
    ]);
  });

  test('let only the backend and helm test reach the MCP server, which reaches the database alone', () => {
    expect(specOf('mcp')).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [named('backend'), named('helm-test')], ports: [{ port: 8001 }] }],
    });
    expect(specOf('mcp')?.egress).toBeUndefined();
  });

  test('let backend and MCP server reach the database, and nobody else', () => {
    expect(specOf('postgres')).toMatchObject({
      ingress: [{ from: [named('backend'), named('mcp')], ports: [{ port: 5432 }] }],
    });
    expect(specOf('database')).toMatchObject({
      podSelector: {
        matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['backend', 'mcp'] }],
      },
      egress: [{ to: [named('postgres')], ports: [{ port: 5432 }] }],
    });
  });

  test('open to an ingress controller and to Prometheus what the values name', () => {
    const { find } = renderObjects({ files: production });
    const namespace = (name: string) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    });
    const froms = (name: string) => find('NetworkPolicy', name).spec.ingress?.[0]?.from;
    expect(froms('frontend')).toEqual([
      namespace('ingress-nginx'),
      named('helm-test'),
      namespace('monitoring'),
    ]);
    expect(froms('backend')).not.toContainEqual(namespace('ingress-nginx'));
    expect(froms('mcp')).toContainEqual(namespace('ingress-nginx'));
    const values = {
      database: { url: 'postgres://db/todo' },
      networkPolicy: { database: { cidrs: [], peers: [namespace('db')] } },
    };
    expect(renderObjects({ values }).find('NetworkPolicy', 'database').spec.egress).toEqual([
      { to: [namespace('db')], ports: [{ port: 5432 }] },
    ]);
  });
});

describeWith('helm')('a namespace of its own', () => {
  test('is made when it is asked for, restricted, and everything lies in it', () => {
    const { objects, find } = renderObjects({
      namespace: 'default',
      values: { namespace: { create: true } },
    });
    expect(find('Namespace', 'todo-app').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    const others = objects.filter(({ kind }) => kind !== 'Namespace');
    expect(new Set(others.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['todo-app']));
    expect(find('ConfigMap', 'mcp').data.MCP_ALLOWED_HOSTS).toContain('mcp.todo-app.svc');
  });

  test('is refused when it is that of the release, which would go with it', () => {
    expect(() => renderChart({ namespace: 'todo-app', values: { namespace: { create: true } } })).toThrow(
      "todo-app, the release's own namespace",
    );
  });
});

describeWith('helm')('the values for Minikube', () => {
  const { objects, ofKind, find } = renderObjects({ files: ['values-minikube.yaml'] });
  const units: Record<string, number> = { m: 0.001, Mi: 1, Gi: 1024 };
  const amount = (quantity: string | number = 0): number => {
    const [, digits = '', unit = ''] = /^([\d.]+)(\D*)$/.exec(String(quantity)) ?? [];
    return Number(digits) * (units[unit] ?? 1);
  };
  const requestsOf = (resource: string, deployment: KubernetesObject<'Deployment'>): number =>
    deployment.spec.template.spec.containers.reduce(
      (sum, { resources }) => sum + amount(resources.requests[resource]),
      0,
    );

  test('fit what a node of 2 CPUs and 4 GB leaves, at the most pods, with a surge pod of each', () => {
    const { maxReplicas } = find('HorizontalPodAutoscaler', 'backend').spec;
    const atMost = (resource: string) =>
      ofKind('Deployment').reduce((sum, deployment) => {
        const pods =
          (deployment.spec.replicas ?? maxReplicas) + (deployment.spec.strategy.rollingUpdate?.maxSurge ?? 0);
        return sum + pods * requestsOf(resource, deployment);
      }, 0);
    expect(atMost('cpu')).toBeLessThanOrEqual(1.15);
    expect(atMost('memory')).toBeLessThanOrEqual(3 * 1024);
  });

  test('open the frontend to `minikube service frontend`', () => {
    expect(find('Service', 'frontend').spec.type).toBe('NodePort');
    expect(objects.map(({ kind }) => kind)).not.toContain('Ingress');
  });
});
