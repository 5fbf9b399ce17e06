import { waitUntil } from '@todo/processes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, signUpCaller } from '../support/http.js';
import { type Failure, type Load, startLoad } from '../support/load.js';
import { newProject } from './own-containers.js';
import { type LogLine, type Project, type Service, TEST_SETTINGS } from './project.js';

/** No second try where lost requests are counted. */
const ONCE = { retry: 0 };
/** Requests answered before something is stopped: every connection has been used, most of them often. */
const WARM = 200;

let project: Project;
beforeAll(async () => {
  project = await newProject('stop', { settings: TEST_SETTINGS });
  await project.up();
});
afterAll(() => project?.remove());

/** The titles of somebody's tasks, from the database itself. */
const titlesOf = async ({ userId }: Caller): Promise<string[]> => {
  const printed = await project.query(`SELECT title FROM tasks WHERE user_id = '${userId}'`);
  return printed.split('\n').filter((line) => line !== '');
};

const last = (lines: readonly LogLine[], message: string): LogLine | undefined =>
  lines.findLast(({ msg }) => msg === message);

describe.each<[string, Service[]]>([
  ['the whole product', []],
  ['the backend alone', ['backend']],
  ['the frontend alone', ['frontend']],
])('docker compose stop of %s, under load', ONCE, (_name, services) => {
  const stopped = services.length === 0 ? (['frontend', 'backend', 'mcp'] as const) : services;
  let caller: Caller;
  let load: Load;
  /** When the stop was asked for, ms since 1970. */
  let askedAt: number;
  /** What each service of ours said. */
  let said: Map<Service, LogLine[]>;

  beforeAll(async () => {
    caller = await signUpCaller(project.replica.address);
    const apis = [project.replica.address, project.backendUrl];
    load = startLoad(caller, { apis, site: project.replica.address });
    try {
      expect(await waitUntil(() => load.served() > WARM, 60_000)).toBe(true);
      askedAt = Date.now();
      await project.compose('stop', ...services);
    } finally {
      await load.stop();
    }
    const logged = await Promise.all(
      (['frontend', 'backend', 'mcp'] as const).map(
        async (service): Promise<[Service, LogLine[]]> => [service, await project.logged(service)],
      ),
    );
    said = new Map(logged);
  });
  afterAll(() => project.up());

  /** Until then, at least, a service listened, ms since 1970. */
  const openUntil = (service: Service): number => {
    if (!stopped.includes(service as never)) return Number.POSITIVE_INFINITY;
    const { time = '', drainMs = Number.NaN } = last(said.get(service) ?? [], 'draining') ?? {};
    return new Date(time).getTime() + drainMs;
  };

  test('it ends by itself, cuts nothing, and is not killed', async () => {
    for (const service of stopped) {
      expect([service, last(said.get(service) ?? [], 'closed')]).toMatchObject([
        service,
        { exitCode: 0, cut: 0 },
      ]);
      expect([service, (await project.container(service)).State]).toMatchObject([
        service,
        { Running: false, ExitCode: 0 },
      ]);
    }
  });

  test('what a service has read is answered, whole', () => {
    const read = (said.get('backend') ?? []).flatMap(({ reqId }) => reqId ?? []);
    const ours = read.filter((id) => load.sent.has(id));
    expect(ours.length).toBeGreaterThan(WARM);
    expect(ours.filter((id) => !load.answered.has(id))).toEqual([]);
  });

  test('until it stops listening everything is answered as ever, and then nobody is kept waiting', () => {
    /** On a busy machine the first requests may wait too long for a connection to the database; they are told so. */
    const cameTooEarly = ({ status, at }: Failure) => status === 503 && at < askedAt;
    /** Found no door any more, or was told by the frontend that there is nobody behind it. */
    const cameTooLate = ({ what, status, refused, at }: Failure): boolean => {
      const isDirect = what.includes(project.backendUrl);
      if (status !== undefined) return !isDirect && status >= 500 && at >= openUntil('backend');
      return refused && at >= openUntil(isDirect ? 'backend' : 'frontend');
    };
    const lost = load.failures.filter((failure) => !cameTooEarly(failure) && !cameTooLate(failure));
    expect(lost).toEqual([]);
    // Otherwise the load was over before the stop.
    expect(load.failures.filter(cameTooLate).length).toBeGreaterThan(0);
  });

  test('what was answered 201 is there exactly once when it is up again, and nothing else is', async () => {
    await project.up();
    expect((await titlesOf(caller)).toSorted()).toEqual(load.created.toSorted());
    expect(load.created.length).toBeGreaterThan(WARM / 4);
  });
});
