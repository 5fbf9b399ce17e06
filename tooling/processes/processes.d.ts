export interface Exit {
  /** Exit code, or null when a signal ended the process. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ProcessOptions {
  command: string;
  args?: string[];
  /** The whole environment of the process. Default: ours. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Run as this user (POSIX, when we are root). */
  uid?: number;
  gid?: number;
  /** A file that stdout and stderr are appended to, or 'inherit' for our own terminal. */
  output: string | 'inherit';
  /** What asks the process to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** A command that asks it instead where there are no signals (Windows). */
  stopCommand?: [command: string, ...args: string[]];
  /** Time from being asked to end until SIGKILL, in ms. Default 5000. */
  graceMs?: number;
}

export interface RunningProcess {
  readonly pid: number;
  /** The process that holds the leash; it is gone only when everything below it is. */
  readonly leashPid: number;
  /** Settles when the process and all it started are gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Asks the process to end, kills it after `graceMs`; resolves when all of it is gone. */
  stop(): Promise<Exit>;
  /** Kills it and all it started at once. */
  kill(): Promise<Exit>;
}

/**
 * Starts a process on a leash: in a process group of its own, so that a Ctrl-C in the terminal reaches
 * only us, and ended by the leash when we are gone, however we went (SIGKILL included).
 * Rejects when the command cannot be started.
 */
export function startProcess(options: ProcessOptions): Promise<RunningProcess>;

/**
 * Says which process a pid is, in a way that a later process with the same pid does not share (its start
 * time); undefined when there is none or this platform does not tell.
 */
export function processIdentity(pid: number): string | undefined;

/** Whether a process with this pid exists, whoever owns it. */
export function isAlive(pid: number): boolean;

/** Resolves true when `condition` holds, false after `timeoutMs`; looks every 20 ms. */
export function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean>;
