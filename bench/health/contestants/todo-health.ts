/** @todo/health as its README has it for `node:http`. */
import { createServer } from 'node:http';
import { answerProbe, createHealth, createLifecycle } from '@todo/health';
import { createDatabaseCheck } from '@todo/health/pg';
import { handle } from './work.js';

const { DATABASE_URL = '', HOST, PORT } = process.env;

const health = createHealth({
  service: 'todo-health',
  checks: { database: createDatabaseCheck({ connectionString: DATABASE_URL }) },
});
const lifecycle = createLifecycle({ health });

const server = createServer((request, response) => {
  if (answerProbe(health, request, response)) return;
  void handle(request, response);
});
lifecycle.attach(server, { admission: {} });
server.listen(Number(PORT), HOST, () => lifecycle.ready());
