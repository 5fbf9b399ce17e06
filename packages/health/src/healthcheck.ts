/**
 * A program for a container's health check: `node …/healthcheck.js`. It asks `/health` of `127.0.0.1` at `PORT`
 * and ends with 0 when the answer is 200, with 1 otherwise, saying why. It runs every few seconds for as long as the
 * container does, so it loads `node:http` alone and opens one connection.
 */
import { get } from 'node:http';

/** Milliseconds for all of it: below the three seconds that a health check is given. */
const TIMEOUT_MS = 2000;

const options = { host: '127.0.0.1', port: process.env.PORT, path: '/health', agent: false };
const request = get(options, (response) => {
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  // The states of the checks, which the engine keeps with the result.
  response.pipe(process.stdout);
});
request.on('error', ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});
setTimeout(() => {
  console.error(`no answer in ${TIMEOUT_MS} ms`);
  process.exit(1);
}, TIMEOUT_MS).unref();
