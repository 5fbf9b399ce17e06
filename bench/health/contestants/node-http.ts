/** Nothing but Node.js: a probe is answered with a constant. */
import { createServer } from 'node:http';
import { handle } from './work.js';

const { HOST, PORT } = process.env;

const server = createServer((request, response) => {
  if (request.url === '/health') response.end('ok');
  else void handle(request, response);
});
server.listen(Number(PORT), HOST);
