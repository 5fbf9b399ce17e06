import { beforeAll, describe, expect, test } from 'vitest';
import { newTalker } from '../support/chat.js';
import { sharedProject } from './own-containers.js';
import type { Container, Service } from './project.js';

const project = sharedProject();
/** Those that are ours, and have Node inside. */
const OURS = ['frontend', 'backend', 'mcp'] as const satisfies Service[];

let containers: Container[];
beforeAll(async () => {
  containers = await project.containers();
});

const serviceOf = ({ Config }: Container): string => Config.Labels['com.docker.compose.service'] ?? '';
const containerOf = (service: Service): Container => {
  const found = containers.find((container) => serviceOf(container) === service);
  if (found === undefined) throw new Error(`no container ${service}`);
  return found;
};

describe.each(OURS)('inside the %s', (service) => {
  test('the service is not root, and has no capability and no way to one', async () => {
    const status = await project.run<string>(
      service,
      `import { readFileSync } from 'node:fs';
       console.log(JSON.stringify(readFileSync('/proc/1/status', 'utf8')));`,
    );
    const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1];
    expect(field('Uid')).toBe('1000\t1000\t1000\t1000');
    expect(field('Gid')).toBe('1000\t1000\t1000\t1000');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect([set, Number.parseInt(field(set) ?? '', 16)]).toEqual([set, 0]);
    expect(field('NoNewPrivs')).toBe('1');
    // 2: by a filter.
    expect(field('Seccomp')).toBe('2');
  });

  test('nothing can be written but where memory is mounted', async () => {
    const writable = Object.keys(containerOf(service).HostConfig.Tmpfs ?? {});
    const places = ['/', '/app', '/etc', '/usr/bin', '/var/tmp', '/home/node', '.', ...writable];
    const outcomes = await project.run<Record<string, string>>(
      service,
      `import { rmSync, writeFileSync } from 'node:fs';
       const outcome = (place) => {
         try {
           writeFileSync(place + '/written-by-a-test', '');
           rmSync(place + '/written-by-a-test');
           return 'written';
         } catch ({ code }) {
           return code;
         }
       };
       console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(places)}.map((place) => [place, outcome(place)]))));`,
    );
    for (const [place, outcome] of Object.entries(outcomes)) {
      // A place that is not there can't be written either.
      if (writable.includes(place)) expect([place, outcome]).toEqual([place, 'written']);
      else expect([place, outcome]).toEqual([place, expect.stringMatching(/^(EROFS|ENOENT)$/)]);
    }
    expect(outcomes['/']).toBe('EROFS');
    expect(outcomes['/app']).toBe('EROFS');
  });
});

test('every container, those that have ended too, was started without privileges', () => {
  const services = containers.map(serviceOf);
  expect(services).toEqual(expect.arrayContaining([...OURS, 'postgres', 'migrate']));
  for (const container of containers) {
    const { ReadonlyRootfs, CapDrop, CapAdd, SecurityOpt, Privileged } = container.HostConfig;
    expect({ ReadonlyRootfs, CapDrop, CapAdd, SecurityOpt, Privileged }, serviceOf(container)).toEqual({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // The one that gives each secret to those who may read it, and ends.
      CapAdd: serviceOf(container) === 'secrets' ? [expect.stringMatching(/^(CAP_)?CHOWN$/)] : null,
      SecurityOpt: [expect.stringMatching(/^no-new-privileges(:true)?$/)],
      Privileged: false,
    });
  }
});

test('only the three are published, and to this machine alone', () => {
  const published = containers.flatMap((container) =>
    Object.entries(container.NetworkSettings.Ports).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp }) => `${serviceOf(container)} ${port} ${HostIp}`),
    ),
  );
  expect(published.filter((line) => !line.startsWith('second-')).toSorted()).toEqual([
    'backend 8000/tcp 127.0.0.1',
    'frontend 3000/tcp 127.0.0.1',
    'mcp 8001/tcp 127.0.0.1',
  ]);
});

/** What happens to one who looks for the database, by its name and by each of its addresses. */
const reach = (service: Service, addresses: readonly string[]) =>
  project.run<{ name: string; addresses: string[] }>(
    service,
    `import { lookup } from 'node:dns/promises';
     import { connect } from 'node:net';
     const name = await lookup('postgres').then(() => 'found', ({ code }) => code);
     const tried = ${JSON.stringify(addresses)}.map((host) => new Promise((resolve) => {
       const socket = connect({ host, port: 5432 });
       const settle = (outcome) => { socket.destroy(); resolve(outcome); };
       socket.once('connect', () => settle('connected')).once('error', ({ code }) => settle(code));
       socket.setTimeout(2_000, () => settle('silence'));
     }));
     console.log(JSON.stringify({ name, addresses: await Promise.all(tried) }));`,
  );

test('the frontend cannot reach the database, those that need it can', async () => {
  const { Networks } = containerOf('postgres').NetworkSettings;
  const addresses = Object.values(Networks).map(({ IPAddress }) => IPAddress);
  expect(addresses.length).toBeGreaterThan(0);
  for (const service of ['backend', 'mcp'] as const)
    expect(await reach(service, addresses)).toEqual({
      name: 'found',
      addresses: addresses.map(() => 'connected'),
    });
  const seen = await reach('frontend', addresses);
  expect(seen.name).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  expect(seen.addresses).not.toContain('connected');
});

test('secrets are in files of those who need them: not in the environment, not in the logs', async () => {
  // Somebody who makes the services handle them.
  await (await newTalker(project.replica.address)).add('Buy milk');
  const files = new Map<string, string[]>();
  for (const service of OURS) {
    const found = await project.run<Record<string, string>>(
      service,
      `import { readFileSync } from 'node:fs';
       const given = Object.entries(process.env).filter(([name]) => name.endsWith('_FILE'));
       console.log(JSON.stringify(Object.fromEntries(given.map(([name, file]) => [name, readFileSync(file, 'utf8').trim()]))));`,
    );
    files.set(service, Object.keys(found).toSorted());
    // Nothing has been rotated yet, so there is no previous one; nor has a key been given.
    const secrets = Object.values(found)
      .filter((value) => value !== '')
      .map((value) => (URL.canParse(value) ? decodeURIComponent(new URL(value).password) : value));
    expect(secrets).toHaveLength(service === 'frontend' ? 0 : 2);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThanOrEqual(32);
      for (const container of containers)
        expect(JSON.stringify(container).includes(secret), serviceOf(container)).toBe(false);
      expect((await project.compose('logs', '--no-color')).includes(secret)).toBe(false);
    }
  }
  expect(Object.fromEntries(files)).toEqual({
    frontend: [],
    backend: ['DATABASE_URL_FILE', 'JWT_SECRET_FILE', 'JWT_SECRET_PREVIOUS_FILE', 'OPENAI_API_KEY_FILE'],
    mcp: ['DATABASE_URL_FILE', 'JWT_SECRET_FILE', 'JWT_SECRET_PREVIOUS_FILE'],
  });
  const volumes = (service: Service) => containerOf(service).Mounts.map(({ Type }) => Type);
  expect(volumes('frontend')).not.toContain('volume');
});
