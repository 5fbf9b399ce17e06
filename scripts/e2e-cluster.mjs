import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
import('./lib/e2e-cluster.mjs').then(({ e2eCluster }) => e2eCluster(process.argv.slice(2)));
