import { together } from './together.js';

/** What people say, and how the rules say it: what `String.prototype.replace` takes. With `g` each, otherwise the first. */
export type Rewrite = readonly [
  said: RegExp,
  meant: string | Extract<Parameters<string['replace']>[1], (...said: never[]) => string>,
];

const flagsOf = ([said]: Rewrite): string => said.flags.replace('g', '');

/** Runs of those whose patterns have the same flags. */
const alike = (rewrites: readonly Rewrite[]): Rewrite[][] => {
  const runs: Rewrite[][] = [];
  for (const rewrite of rewrites) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && flagsOf(run[0]) === flagsOf(rewrite)) run.push(rewrite);
    else runs.push([rewrite]);
  }
  return runs;
};

/** Carries out the rewrites one after the other. */
export const rewriter = (rewrites: readonly Rewrite[]): ((text: string) => string) => {
  const groups = alike(rewrites).flatMap((run) =>
    together(run, ([said]) => said, flagsOf(run[0] as Rewrite)),
  );
  return (text) =>
    groups.reduce(
      (left, { any, items }) =>
        any.test(left)
          ? items.reduce((before, [said, meant]) => before.replace(said, meant as string), left)
          : left,
      text,
    );
};
