/**
 * @godaddy/terminus as its README recommends it for Kubernetes: the shutdown waits for the period of the
 * readiness probe, 5 s.
 * https://github.com/godaddy/terminus#how-to-set-terminus-up-with-kubernetes
 */
import { createServer } from 'node:http';
import { createTerminus } from '@godaddy/terminus';
import pg from 'pg';
import { handle } from './work.js';

const { DATABASE_URL, HOST, PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });

const server = createServer(handle);

function beforeShutdown() {
  return new Promise((resolve) => {
    setTimeout(resolve, 5000);
  });
}

createTerminus(server, {
  healthChecks: { '/healthcheck': () => pool.query('SELECT 1') },
  beforeShutdown,
  onSignal: () => pool.end(),
  useExit0: true,
});

server.listen(Number(PORT), HOST);
