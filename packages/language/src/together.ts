/** Patterns with what belongs to them, some of them at a time. */
export type Together<Item> = readonly {
  /** Matches where one of their patterns does: most texts are like none, and one look is quicker than many. */
  any: RegExp;
  items: readonly Item[];
}[];

/** Of 4 to 12 it makes no difference; 24 at a time are slower. */
const AT_A_TIME = 8;

/** Groups have names, which may be there once only. What refers to a group would refer to another pattern's. */
const sourceOf = ({ source }: RegExp): string => {
  if (/\\(?:[1-9]|k<)/.test(source)) throw new Error(`refers to a group: ${source}`);
  return source.replaceAll(/\(\?<\w+>/g, '(?:');
};

/** Those of its flags that decide whether a pattern matches. */
const flagsOf = ({ flags }: RegExp): string => flags.replaceAll(/[dg]/g, '');

/** Puts patterns together, in their order, that are tried on the same texts. */
export const together = <Item>(items: readonly Item[], patternOf: (item: Item) => RegExp): Together<Item> => {
  const groups: { flags: string; items: Item[] }[] = [];
  for (const item of items) {
    const [last, flags] = [groups.at(-1), flagsOf(patternOf(item))];
    if (last?.flags === flags && last.items.length < AT_A_TIME) last.items.push(item);
    else groups.push({ flags, items: [item] });
  }
  return groups.map(({ flags, items }) => ({
    any: new RegExp(items.map((item) => sourceOf(patternOf(item))).join('|'), flags),
    items,
  }));
};
