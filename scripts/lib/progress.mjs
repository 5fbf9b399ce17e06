/** @typedef {ReturnType<typeof createProgress>} Progress */

const heartbeatMs = 10_000;

/**
 * Says what is being done, each line with the time since the start.
 * @param {{ write?: (line: string) => void, now?: () => number }} [deps]
 */
export function createProgress({ write = console.log, now = () => performance.now() } = {}) {
  const start = now();
  const seconds = () => `${((now() - start) / 1000).toFixed(1).padStart(6)} s`;
  const say = (/** @type {string} */ text) => write(`${seconds()}  ${text}`);

  return {
    say,
    /**
     * Says that something begins and, while it takes long, that it still goes on.
     * @template T
     * @param {string} text
     * @param {() => Promise<T>} work
     * @returns {Promise<T>}
     */
    async during(text, work) {
      say(`${text} …`);
      const heartbeat = setInterval(() => say(`  still ${text}`), heartbeatMs);
      try {
        return await work();
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
