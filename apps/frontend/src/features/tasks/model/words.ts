import type { RowKey } from './operations';

const SHORT = 40;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Text in a sentence: what is written from right to left must not turn round what stands beside it. */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** A title of at most `SHORT` letters, as a person counts them: a family of emoji is one. */
const shortened = (title: string): string => {
  // Most have fewer code units than that.
  if (title.length <= SHORT) return title;
  const letters = Array.from(new Intl.Segmenter().segment(title), ({ segment }) => segment);
  if (letters.length <= SHORT) return title;
  return `${letters
    .slice(0, SHORT - 1)
    .join('')
    .trimEnd()}…`;
};

/** A title as it is named in a sentence. */
export const quoted = (title: string): string => `“${isolated(shortened(title))}”`;

/** What a task without a title is told. */
export const TITLE_MISSING = 'A task needs a title. To get rid of it, delete it.';

/** The id of the toast that says what was done to a row, with an Undo. */
export const doneToast = (key: RowKey): string => `done-${key}`;
