/** Refuses options that `owner` does not know: a misspelt one would silently mean its default. */
export function refuseUnknown(owner: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${owner} has no option "${name}"; it knows ${known.join(', ')}`);
  }
}

/** The longest that a timer of Node.js can wait, ms; more would fire at once. */
const MAX_MS = 2 ** 31 - 1;

/** Refuses a time that is no number of milliseconds from `min` on. */
export function refuseBadTime(name: string, value: number, min = 0): void {
  if (Number.isFinite(value) && value >= min && value <= MAX_MS) return;
  throw new RangeError(`${name} is ${value}; it must be a number of milliseconds, ${min} or more`);
}
