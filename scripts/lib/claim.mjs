import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processIdentity, waitUntil } from '../../tooling/processes/processes.js';
import { Problem } from './problem.mjs';

const leftoversTimeoutMs = 10_000;

/** @typedef {{ pid: number, identity: string | undefined }} Known */
/** @typedef {{ owner: Known, processes: Known[] }} Claim */

/**
 * Takes the data folder for this run. Throws a Problem while another run has it; waits for what a killed
 * run left, which its leashes are ending, and ends it where a leash was killed as well.
 * @param {string} dataDir
 */
export async function claimDataDir(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'running.json');
  const earlier = read(file);
  if (earlier) {
    if (isStill(earlier.owner)) {
      throw new Problem(
        `todo is running here already (process ${earlier.owner.pid}); stop that first. ` +
          `Should it not be todo: delete ${file}`,
      );
    }
    const gone = () => !earlier.processes.some(isStill);
    if (!(await waitUntil(gone, leftoversTimeoutMs))) {
      for (const known of earlier.processes)
        if (known.identity && isStill(known)) process.kill(known.pid, 'SIGKILL');
      await waitUntil(gone, leftoversTimeoutMs);
    }
  }
  // Also one that nobody can read: what is written below is written whole or not at all.
  rmSync(file, { force: true });

  /** @type {Claim} */
  const claim = { owner: known(process.pid), processes: [] };
  const draft = join(dataDir, `running-${process.pid}.json`);
  const written = () => {
    writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
    return draft;
  };
  try {
    // A link, because of two at once it lets only one through.
    linkSync(written(), file);
  } catch {
    throw new Problem(`another todo is just starting in ${dataDir}. Should there be none: delete ${file}`);
  }
  return {
    /** Notes processes of ours, for the run after this one should this one be killed. @param {number[]} pids */
    note(...pids) {
      claim.processes.push(...pids.map(known));
      renameSync(written(), file);
    },
    release() {
      rmSync(file, { force: true });
      rmSync(draft, { force: true });
    },
  };
}

/** @param {number} pid @returns {Known} */
const known = (pid) => ({ pid, identity: processIdentity(pid) });

/** @param {Known} process */
const isStill = ({ pid, identity }) => isAlive(pid) && processIdentity(pid) === identity;

/** @param {string} file @returns {Claim | undefined} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
