import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** The unit of /proc/<pid>/stat, which Linux fixes at 100 per second for user space (proc(5)). */
const TICK_MS = 10;

const hasTaskset = (): boolean => {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export interface Cores {
  /** How this run is laid out, in words. */
  description: string;
  /** The command line that starts a server on its core. */
  forServer(command: string, args: string[]): { command: string; args: string[] };
}

/** Keeps servers on core 0, and this process (the load) with PostgreSQL, which it starts, on core 1. */
export const layOutCores = (): Cores => {
  if (availableParallelism() < 2 || !hasTaskset())
    return {
      description: 'not pinned: no taskset, or one core only',
      forServer: (command, args) => ({ command, args }),
    };
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '1', String(process.pid)], {
    stdio: 'ignore',
  });
  return {
    description: 'server on core 0; load and PostgreSQL on core 1',
    forServer: (command, args) => ({ command: 'taskset', args: ['--cpu-list', '0', command, ...args] }),
  };
};

export const cpuModel = (): string => cpus()[0]?.model ?? 'unknown';

/** Milliseconds of CPU, user and kernel, that all threads of a process have used; in steps of 10 ms. */
export const cpuTime = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the command in parentheses, may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

/** Milliseconds that the main thread of a process has waited for a core that others had (Linux, sched-stats). */
export const coreWait = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;

const status = (pid: number, name: string): number => {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN) / 1024;
};

/** Resident memory in MiB. */
export const residentMemory = (pid: number): number => status(pid, 'VmRSS');

/** The highest resident memory in MiB during `work`. */
export const peakMemory = async (pid: number, work: () => Promise<unknown>): Promise<number> => {
  // Sets the high-water mark back to what is resident now (proc(5)).
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  await work();
  return status(pid, 'VmHWM');
};

export interface HalfCore {
  /** By what means, in words. */
  description: string;
  release(): void;
}

const PERIOD_US = 100_000;

/** Holds a process to half a core, as `limits.cpu: 500m` does; null where cgroups can't be written. */
export const limitToHalfCore = (pid: number): HalfCore | null => {
  const versions = [
    {
      name: 'cgroup v2',
      root: '/sys/fs/cgroup',
      has: 'cgroup.controllers',
      limits: { 'cpu.max': '50000 100000' },
    },
    {
      name: 'cgroup v1',
      root: '/sys/fs/cgroup/cpu',
      has: 'cpu.cfs_quota_us',
      limits: { 'cpu.cfs_period_us': PERIOD_US, 'cpu.cfs_quota_us': PERIOD_US / 2 },
    },
  ];
  for (const { name, root, has, limits } of versions) {
    if (!existsSync(`${root}/${has}`)) continue;
    const group = `${root}/todo-bench-${pid}`;
    try {
      mkdirSync(group);
      for (const [file, limit] of Object.entries(limits)) writeFileSync(`${group}/${file}`, String(limit));
      writeFileSync(`${group}/cgroup.procs`, String(pid));
    } catch {
      if (existsSync(group)) rmdirSync(group);
      continue;
    }
    return {
      description: `${name}, 50 of every 100 ms`,
      release: () => {
        writeFileSync(`${root}/cgroup.procs`, String(pid));
        rmdirSync(group);
      },
    };
  }
  return null;
};
