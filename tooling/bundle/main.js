// node main.js name=entry …: bundles the app in the current folder, as its script `bundle` says.
import { bundle } from './bundle.js';

const programs = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split('=', 2)));
await bundle({ folder: process.cwd(), programs });
