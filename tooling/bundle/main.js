// node main.js name=entry folder/=source …: bundles the app in the current folder, as its script `bundle` says.
import { bundle } from './bundle.js';

/** @param {boolean} folders */
const named = (folders) =>
  Object.fromEntries(
    process.argv
      .slice(2)
      .map((argument) => argument.split('=', 2))
      .filter(([name = '']) => name.endsWith('/') === folders),
  );
await bundle({ folder: process.cwd(), programs: named(false), folders: named(true) });
