import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from '@todo/tasks';
import { cpuModel } from '../machine.js';
import { median, spread, table } from '../numbers.js';
import { giveTasks, signUp } from '../people.js';
import { SECRET } from '../servers.js';
import { BASE, buildImage, buildPeer, SERVICES, type Service } from './build.js';
import { createEngine, docker, type Engine, LIMITS, type Program } from './engine.js';
import { type Memory, measureBackend, measureFrontend, measureMcp } from './memory.js';
import { addedLayers, bundledPackages, imageSize, largestFiles } from './size.js';

const ROUNDS = 5;
const TASKS = 1000;
const MAX_START_MS = 2000;
const RESULTS = fileURLToPath(new URL('../../results/images.md', import.meta.url));
const PASSWORD = 'only-for-measuring';

const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
const verdict = (held: boolean): string => (held ? 'yes' : 'NO');

const sizes = (images: Record<Service, string>, peers: Record<'backend' | 'mcp', string>): string[] => {
  const base = imageSize(BASE);
  const added = SERVICES.map(({ name, maxMegabytes }) => {
    const ours = imageSize(images[name]) - base;
    const peer = name === 'frontend' ? undefined : imageSize(peers[name]) - base;
    return [
      name,
      ours.toFixed(1),
      `≤ ${maxMegabytes}`,
      verdict(ours <= maxMegabytes),
      peer?.toFixed(1) ?? '',
      peer ? (peer / ours).toFixed(1) : '',
    ];
  });
  const layers = SERVICES.flatMap(({ name }) =>
    addedLayers(images[name], BASE).map(({ megabytes, by }) => [
      name,
      megabytes.toFixed(2),
      `\`${by.slice(0, 90)}\``,
    ]),
  );
  const files = SERVICES.flatMap(({ name }) =>
    largestFiles(images[name], 5).map(({ path, megabytes }) => [
      name,
      megabytes.toFixed(2),
      `\`${path.split('/node_modules/').at(-1)}\``,
    ]),
  );
  const packages = (['backend', 'mcp'] as const).flatMap((name) =>
    bundledPackages(images[name], 8).map((part) => [name, part.megabytes.toFixed(2), part.name]),
  );
  return [
    `## Size\n\nMegabytes that an image adds to its base (${base.toFixed(0)} MB), unpacked. The peer has the same service in` +
      ' `dist` with its packages in `node_modules`, by `pnpm deploy --prod`.',
    table([['image', 'adds MB', 'bar', 'held', 'peer adds MB', 'peer / ours'], ...added]),
    'By layer:',
    table([['image', 'MB', 'made by'], ...layers]),
    'The largest files:',
    table([['image', 'MB', 'file'], ...files]),
    'What the bundles consist of:',
    table([['image', 'MB', 'package'], ...packages]),
  ];
};

interface StartTimes {
  /** From `docker start` to ready, milliseconds. */
  ready: number[];
  /** CPU of the process until then, milliseconds. */
  cpu: number[];
}

/** Starts each of them once a round, one at a time. */
const startTimes = async (
  engine: Engine,
  programs: Record<string, Program>,
): Promise<Map<string, StartTimes>> => {
  const times = new Map(Object.keys(programs).map((name) => [name, { ready: [], cpu: [] } as StartTimes]));
  // The first round is for the caches of the file system.
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(round === 0 ? 'starts: warming up' : `starts: round ${round} of ${ROUNDS}`);
    for (const [name, program] of Object.entries(programs)) {
      const container = await engine.start(program);
      container.remove();
      if (round === 0) continue;
      times.get(name)?.ready.push(container.readyAfterMs);
      times.get(name)?.cpu.push(container.cpuMs);
    }
  }
  return times;
};

const startTable = (times: Map<string, StartTimes>): string => {
  const bare = times.get('bare')?.ready ?? [];
  const rows = [...times].map(([name, { ready, cpu }]) => {
    const ratios = ready.map((time, round) => time / (bare[round] ?? Number.NaN));
    const bar = SERVICES.some((service) => service.name === name)
      ? [`< ${MAX_START_MS}`, verdict(median(ready) < MAX_START_MS)]
      : ['', ''];
    return [name, spread(ready, 0), spread(ratios, 1), ...bar, spread(cpu, 0)];
  });
  return table([['container', 'ms to ready', '× bare', 'bar', 'held', 'ms CPU'], ...rows]);
};

const memoryTable = (rows: Memory[]): string =>
  table([
    ['memory (RSS)', 'MB', 'bar', 'held', ''],
    ...rows.map(({ what, measured, bar, note }) => [
      what,
      measured.toFixed(0),
      `≤ ${bar}`,
      verdict(measured <= bar),
      note,
    ]),
  ]);

const bench = async (): Promise<void> => {
  if (process.platform !== 'linux')
    throw new Error(
      'This needs Linux: it reads memory from /proc, and reaches containers by their addresses.',
    );
  const images = {} as Record<Service, string>;
  for (const { name } of SERVICES) {
    say(`building the image of the ${name}`);
    images[name] = buildImage(name);
  }
  say('building the peers');
  const peers = { backend: buildPeer('backend'), mcp: buildPeer('mcp') };

  const sizeSections = sizes(images, peers);

  const engine = createEngine();
  try {
    const address = engine.serve('postgres', 'postgres:18-alpine', { POSTGRES_PASSWORD: PASSWORD });
    const urlAt = (host: string) => `postgres://postgres:${PASSWORD}@${host}:5432/postgres`;
    await migrate({ connectionString: urlAt(address), waitMs: 60_000 });

    const env = {
      DATABASE_URL: urlAt('postgres'),
      JWT_SECRET: SECRET,
      // Every sign-in here comes from one address.
      AUTH_ATTEMPTS_PER_MINUTE: '100000',
      MCP_ALLOWED_HOSTS: 'mcp',
    };
    const listen = "require('node:http').createServer((_, response) => response.end()).listen(8000)";
    const programs = {
      bare: { image: BASE, port: 8000, path: '/', command: ['node', '--eval', listen] },
      backend: { image: images.backend, port: 8000, env },
      'backend, deployed': { image: peers.backend, port: 8000, env: { ...env, PORT: '8000' } },
      mcp: { image: images.mcp, port: 8001, env },
      'mcp, deployed': { image: peers.mcp, port: 8001, env: { ...env, PORT: '8001' } },
      // Nothing of it is needed: a page for somebody who has not signed in.
      frontend: { image: images.frontend, port: 3000, env: { BACKEND_URL: 'http://127.0.0.1:8000' } },
    };
    const times = await startTimes(engine, programs);

    const memory: Memory[] = [];
    say('memory: backend');
    const backend = await engine.start(programs.backend);
    const reader = await signUp(backend.origin, 'reader@example.com');
    await giveTasks(urlAt(address), reader, TASKS);
    memory.push(...(await measureBackend(backend, reader)));
    backend.remove();
    say('memory: mcp');
    const mcp = await engine.start(programs.mcp);
    memory.push(...(await measureMcp(mcp, reader)));
    mcp.remove();
    say('memory: frontend');
    const frontend = await engine.start(programs.frontend);
    memory.push(...(await measureFrontend(frontend)));
    frontend.remove();

    const version = docker(['run', '--rm', BASE, 'node', '--version']);
    const text = [
      '# What the images cost',
      `Made by \`pnpm bench:images\` on ${new Date().toISOString().slice(0, 10)}: Docker ${docker(['version', '--format', '{{.Server.Version}}'])}, Node ${version}, ${cpuModel()}.`,
      ...sizeSections,
      `## Start\n\nFrom \`docker start\` to the first 200 of \`/health\`, with the limits \`${LIMITS.join(' ')}\`, a read-only root and no` +
        ` capabilities; median (lowest to highest) of ${ROUNDS} interleaved rounds. The bare one is \`node:http\` answering` +
        ' nothing, on the base image: what the engine and Node need.',
      startTable(times),
      '## Memory\n\nResident, of the one process in the container, with the same limits.',
      memoryTable(memory),
    ].join('\n\n');
    writeFileSync(RESULTS, `${text}\n`);
    console.log(`\n${text}`);
  } finally {
    engine.close();
    docker(['rmi', ...Object.values(images), ...Object.values(peers)]);
  }
};

await bench();
