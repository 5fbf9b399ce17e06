/**
 * Fastify with close-with-grace as that one's README has it, and a health route that asks the database.
 * https://github.com/mcollina/close-with-grace#example-with-fastify
 */
import closeWithGrace from 'close-with-grace';
import fastify from 'fastify';
import pg from 'pg';
import { work } from './work.js';

const { DATABASE_URL, HOST = '127.0.0.1', PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });

const app = fastify();

app.post('/', (request) => ({ members: Object.keys(request.body as object).length }));
app.get('/', work);
app.get('/health', async () => {
  await pool.query('SELECT 1');
  return { status: 'ok' };
});
app.addHook('onClose', () => pool.end());

closeWithGrace(async ({ signal, err }) => {
  if (err) {
    app.log.error({ err }, 'server closing with error');
  } else {
    app.log.info(`${signal} received, server closing`);
  }
  await app.close();
});

await app.listen({ host: HOST, port: Number(PORT) });
