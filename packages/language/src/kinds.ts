import type { Intent, Reference } from './intent.js';
import { namesTask } from './phrases.js';
import { type Phrase, seen } from './sentence.js';

/** What sorts of intents there are, for those who put clauses together. */

export const UNKNOWN: readonly Intent[] = [{ intent: 'unknown' }];

export const isUnknown = (intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => intent === 'unknown');

export const target = (intent: Intent): Reference | null => ('target' in intent ? intent.target : null);

/** Whether it can only be meant for us: it names a task as one, by number, by "all", in quotes. */
export const isAboutTasks = (intents: readonly Intent[], clause: Phrase): boolean =>
  intents.some((intent) => {
    switch (intent.intent) {
      case 'list':
      case 'stats':
      case 'undo':
      case 'search':
        return true;
      case 'add':
        return (
          namesTask(clause) ||
          /^(?:please )?(?:add|new|remind|remember|do not|(?:i|we) (?:must|should|can|do|shall) not|make sure|note)\b/.test(
            seen(clause),
          )
        );
      case 'unclear':
        return intent.about === 'add'
          ? /\b(?:tasks?|todos?|reminders?)$/.test(seen(clause))
          : namesTask(clause);
      default: {
        const reference = target(intent);
        return reference !== null && (reference.kind !== 'title' || namesTask(clause));
      }
    }
  });

export const CHANGES: ReadonlySet<string> = new Set([
  'add',
  'complete',
  'reopen',
  'delete',
  'restore',
  'update',
]);

/** What is said around a wish and goes unmentioned beside one. */
export const ASIDE: ReadonlySet<string> = new Set(['greeting', 'thanks', 'unknown', 'choose']);

export const isAdding = (intent: Intent): boolean =>
  intent.intent === 'add' ||
  (intent.intent === 'unclear' && intent.about === 'add' && intent.asks === 'title');

export const isNothing = ({ intent }: Intent): boolean => intent === 'unknown' || intent === 'choose';

export const isWhole = ({ intent }: Intent): boolean => CHANGES.has(intent);

/** Its title goes on to the end of what is said. */
export const takesWords = (intent: Intent): boolean =>
  isAdding(intent) ||
  (intent.intent === 'update' && (intent.changes.title ?? intent.changes.description) !== undefined);

export const SPEAKS_OF_A_LIST =
  /\?\s*$|\b(?:show|list|tasks?|todos?|overdue|what|which|tell|see)\b|^\s*(?:and |also |then |plus |but |& )*(?:anything|is (?:there|anything|something)|are there|am i|are we|do (?:i|we) have|have (?:i|we)|any)\b/i;

/** Nothing that could be done without asking back. */
export const isOpen = (intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => ['unknown', 'unclear', 'choose', 'list', 'search'].includes(intent)) &&
  intents.some(({ intent }) => ['unknown', 'unclear', 'choose'].includes(intent));
