const list = (words: string): readonly string[] => words.split(' ');

/** From one on. */
export const NUMBERS = list('one two three four five six seven eight nine ten eleven twelve');
/** From the first on. */
export const ORDINALS = list(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
);
