/**
 * @godaddy/terminus as the first example of its README has it, with nothing set about the shutdown, and with
 * a health check that asks the database.
 * https://github.com/godaddy/terminus#usage
 */
import { createServer } from 'node:http';
import { createTerminus } from '@godaddy/terminus';
import pg from 'pg';
import { handle } from './work.js';

const { DATABASE_URL, HOST, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });

const server = createServer(handle);

createTerminus(server, {
  healthChecks: { '/healthcheck': () => pool.query('SELECT 1') },
  onSignal: () => pool.end(),
});

server.listen(Number(PORT), HOST);
