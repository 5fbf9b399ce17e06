import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built, theBuilt } from './built.js';
import { type Container, createSurroundings, type Surroundings } from './containers.js';
import { docker, inspect, logs } from './docker.js';
import { PORTS, SERVICES, type Service } from './services.js';

/** Megabytes that an image may add to its base. */
const LARGEST: Record<Service, number> = { backend: 15, mcp: 15, frontend: 35 };
const BASE = process.env.NODE_IMAGE ?? 'node:20-alpine';

const INSTALLERS = 'npm npx corepack pnpm pnpx yarn yarnpkg apk apt apt-get dpkg pip pip3 turbo';
const COMPILERS = 'cc gcc g++ c++ clang as ld tcc make cmake go rustc tsc esbuild';

interface ImageConfig {
  User: string;
  Env: string[];
  Cmd: string[];
  Entrypoint: string[] | null;
  ExposedPorts: Record<string, object>;
  Healthcheck: { Test: string[]; Timeout: number };
  Labels: Record<string, string>;
}

let surroundings: Surroundings;
const running = {} as Record<Service, Container>;

beforeAll(async () => {
  if (!built) return;
  surroundings = await createSurroundings();
  for (const service of SERVICES.toReversed()) running[service] = await surroundings.start(service);
});
afterAll(() => surroundings?.remove());

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify(body),
});

/** Has each do its work for somebody new, and throws when it does not. */
const WORK: Record<Service, (origin: string) => Promise<void>> = {
  backend: async (origin) => {
    const person = {
      email: `${crypto.randomUUID()}@example.com`,
      password: 'correct horse battery',
      name: 'Ada',
    };
    const signedUp = await fetch(`${origin}/api/auth/signup`, json({ ...person, time_zone: 'UTC' }));
    expect(signedUp.status).toBe(201);
    const { user, token } = (await signedUp.json()) as { user: { id: string }; token: string };
    const { method, headers, body } = json({ title: 'Buy milk' });
    const request = {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      body,
    } as RequestInit;
    expect((await fetch(`${origin}/api/${user.id}/tasks`, request)).status).toBe(201);
  },
  mcp: async (origin) => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    // Nobody has signed in here; what is refused has been read and understood.
    expect((await fetch(`${origin}/mcp`, json(call))).status).toBe(401);
  },
  frontend: async (origin) => {
    const page = await fetch(`${origin}/sign-in`);
    expect(page.status).toBe(200);
    const [, script = ''] = /<script src="([^"]+)"/.exec(await page.text()) ?? [];
    expect((await fetch(origin + script)).headers.get('content-type')).toContain('javascript');
    // Through to the backend.
    expect((await fetch(`${origin}/api/auth/me`)).status).toBe(401);
  },
};

describe.skipIf(!built).each([...SERVICES])('the image of the %s', (service) => {
  const config = () => inspect<ImageConfig>(theBuilt().images[service], '.Config');

  test('adds little to its base', async () => {
    const [whole, base] = [
      await inspect<number>(theBuilt().images[service], '.Size'),
      await inspect<number>(BASE, '.Size'),
    ];
    expect((whole - base) / 1e6).toBeLessThanOrEqual(LARGEST[service]);
  });

  test('says how to run it: a numeric user, one program, its port, its health, production', async () => {
    const { User, Entrypoint, Cmd, ExposedPorts, Healthcheck, Env } = await config();
    expect(User).toBe('1000:1000');
    expect(Entrypoint).toBeNull();
    expect(Cmd[0]).toBe('node');
    expect(Object.keys(ExposedPorts)).toEqual([`${PORTS[service]}/tcp`]);
    expect(Healthcheck.Test.slice(0, 2)).toEqual(['CMD', 'node']);
    expect(Env).toEqual(expect.arrayContaining(['NODE_ENV=production', `PORT=${PORTS[service]}`]));
  });

  test('says what it is: name, version, revision, and the source without its password', async () => {
    const { Labels } = await config();
    expect(Labels).toMatchObject({
      'org.opencontainers.image.title': `todo-${service}`,
      'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
      'org.opencontainers.image.source': 'https://git.example.com/todo',
    });
  });
});

describe.skipIf(!built).each([...SERVICES])('the container of the %s, locked up', (service) => {
  test('does its work', () => WORK[service](running[service].origin));

  test('is healthy to the engine, by the command in the image', async () => {
    const health = () => inspect<string>(running[service].name, '.State.Health.Status');
    await expect.poll(health).toBe('healthy');
  });

  test('runs as nobody in particular, with no capability and no way to more', async () => {
    const status = await running[service].shell('cat /proc/1/status');
    const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(status)?.[1]?.split('\t');
    expect(await running[service].shell('readlink /proc/1/exe')).toBe('/usr/local/bin/node');
    expect(field('Uid')).toEqual(['1000', '1000', '1000', '1000']);
    expect(field('Gid')).toEqual(['1000', '1000', '1000', '1000']);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(field(set)).toEqual(['0000000000000000']);
    expect(field('NoNewPrivs')).toEqual(['1']);
    expect(field('Seccomp')).toEqual(['2']);
  });

  test('has written nothing, may write nothing, and could not write to its code anyway', async () => {
    const { name, shell } = running[service];
    expect(await docker('diff', name)).toBe('');
    expect(await shell('touch /tmp/file 2>&1 || true')).toContain('Read-only file system');
    expect(await shell('find /app -writable -o ! -user root -o ! -group root')).toBe('');
  });

  test('has nothing to install or to compile with', async () => {
    const { shell } = running[service];
    const names = `node ${INSTALLERS} ${COMPILERS}`.split(' ');
    const byName = names.map((name) => `-name ${name}`).join(' -o ');
    // Programs in folders of programs, and packages of that name; some folders are root's alone.
    const places = `-path '*bin/*' -o -path '*/node_modules/*'`;
    const found = await shell(
      `find / -xdev ! -type d \\( ${places} \\) \\( ${byName} \\) 2>/dev/null || true`,
    );
    expect(found).toBe('/usr/local/bin/node');
  });

  test('has packages only where Next.js needs them', async () => {
    const found = await running[service].shell('find / -xdev -name node_modules -prune 2>/dev/null || true');
    const elsewhere = found
      .split('\n')
      .filter((path) => !(service === 'frontend' && path.startsWith('/app/')));
    expect(elsewhere.join()).toBe('');
  });

  test('answers all that it has accepted after SIGTERM, and ends with 0', { retry: 0 }, async () => {
    const { name, origin } = running[service];
    await WORK[service](origin);
    const ended = docker('wait', name);
    const drain = (async () => {
      await docker('kill', '--signal=SIGTERM', name);
      // It still answers while whoever balances the load learns that it is going.
      await expect.poll(async () => (await fetch(`${origin}/health`)).status).toBe(503);
      await WORK[service](origin);
    })();
    const [status] = await Promise.all([ended, drain]);
    expect(status).toBe('0');
    expect(await inspect(name, '.State')).toMatchObject({ ExitCode: 0, OOMKilled: false });
    expect(await logs(name)).not.toMatch(/EROFS|EACCES|EPERM/);
  });
});
