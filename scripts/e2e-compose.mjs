import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
import('./lib/e2e-compose.mjs').then(({ e2eCompose }) => e2eCompose(process.argv.slice(2)));
