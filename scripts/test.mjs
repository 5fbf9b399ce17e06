import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
import('./lib/test-stages.mjs').then(({ test }) => test(process.argv.slice(2)));
