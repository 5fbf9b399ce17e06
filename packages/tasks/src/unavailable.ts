/** Of Node's network errors, those that mean that the database cannot be reached now. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * SQLSTATE classes and codes (PostgreSQL, appendix A) that pass: connection exception, insufficient resources,
 * shutdown, crash, cannot connect now, cancelled, read-only after a failover, deadlock, serialization, lock.
 */
const SQLSTATE = /^(08...|53...|57P0[1-5]|57014|25006|40001|40P01|55P03)$/;

/** pg and pg-pool give these errors no code. */
const DRIVER =
  /^(Connection terminated|timeout e(xceeded|xpired)|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/**
 * Whether an error means that the database cannot be used at the moment, so that the same request may work
 * later: an answer of 503 and never of 500.
 */
export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK.has(code) || SQLSTATE.test(code) || DRIVER.test(error.message);
};
