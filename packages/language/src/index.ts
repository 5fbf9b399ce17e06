export { describeDue } from './describe-due.js';
export type { Changes, Context, Due, Filter, Intent, NewTaskWords, Reference, Status } from './intent.js';
export { parseQuickAdd, type QuickAddPart } from './quick-add.js';
export { understand } from './understand.js';
