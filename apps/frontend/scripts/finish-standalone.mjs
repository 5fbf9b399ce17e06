// Makes .next/standalone whole: `next build` leaves out static files, public files and the health preload.
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const target = path('../.next/standalone/apps/frontend');
const health = `${target}/node_modules/@todo/health`;

await rm(health, { recursive: true, force: true });
await Promise.all([
  cp(path('../.next/static'), `${target}/.next/static`, { recursive: true }),
  cp(path('../public'), `${target}/public`, { recursive: true }),
  // Nothing of the app imports it, so it is not traced: `node --import @todo/health/next server.js` does.
  cp(path('../../../packages/health/dist'), `${health}/dist`, { recursive: true }),
  cp(path('../../../packages/health/package.json'), `${health}/package.json`),
]);
