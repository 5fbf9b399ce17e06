import { withoutAsides } from './idle.js';
import type { Context, Intent } from './intent.js';

/** What a message goes on with: the last turn that did something. */

export type Understand = (text: string, context: Context) => Intent[];

/** What a message goes on with. */
export interface Before {
  /** Of the turn that did something: the last of its wishes, and all. */
  act: Act;
  all: readonly Intent[];
  /** It was taken back since. */
  undone: boolean;
}
export type Act = Exclude<Intent, { intent: 'unknown' }>;
const ACTS = ['add', 'complete', 'reopen', 'delete', 'update', 'show', 'restore', 'search'];
const isAct = (intent: Intent): intent is Act => ACTS.includes(intent.intent);
/** Said between what was done and what goes on with it. */
const BETWEEN = ['unknown', 'yes', 'choose', 'thanks', 'greeting'];

/** The last turn that did something, where nothing but an answer, an undo or thanks came after it. */
export const goneBefore = (context: Context, understand: Understand): Before | null => {
  const { earlier = [], formerly, ...now } = context;
  const then = { ...now, ...(formerly === undefined ? {} : { titles: formerly }) };
  let undone = false;
  for (let place = earlier.length - 1; place >= 0; place -= 1) {
    const all = understand(withoutAsides(earlier[place] ?? '', then), {
      ...then,
      earlier: earlier.slice(0, place),
    });
    // "bring it back" undoes, too.
    const back = all.some(
      (one) => one.intent === 'undo' || (one.intent === 'restore' && one.target.kind === 'it'),
    );
    const act = back ? undefined : all.findLast(isAct);
    if (act !== undefined) return { act, all, undone };
    if (!back && !all.every(({ intent }) => BETWEEN.includes(intent))) return null;
    undone ||= back;
  }
  return null;
};
