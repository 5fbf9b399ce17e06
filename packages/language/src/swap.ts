/** Whether the one is the other with two neighbours swapped: the likeliest slip of all. */
export const isSwap = (typed: string, meant: string): boolean => {
  if (typed.length !== meant.length) return false;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  return (
    typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2)
  );
};
