import type { RowKey } from './operations';

/** The rows that are chosen for doing something to all of them. */
export interface Selection {
  keys: ReadonlySet<RowKey>;
  /** Where a range begins; null before the first row. */
  anchor: RowKey | null;
  /** Chosen before the range, which may still shrink. */
  fixed: ReadonlySet<RowKey>;
}

const choose = (keys: ReadonlySet<RowKey>, anchor: RowKey | null): Selection => ({
  keys,
  anchor,
  fixed: keys,
});

export const NOTHING_SELECTED: Selection = choose(new Set(), null);

/** Chooses a row, or no longer. */
export const toggle = ({ keys }: Selection, key: RowKey): Selection => {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return choose(next, key);
};

/** Has ranges begin at this row from now on. */
export const anchorAt = ({ keys }: Selection, key: RowKey): Selection => choose(keys, key);

/** Chooses everything from the anchor to a row, in the order of the list, in place of the range before. */
export const extendTo = (selection: Selection, order: readonly RowKey[], key: RowKey): Selection => {
  const to = order.indexOf(key);
  const anchor = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const from = anchor < 0 ? to : anchor;
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...selection, anchor: order[from] ?? null, keys: new Set([...selection.fixed, ...range]) };
};

export const selectAll = (order: readonly RowKey[]): Selection => choose(new Set(order), order[0] ?? null);
