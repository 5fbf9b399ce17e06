import { readFileSync } from 'node:fs';
import { environment as backend, readConfig as readBackend } from '@todo/backend/dist/config.js';
import { environment as frontend, parseEnv as readFrontend } from '@todo/frontend/src/server/env.js';
import { environment as mcp, readConfig as readMcp } from '@todo/mcp/dist/config.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderObjects } from './support/objects.js';
import { describeWith } from './support/tools.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What Next.js and the preload that health gives it read, beyond the frontend's own. */
const ofPreload = [...read('packages/health/src/next.ts').matchAll(/\benv\.([A-Z_]+)/g)].map(
  ([, name]) => name ?? '',
);

const services = [
  { name: 'backend', schema: backend, read: readBackend, settings: Object.keys(backend.shape) },
  { name: 'mcp', schema: mcp, read: readMcp, settings: Object.keys(mcp.shape) },
  {
    name: 'frontend',
    schema: frontend,
    read: readFrontend,
    settings: [...Object.keys(frontend.shape), ...ofPreload, 'PORT', 'HOSTNAME'],
  },
] as const;
const secrets = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
  'OPENAI_API_KEY',
];

/** What the schema of the values lets people add to the settings of a service. */
const mayBeAdded = (name: string): string[] =>
  JSON.parse(read('helm/todo-app/values.schema.json')).properties[name].properties.config.propertyNames.enum;

describeWith('helm')('the chart gives each service', () => {
  const { find } = renderObjects({ files: ['values-production.yaml'] });
  const variablesOf = (name: string) => {
    const { data } = find('ConfigMap', name);
    const { env = [] } = find('Deployment', name).spec.template.spec.containers[0];
    return { data, fromSecret: env.map((one) => one.name) };
  };

  test.each(services)('$name: settings that it knows, and by the values all others', ({ name, settings }) => {
    const { data, fromSecret } = variablesOf(name);
    const given = [...Object.keys(data), ...fromSecret];
    expect(settings).toEqual(expect.arrayContaining([...given, ...mayBeAdded(name)]));
    expect(given.filter((one) => mayBeAdded(name).includes(one))).toEqual([]);
    // Of the preload alone: another name for the service, and what it tells Next.js.
    const left = ['SERVICE_NAME', 'NEXT_MANUAL_SIG_HANDLE'];
    expect([...given, ...mayBeAdded(name), ...left]).toEqual(expect.arrayContaining([...settings]));
  });

  test.each(services)('$name: what it accepts when it starts', ({ name, read }) => {
    const { data, fromSecret } = variablesOf(name);
    const values: Record<string, string> = {
      DATABASE_URL: 'postgres://todo:pw@db/todo',
      JWT_SECRET: 'j'.repeat(48),
    };
    const secret = Object.fromEntries(fromSecret.map((one) => [one, values[one] ?? '']));
    expect(() => read({ ...data, ...secret })).not.toThrow();
  });

  test.each([services[0], services[1]])(
    '$name: what it refuses, when nobody has made secrets',
    ({ name, read }) => {
      const { find } = renderObjects();
      const { data = {} } = find('Secret', 'todo-secrets');
      const decoded = Object.entries(data).map(([key, value]) => [
        key,
        Buffer.from(value, 'base64').toString(),
      ]);
      expect(() => read({ ...find('ConfigMap', name).data, ...Object.fromEntries(decoded) })).toThrow(
        /DATABASE_URL must be .*\n.*JWT_SECRET must have at least 32 bytes/,
      );
    },
  );

  test.each(services)(
    '$name: its secrets from the Secret, and nothing secret from the ConfigMap',
    ({ name, settings }) => {
      const { data, fromSecret } = variablesOf(name);
      expect([...fromSecret].sort()).toEqual(settings.filter((one) => secrets.includes(one)).sort());
      expect(Object.keys(data).filter((one) => secrets.includes(one))).toEqual([]);
    },
  );

  test.each(services)('$name: the port, the user and the probes that its image has', ({ name }) => {
    const { securityContext, containers } = find('Deployment', name).spec.template.spec;
    const dockerfile = read(`docker/${name}.Dockerfile`);
    const [, port] = /^EXPOSE (\d+)$/m.exec(dockerfile) ?? [];
    const [, user, group] = /^USER (\d+):(\d+)$/m.exec(dockerfile) ?? [];
    expect(containers[0].ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
    expect(find('ConfigMap', name).data.PORT).toBe(port);
    expect(securityContext).toMatchObject({ runAsUser: Number(user), runAsGroup: Number(group) });
    const { startupProbe, livenessProbe, readinessProbe } = containers[0];
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      expect(read('packages/health/src/health.ts')).toContain(`'${probe.httpGet?.path}'`);
  });

  test('addresses at which the others are', () => {
    const addressOf = (name: string) => `http://${name}:${find('Service', name).spec.ports[0]?.port}`;
    expect(find('ConfigMap', 'frontend').data.BACKEND_URL).toBe(addressOf('backend'));
    expect(find('ConfigMap', 'backend').data.MCP_URL).toBe(`${addressOf('mcp')}/mcp`);
    const hosts = find('ConfigMap', 'mcp').data.MCP_ALLOWED_HOSTS?.split(',');
    expect(hosts).toEqual(['mcp', 'mcp.todo', 'mcp.todo.svc', 'mcp.todo.svc.cluster.local']);
  });

  test('the program for migrations that the image of the backend has', () => {
    const { scripts } = JSON.parse(read('apps/backend/package.json')) as { scripts: { bundle: string } };
    const [migrate] = find('Deployment', 'backend').spec.template.spec.initContainers ?? [];
    expect(scripts.bundle).toContain(`${migrate?.command?.[1]?.replace('.js', '')}=`);
  });
});

describeWith('helm')('chart and Compose', () => {
  interface Service {
    image: string;
    environment: Record<string, string>;
    ports?: string[];
    healthcheck: object;
  }
  const compose = parse(read('docker/services.yml'), { merge: true }) as {
    services: Record<string, Service>;
  };
  const { find } = renderObjects();

  test.each(services)('know the same settings of $name', ({ name }) => {
    const { env = [] } = find('Deployment', name).spec.template.spec.containers[0];
    const ofChart = [
      ...Object.keys(find('ConfigMap', name).data),
      ...env.map((one) => one.name),
      ...mayBeAdded(name),
    ];
    const ofCompose = Object.keys(compose.services[name]?.environment ?? {}).map((one) =>
      one.replace(/_FILE$/, ''),
    );
    expect(ofChart).toEqual(expect.arrayContaining(ofCompose));
  });

  test.each(services)('run $name from the same image at the same port', ({ name }) => {
    const [{ image, ports = [] }] = find('Deployment', name).spec.template.spec.containers;
    const service = compose.services[name];
    expect(service?.image.replace(/\$\{\w+:-(\w+)\}/, '$1')).toBe(image);
    expect(service?.ports?.join()).toMatch(new RegExp(`:${ports[0]?.containerPort}$`));
  });

  test('run the same database for development', () => {
    const [{ image }] = find('Deployment', 'postgres').spec.template.spec.containers;
    expect(compose.services.postgres?.image).toBe(image);
  });
});
