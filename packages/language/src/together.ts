/** Patterns with what belongs to them, some of them at a time. */
export type Together<Item> = readonly {
  /** Matches where one of their patterns does: most texts are like none, and one look is quicker than many. */
  any: RegExp;
  items: readonly Item[];
}[];

/** Of 4 to 12 it makes no difference; more are too long for V8 to optimise. */
const AT_A_TIME = 8;

/** Groups have names, which may be there once only. What refers to a group would refer to another pattern's. */
const withoutNames = (source: string): string => {
  if (/\\(?:[1-9]|k<)/.test(source)) throw new Error(`refers to a group: ${source}`);
  return source.replaceAll(/\(\?<\w+>/g, '(?:');
};

/** Puts patterns together that are tried on the same texts; all have these flags. */
export const together = <Item>(
  items: readonly Item[],
  patternOf: (item: Item) => RegExp,
  flags = '',
): Together<Item> =>
  Array.from({ length: Math.ceil(items.length / AT_A_TIME) }, (_, index) => {
    const some = items.slice(index * AT_A_TIME, (index + 1) * AT_A_TIME);
    const sources = some.map((item) => withoutNames(patternOf(item).source));
    return { any: new RegExp(sources.join('|'), flags), items: some };
  });
