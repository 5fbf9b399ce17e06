import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '@todo/containers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ComposeService, readCompose, readWithoutComments, withoutSettings } from './support/compose.js';
import { read, root } from './support/files.js';
import { documented, type Service, services as serviceNames, settings } from './support/settings.js';

const { services, networks, volumes } = readCompose('docker/services.yml');
const all = Object.entries(services).map(([name, service]) => ({ name, ...service }));
const named = (name: string): ComposeService => services[name] ?? expect.unreachable(`no service ${name}`);
const oneShots = ['secrets', 'migrate'];
const longRunning = ['postgres', ...serviceNames];

/** What a service can be told, `<NAME>_FILE` included where it reads those. */
const knownTo = (service: Service): string[] => {
  const names = settings[service].map(({ name }) => name);
  return service === 'frontend' ? names : [...names, ...names.map((name) => `${name}_FILE`)];
};

/** What compose itself decides, because the containers are its own. */
const decided = [
  ...['HOST', 'HOSTNAME', 'PORT', 'DRAIN_DELAY_MS', 'SHUTDOWN_BUDGET_MS', 'MCP_URL', 'BACKEND_URL'],
  ...['TRUSTED_PROXIES', 'ADMISSION', 'SERVICE_NAME'],
];

describe('compose tells', () => {
  test.each(serviceNames)('%s nothing that it does not know', (service) => {
    expect(knownTo(service)).toEqual(expect.arrayContaining(Object.keys(named(service).environment ?? {})));
  });

  test('the migration nothing that the backend does not know', () => {
    expect(knownTo('backend')).toEqual(
      expect.arrayContaining(Object.keys(named('migrate').environment ?? {})),
    );
  });

  test.each(serviceNames)('%s everything else that one may set', (service) => {
    const told = Object.keys(named(service).environment ?? {}).map((name) => name.replace(/_FILE$/, ''));
    const settable = settings[service].map(({ name }) => name).filter((name) => !decided.includes(name));
    expect(told).toEqual(expect.arrayContaining(settable));
  });

  test('nobody of a variable that is not documented', () => {
    const read = ['services.yml', 'development.yml', 'docker-compose.yml', 'docker-compose.dev.yml'].flatMap(
      (file) => [...readWithoutComments(`docker/${file}`).matchAll(/(?<!\$)\$\{([A-Z_]+)/g)],
    );
    expect(documented.map(({ name }) => name)).toEqual(
      expect.arrayContaining(read.map(([, name = '']) => name)),
    );
  });

  test('nobody a secret of its own: such a value is handed on from the outside, or is the name of a file', () => {
    const secret = /PASSWORD|SECRET|KEY|TOKEN|DATABASE_(DIRECT_)?URL/;
    for (const { name, environment = {} } of all)
      for (const [variable, value] of Object.entries(environment))
        if (secret.test(variable) && !variable.endsWith('_FILE') && !/PER_DAY$/.test(variable))
          expect(withoutSettings(value), `${name}: ${variable}`).toBe('');
  });
});

describe('every container', () => {
  test.each(all)('of $name has a root that is read only, no capability and no way to get one', (service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    // It gives files to the groups that read them.
    expect(service.cap_add ?? []).toEqual(service.name === 'secrets' ? ['CHOWN'] : []);
  });

  test.each(all)('of $name has limits', ({ name, deploy }) => {
    const cpus = name === 'postgres' ? '1' : '0.5';
    expect(deploy?.resources.limits).toEqual({ cpus, memory: '512M', pids: expect.any(Number) });
  });

  test.each(all)('of $name runs as a user with a number, root without a network excepted', (service) => {
    if (service.name === 'secrets') expect(service).toMatchObject({ user: '0:0', network_mode: 'none' });
    else if (service.name === 'postgres') expect(service.user).toBe('70:70');
    else expect(service.user, 'the user of the image').toBeUndefined();
  });

  test('starts again unless it was stopped; what has done its work does not', () => {
    const names = (policy: string) => all.filter(({ restart }) => restart === policy).map(({ name }) => name);
    expect(names('unless-stopped').toSorted()).toEqual([...longRunning].sort());
    expect(names('no')).toEqual(oneShots);
  });
});

describe('a service', () => {
  test.each(serviceNames)('%s is given longer to stop than it takes at most', (name) => {
    const seconds = Number(/^(\d+)s$/.exec(named(name).stop_grace_period ?? '')?.[1]);
    const budget = settings[name].find((setting) => setting.name === 'SHUTDOWN_BUDGET_MS');
    expect(seconds * 1000).toBeGreaterThan(Number(budget?.standard));
  });

  test.each(serviceNames)(
    '%s listens where its image says, and is published on this machine only',
    (name) => {
      const port = settings[name].find((setting) => setting.name === 'PORT')?.standard;
      expect(read(`docker/${name}.Dockerfile`)).toContain(`EXPOSE ${port}\n`);
      const variable = `${name.toUpperCase()}_PORT`;
      const standard = documented.find((line) => line.name === variable)?.standard;
      expect(named(name).ports).toEqual([`127.0.0.1:\${${variable}:-${standard}}:${port}`]);
    },
  );

  test.each(serviceNames)('%s has its health check from its image, at another pace', (name) => {
    expect(read(`docker/${name}.Dockerfile`)).toMatch(/^HEALTHCHECK /m);
    expect(named(name).healthcheck).toEqual({ interval: expect.stringMatching(/^\d+s$/) });
  });

  test.each(serviceNames)('%s is built from its Dockerfile, under the name that is agreed', (name) => {
    expect(named(name).build).toMatchObject({ context: '.', dockerfile: `docker/${name}.Dockerfile` });
    expect(withoutSettings(named(name).image)).toBe(`todo-${name}:local`);
  });

  test('is never looked for in a registry, when its image is ours', () => {
    for (const { name, image, pull_policy } of all)
      expect(pull_policy, name).toBe(image.startsWith('todo-') ? 'never' : undefined);
  });

  test('addresses another by its name and port', () => {
    expect(named('backend').environment).toMatchObject({ MCP_URL: 'http://mcp:8001/mcp' });
    expect(named('frontend').environment).toMatchObject({ BACKEND_URL: 'http://backend:8000' });
    expect(withoutSettings(named('mcp').environment?.MCP_ALLOWED_HOSTS ?? '')).toBe('mcp');
  });

  test('PostgreSQL is published nowhere', () => expect(named('postgres').ports).toBeUndefined());
});

describe('the order', () => {
  const conditionsOf = (name: string) =>
    Object.fromEntries(
      Object.entries(named(name).depends_on ?? {}).map(([other, { condition }]) => [other, condition]),
    );

  test('is secrets, database, migration, MCP server, backend, frontend', () => {
    const secrets = 'service_completed_successfully';
    const healthy = 'service_healthy';
    expect(conditionsOf('postgres')).toEqual({ secrets });
    expect(conditionsOf('migrate')).toEqual({ secrets, postgres: healthy });
    expect(conditionsOf('mcp')).toEqual({ secrets, migrate: secrets });
    expect(conditionsOf('backend')).toEqual({ secrets, migrate: secrets, mcp: healthy });
    expect(conditionsOf('frontend')).toEqual({ backend: healthy });
  });

  test('who reads secrets starts again when others are written', () => {
    for (const { name, depends_on = {} } of all)
      if (depends_on.secrets) expect(depends_on.secrets.restart, name).toBe(true);
  });
});

describe('the networks', () => {
  const networksOf = ({ networks: of = [] }: ComposeService) => (Array.isArray(of) ? of : Object.keys(of));

  test('the frontend shares none with the database, whose network has no way out', () => {
    expect(networksOf(named('postgres'))).toEqual(['back']);
    expect(networksOf(named('frontend'))).toEqual(['front']);
    expect(networks.back).toMatchObject({ internal: true });
  });

  test('the backend believes the frontend, at its own address, and no other', () => {
    expect(named('frontend').networks).toEqual({
      front: { ipv4_address: named('backend').environment?.TRUSTED_PROXIES },
    });
  });
});

describe('the volumes', () => {
  const usersOf = (volume: string) =>
    all.filter((service) => service.volumes?.some((mount) => mount.startsWith(`${volume}:`)));

  test.each([
    ['postgres-secret', ['postgres']],
    ['database-secret', ['migrate', 'mcp', 'backend']],
    ['jwt-secret', ['mcp', 'backend']],
    ['model-secret', ['backend']],
  ])('%s is written by one and read by those that need it', (volume, readers) => {
    const writers = usersOf(volume).filter(
      ({ volumes: mounts = [] }) =>
        !mounts.some((mount) => mount.startsWith(`${volume}:`) && mount.endsWith(':ro')),
    );
    expect(writers.map(({ name }) => name)).toEqual(['secrets']);
    expect(usersOf(volume).map(({ name }) => name)).toEqual(['secrets', ...readers]);
  });

  test('hold the secrets and the data, and nothing else is kept', () => {
    expect(Object.keys(volumes)).toEqual([
      'data',
      'postgres-secret',
      'database-secret',
      'jwt-secret',
      'model-secret',
    ]);
  });

  test.each(serviceNames)('%s is given a file where a setting names one', (name) => {
    const { environment = {}, volumes: mounts = [] } = named(name);
    const targets = mounts.map((mount) => mount.split(':')[1]);
    for (const [variable, path] of Object.entries(environment))
      if (variable.endsWith('_FILE')) expect(targets).toContain(path.replace(/\/[^/]+$/, ''));
  });
});

describe('while one develops', () => {
  const development = readCompose('docker/development.yml').services;
  const manifest = (folder: string) =>
    JSON.parse(read(`${folder}/package.json`)) as { dependencies?: Record<string, string> };

  /** An app with the packages of ours that it is made of. */
  const partsOf = (folder: string): string[] => [
    folder,
    ...Object.keys(manifest(folder).dependencies ?? {})
      .filter((name) => name.startsWith('@todo/'))
      .flatMap((name) => partsOf(name.replace('@todo/', 'packages/'))),
  ];

  test.each(serviceNames)(
    'the sources of %s are those of the repository, and nothing is written there',
    (name) => {
      const mounts = development[name]?.volumes ?? [];
      const sources = [...new Set(partsOf(`apps/${name}`))].map((folder) => `${folder}/src`);
      if (sources.includes('packages/tasks/src')) sources.push('packages/tasks/migrations');
      expect(mounts.toSorted()).toEqual(sources.map((path) => `./${path}:/repo/${path}:ro`).sort());
    },
  );

  test.each(serviceNames)('%s runs in the stage that builds it, under another name', (name) => {
    expect(development[name]?.build).toEqual({ target: 'build' });
    expect(withoutSettings(development[name]?.image ?? '')).toBe(`todo-${name}:local-development`);
  });
});

const engine = findEngine();
const missing = 'missing' in engine ? engine.missing : undefined;
// vitest counts what is skipped, but does not say why.
if (missing) console.warn(`docker compose does not read the files, ${missing}`);

describe('docker compose', () => {
  /** What it makes of a file, called in a folder. */
  const config = (folder: string, args: string[], env: Record<string, string> = {}) => {
    if ('missing' in engine) throw new Error(engine.missing);
    const [command, ...rest] = [...engine.compose, ...args, 'config', '--format', 'json'];
    const { stdout, stderr, error } = spawnSync(command ?? '', rest, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    });
    expect({ stderr, error }).toEqual({ stderr: '', error: undefined });
    return JSON.parse(stdout) as {
      name: string;
      services: Record<string, { scale?: number; environment?: Record<string, string> }>;
      volumes: Record<string, { name: string }>;
    };
  };
  /** Nothing is set, whatever the `.env` of who runs this says. */
  const unset = Object.fromEntries(documented.map(({ name }) => [name, '']));
  const url = 'postgres://me:p%40ss%24%23@db.example.com/todo?sslmode=require&channel_binding=require';
  const places = [
    { place: 'the root', folder: '.', args: [] },
    { place: 'docker/', folder: 'docker', args: [] },
    {
      place: 'the root, with the name of the file',
      folder: '.',
      args: ['--file', 'docker/docker-compose.yml'],
    },
    { place: 'the root, for development', folder: '.', args: ['--file', 'docker/docker-compose.dev.yml'] },
  ];

  for (const { place, folder, args } of places) {
    test(`in ${place} reads the same product, with a database of its own`, ({ skip }) => {
      if (missing && process.env.CI !== 'true') skip(missing);
      const product = config(join(root, folder), args, unset);
      expect(product.name).toBe('todo');
      expect(Object.keys(product.services).sort()).toEqual([...oneShots, ...longRunning].sort());
      expect(product.services.postgres?.scale).toBeUndefined();
      expect(product.volumes.data).toEqual({ name: 'todo_data' });
    });

    test(`in ${place} starts no database when DATABASE_URL is set, and hands it on as it is`, ({ skip }) => {
      if (missing && process.env.CI !== 'true') skip(missing);
      const product = config(join(root, folder), args, {
        ...unset,
        DATABASE_URL: url,
        DATABASE_DIRECT_URL: `${url}&direct`,
      });
      expect(product.services.postgres?.scale).toBe(0);
      expect(product.services.secrets?.environment?.DATABASE_URL).toBe(url.replaceAll('$', '$$'));
      expect(product.services.backend?.environment?.DATABASE_DIRECT_URL).toBe(`${url}&direct`);
    });
  }

  test('reads the .env at the root from everywhere', ({ skip }) => {
    if (missing && process.env.CI !== 'true') skip(missing);
    const repository = mkdtempSync(join(tmpdir(), 'todo-compose-'));
    onTestFinished(() => rmSync(repository, { recursive: true }));
    mkdirSync(join(repository, 'docker'));
    const files = readdirSync(join(root, 'docker')).filter((name) => name.endsWith('.yml'));
    for (const path of ['compose.yaml', ...files.map((name) => join('docker', name))])
      copyFileSync(join(root, path), join(repository, path));
    writeFileSync(join(repository, '.env'), `DATABASE_URL='${url}'\n`);
    for (const { place, folder, args } of places) {
      const { services: found } = config(join(repository, folder), args);
      expect(found.secrets?.environment?.DATABASE_URL, place).toBe(url.replaceAll('$', '$$'));
    }
  });

  test('does not use a direct address without the database that it belongs to', ({ skip }) => {
    if (missing && process.env.CI !== 'true') skip(missing);
    const product = config(root, [], { ...unset, DATABASE_DIRECT_URL: url });
    expect(product.services.backend?.environment?.DATABASE_DIRECT_URL).toBe('');
  });
});
