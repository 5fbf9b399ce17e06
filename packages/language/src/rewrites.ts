import { together } from './together.js';

/** What people say, and how the rules say it: what `String.prototype.replace` takes. With `g` each, otherwise the first. */
export type Rewrite = readonly [
  said: RegExp,
  meant: string | Extract<Parameters<string['replace']>[1], (...said: never[]) => string>,
];

/** Carries out the rewrites one after the other. */
export const rewriter = (rewrites: readonly Rewrite[]): ((text: string) => string) => {
  const groups = together(rewrites, ([said]) => said);
  return (text) =>
    groups.reduce(
      (left, { any, items }) =>
        any.test(left)
          ? items.reduce((before, [said, meant]) => before.replace(said, meant as string), left)
          : left,
      text,
    );
};
