import type { Context, Intent } from './intent.js';
import { withoutManners } from './manners.js';
import { readNewTask } from './new-task.js';
import { LONGEST_SAID, phraseOf, raw, seen } from './sentence.js';
import { mentioned, onlySpokenOf } from './titles.js';

/** "#garden thursday 18:30 pick up manure low prio": a thing to do and what is said of it, in any order, with no word of a wish. */

/** A line that says so much of it is a task: a day alone may be of a list, and a tag alone too. */
const FEWEST_SLOTS = 2;
const MOST_WORDS = 8;

const NO_TITLE =
  /^(?:i|we|you|he|she|they|it|that|this|these|those|there|what|when|where|who|why|how|which|is|are|was|were|am|do|does|did|have|has|can|could|will|would|should|may|if|no|not|yes|ok|show|list|find|search|see|give|tell|undo|delete|remove|mark|tick|complete|move|push|change|set|rename|make|put|take|tag|untag|all|any|every|everything|anything|nothing|both|only|just|and|or|but|so|because|still|done|open|pending|tasks?|ones?|things|stuff|the (?:first|second|third|last|rest|others?)|lots|let us)\b/;
const SAYS_MORE =
  /\?\s*$|["“”]|\b(?:is|are|was|were|done|finished|tasks?|todos?|list|ones|everything|anything|instead|rather|already|undo|delete|remove|if|not|never|until|moved|pushed|shift(?:ed)?|should|starts?|to \d|earlier|later|what|which|my (?:day|week))\b/;

const LABEL = /^\s*(?:(?:new )?(?:todo|task|note|reminder)|new|to do|to-do)\s*:\s*/i;
/** An hour, and not "tonight". */
const SAYS_HOUR = /\d ?(?:[ap]m|h|:\d)|\bat \d|\d{3,4}\b|\d\.\d|\b(?:noon|midday|half|quarter|clock)\b|@/;

/** The new task of such a line; null where it may be anything else. */
export const readSlotLine = (text: string, context: Context): Intent | null => {
  // Without the titles it could be of one that is there.
  if (context.titles === undefined || text.length > LONGEST_SAID || /\n|->|=>|→/.test(text)) return null;
  const message = withoutManners(phraseOf(text.replace(LABEL, '')));
  const said = seen(message);
  if (NO_TITLE.test(said) || SAYS_MORE.test(`${said}${/\?\s*$/.test(text) ? '?' : ''}`)) return null;
  const task = readNewTask(raw(message), context);
  if (task === null) return null;
  const { title, due, priority, tags } = task;
  const hour = due?.time != null && SAYS_HOUR.test(said);
  const slots = [due !== null, hour, priority !== null, tags.length > 0].filter(Boolean).length;
  const words = title.split(/\s+/).length;
  return slots < FEWEST_SLOTS ||
    words < 2 ||
    words > MOST_WORDS ||
    NO_TITLE.test(title.toLowerCase()) ||
    /[,;:!?]|\.\s/.test(title) ||
    onlySpokenOf(title, context.titles) !== undefined ||
    mentioned(title, context.titles).length > 0
    ? null
    : { intent: 'add', tasks: [task], reminder: false };
};
