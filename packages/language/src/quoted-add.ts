import { readClause } from './clause.js';
import type { Context, Intent, NewTaskWords } from './intent.js';
import { isAdding, isWhole } from './kinds.js';
import { withoutManners } from './manners.js';
import { readTaskWords } from './new-task.js';
import { pieces } from './pieces.js';
import { addObligation } from './rules/add.js';
import { readChangeParts } from './rules/change-parts.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen } from './sentence.js';
import { isTitle, mentioned } from './titles.js';

/** A new task whose title is in quotes. */

const ADDS =
  /\b(?:get Q (?:on|onto|in|into|to)|schedule|chuck|throw|bung|slap|pin|added|ask for|noted|recorded|add|create|new (?:task|todo|reminder|item|one)|put|note|note down|write|write down|jot|jot down|save|log|record|register|make|set|enter|insert|pop|stick|remind|have|need|want)\b/;

const ADDS_TO =
  /\b(?:add|added|noted|recorded|create|save|log|jot|record|register|enter|insert|new task|new todo|task|todo|reminder|list|note|down|remind|in for|on for)\b/;

const BEFORE_A_TITLE =
  /^(?:tasks?|todos?|reminders?|items?|entry|note|add|put|create|save|log|record|be|called|named|titled|title|it|down|is|to|for|as|list|schedule|jot|pop|stick|insert|register|make|set|write|remember|please|me|about|new|one|also|and|needed|need|want|entitled|saying|says|labelled|something|thing|like|just|kindly|then|having|enter|that|this|name|by|with|from|says|labeled|get|have|chuck|throw|bung|slap|pin|a|an)$/;

const NOT_ADDING =
  /\b(?:rename|retitle|change|replace|instead|delete|remove|move|done|complete|completed|finished|mark|tick|tag (?:for|of|from|to)|add (?:the |a )?(?:tag|label|priority|deadline|due date|date)|find|search|show|see|view|look|what|which|if|not|description|should say|says|my (?:wife|boss|husband)|told|said)\b/;

const NOT_FORGETTING = /\b(?:do not|never) (?:let me )?forget\b/g;

/** "log a task, 'Fix the tap', in ten days is fine, low priority": what is quoted is the title, all else says more of it. */
export const readQuotedAdd = (message: Phrase, context: Context): Intent | null => {
  const quotes = message.tokens.filter(({ kind }) => kind === 'quote');
  const [quote] = quotes;
  const said = seen(message).replaceAll(NOT_FORGETTING, ' ');
  if (quote === undefined || quotes.length > 1 || raw(message).length > LONGEST_SAID) return null;
  if (!ADDS.test(said) || NOT_ADDING.test(seen(withoutManners(message)).replaceAll(NOT_FORGETTING, ' ')))
    return null;
  if (
    !ADDS_TO.test(said) &&
    !/^(?:.* )?(?:write|put|jot|note|save|stick|pop|log|enter)(?: down)? Q(?:$| (?:for|on|by|at|before|due|tomorrow|today|tonight|with|as)\b)/.test(
      seen(withoutManners(message)),
    )
  )
    return null;
  if (/\b(?:task|number|nr|item) #?\d+\b/.test(said)) return null;
  // "add the tag work to 'Visit'"
  if (
    /\b(?:to|of|from|off|on|against|by|about)(?: (?:the|my|task|todo|item|entry|this|called|named))* Q/.test(
      said,
    )
  )
    return null;
  // "the tap is fixed, please add 'Paint the wall'" is two wishes.
  const told = pieces(message).filter(({ phrase }) => (phrase.tokens.at(-1)?.end ?? 0) <= quote.start);
  if (
    told.some(({ phrase }) =>
      readClause(phrase, context).some((intent) => isWhole(intent) && !isAdding(intent)),
    )
  )
    return null;
  const before = message.tokens.findLast(({ start }) => start < quote.start);
  // 'finish reading "Emma"' is one title.
  if (before !== undefined && before.seen !== '' && !BEFORE_A_TITLE.test(before.seen)) return null;
  const text = message.text.slice(quote.start, quote.end);
  if (isTitle(text, context.titles ?? []) && !/\b(?:add|create|new)\b/.test(said)) return null;
  // "add 'wash car' and put the report on friday" is two wishes.
  if (mentioned(message.text.slice(quote.end), context.titles ?? []).length > 0) return null;
  // "the letterbox is fixed, and add 'varnish it'" too.
  if (mentioned(message.text.slice(0, quote.start), context.titles ?? []).length > 0) return null;
  const around = `${message.text.slice(0, quote.start)} , ${message.text.slice(quote.end)}`;
  const { due, priority, tags } = readTaskWords(around, context);
  const changes = readChangeParts(phraseOf(around), context)?.changes ?? {};
  const [task] = readNew(text, context);
  return task === undefined
    ? null
    : {
        intent: 'add',
        tasks: [
          {
            ...task,
            due: due ?? changes.due ?? null,
            priority: priority ?? changes.priority ?? null,
            tags: tags.length > 0 ? tags : (changes.addTags ?? []),
          },
        ],
        reminder: /\bremind|\breminder\b/.test(said),
      };
};

const readNew = (text: string, context: Context): NewTaskWords[] => {
  const added = addObligation(phraseOf(text), context);
  return added.intent === 'add' ? added.tasks : [];
};
