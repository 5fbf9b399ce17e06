export { dayNamed } from './dates/find-due.js';
export { shiftDue } from './dates/shift.js';
export { describeDue } from './describe-due.js';
export { mayCorrect } from './follow-up.js';
export type {
  Changes,
  Context,
  Due,
  Filter,
  Intent,
  NewTaskWords,
  Question,
  Reference,
  Shift,
  Status,
} from './intent.js';
export { type PartialAnswer, readPartialAnswer, wishBehindYes } from './partial-answer.js';
export { parseQuickAdd, type QuickAddPart } from './quick-add.js';
export { atPosition } from './reference.js';
export { matchTitles, mentioned, strangers, titlesWithin, wordCount } from './titles.js';
export { prepare, understand } from './understand.js';
export { titleWith, titleWithout } from './word-away.js';
