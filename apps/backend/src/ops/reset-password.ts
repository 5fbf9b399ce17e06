import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigError, readSettings } from '@todo/service';
import pg from 'pg';
import { createBetterAuth } from '../authentication/better-auth.js';
import { createRateLimit } from '../authentication/rate-limit.js';
import { environment } from '../config.js';
import { createLogger } from '../logger.js';

/**
 * For the operator, since no mail is sent: gives an account a new password, prints it once, and ends
 * every session of the account. Needs DATABASE_URL only.
 */
const run = async (): Promise<number> => {
  const [email] = parseArgs({ allowPositionals: true }).positionals;
  if (email === undefined) {
    console.error('Usage: npm run ops:reset-password -- person@example.com');
    return 2;
  }
  const { DATABASE_URL } = readSettings(environment.pick({ DATABASE_URL: true }), process.env);
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 2, connectionTimeoutMillis: 5000 });
  try {
    const betterAuth = createBetterAuth({
      pool,
      rateLimit: createRateLimit(pool),
      logger: createLogger('warn'),
      // Nothing is signed here.
      secret: randomBytes(32).toString('hex'),
      publicUrl: 'http://localhost',
      attemptsPerMinute: 1,
    });
    const { internalAdapter, password } = await betterAuth.$context;
    const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase());
    if (found === null) {
      console.error('There is no account with this e-mail address.');
      return 1;
    }
    const secret = randomBytes(12).toString('base64url');
    await internalAdapter.updatePassword(found.user.id, await password.hash(secret));
    await internalAdapter.deleteUserSessions(found.user.id);
    console.log(`The new password of ${found.user.email} is ${secret}`);
    console.log('Every session has been ended; within a minute every replica knows.');
    return 0;
  } finally {
    await pool.end();
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
