import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
import('./lib/reset-password.mjs').then(({ resetPassword }) => resetPassword(process.argv.slice(2)));
