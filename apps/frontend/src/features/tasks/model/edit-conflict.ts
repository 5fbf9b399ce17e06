import type { Task } from '@todo/contracts';
import type { TaskChange } from './operations';

/** Someone else changed the same fields meanwhile. Nothing was saved. */
export class EditConflict extends Error {
  override readonly name = 'EditConflict';
  readonly theirs: Task;
  readonly fields: (keyof TaskChange)[];
  constructor(theirs: Task, fields: (keyof TaskChange)[]) {
    super('The task was changed elsewhere meanwhile.');
    this.theirs = theirs;
    this.fields = fields;
  }
}
