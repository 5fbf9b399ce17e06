import { LIMITS, type Priority } from '@todo/contracts';
import { hide } from './dates/find-due.js';
import { readLevel } from './filter.js';
import type { Context, NewTaskWords } from './intent.js';
import { findParts, gather, without } from './quick-add.js';
import { findQuotes, type Span } from './quotes.js';
import { cleanTitle, oneLine, shorten } from './title.js';

const LABEL = '#?[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]*';
const OTHER_DETAIL =
  '(?!(?:due|by|on|for|at|with|and|in|high|low|medium|normal|priority|urgent|important|today|tomorrow|tonight|next|this)(?![\\p{L}\\p{N}]))';
const LABELS = `(?<labels>${LABEL}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)${OTHER_DETAIL}${LABEL})*)`;

/** Ways to say more about a task than its title, at the end of it or before another of them. */
const DESCRIPTION =
  /(?:^|[\s,;]+)(?:(?:and\s+)?with\s+(?:the\s+|a\s+)?(?:description|notes?|details?)(?:\s+(?:of|saying|that\s+says))?|description|notes?)(?:\s*:\s*|\s+)(?<text>\S[\s\S]*)$/iu;
const BARE_DESCRIPTION = /^(?:[\s,;]*)(?:description|notes?)\s+/iu;
const PRIORITY = [
  /(?:^|[\s,;]+)(?:(?:and|with|as|at|of)\s+)*(?:an?\s+)?(?<level>high(?:est)?|top|medium|normal|low(?:est)?)[\s-]priority(?![\p{L}\p{N}-])/iu,
  /(?:^|[\s,;]+)(?:(?:and|with|as|at)\s+)*(?:an?\s+)?(?<level>high|medium|low)[\s-]prio(?![\p{L}\p{N}-])/iu,
  /(?:^|[\s,;]+)(?:(?:and|with|set)\s+)*(?:a\s+|the\s+|its\s+)?prio(?:rity)?(?:\s+level)?\s*(?:of\s+|to\s+|as\s+|:\s*\s+|:\s*|is\s+|=\s*)?(?<level>high|medium|low)(?![\p{L}\p{N}-])/iu,
  /[\s]*[,;–-]\s*(?:(?:it|this)(?:['’]s|\s+is)\s+)?(?:very\s+|really\s+)?(?<level>urgent|important)\s*[.!]*$/iu,
];
const TAGS = new RegExp(
  `(?:^|[\\s,;]+)(?:and\\s+)?(?:(?:tagged|tag\\s+it|labell?ed|label\\s+it)(?:\\s+(?:as|with|by))?|(?:with|and)\\s+(?:the\\s+)?(?:tags?|labels?))\\s*:?\\s*${LABELS}(?![\\p{L}\\p{N}])`,
  'iu',
);

/** "that I have to call Bob": what is to be done is to call him. */
const OBLIGED =
  /^[\s,:–-]*(?:i|we)\s+(?:(?:also|really|still|just|probably|definitely)\s+)*(?:(?:need|have|want|ought|must|should|got|had better|am supposed|are supposed|am going)\s+(?:(?:also|really|still|probably)\s+)*(?:to\s+)?|(?=(?:call|pay|buy|go|take|send|bring|make|get|do|finish|write|meet|visit|check|book|ask|give|pick|return|clean)\s))/iu;

const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length });

/** What a text says about a task besides its title, and the words that are left. */
export interface TaskWords extends Omit<NewTaskWords, 'title' | 'description'> {
  rest: string;
  description?: string;
}

const readDescription = (visible: string, text: string): { span: Span; description: string } | null => {
  const match = DESCRIPTION.exec(visible);
  // "notes for the meeting" is a title; "notes: …" says more about one.
  if (match === null || (BARE_DESCRIPTION.test(match[0]) && !match[0].includes(':'))) return null;
  const said = text.slice(match.index + match[0].length - (match.groups?.text ?? '').length).trim();
  const description = said.replace(/^(["'“‘`])(?<inside>[\s\S]+)["'”’`]$/u, '$<inside>');
  return { span: spanOf(match), description: shorten(description.toWellFormed(), LIMITS.description.max) };
};

const readPriority = (visible: string): { span: Span; priority: Priority } | null => {
  for (const pattern of PRIORITY) {
    const match = pattern.exec(visible);
    const priority = match === null ? null : readLevel((match.groups?.level ?? '').toLowerCase());
    if (match !== null && priority !== null) return { span: spanOf(match), priority };
  }
  return null;
};

/** Takes what is said in words ("with high priority", "tagged home") and in signs (!high, #home) out of a text. */
export const readTaskWords = (text: string, context: Context): TaskWords => {
  let visible = hide(text, findQuotes(text));
  const take = (span: Span | undefined): void => {
    if (span !== undefined) visible = hide(visible, [span], ' ');
  };
  const described = readDescription(visible, text);
  take(described?.span);
  const urgent = readPriority(visible);
  take(urgent?.span);
  const tagged = TAGS.exec(visible);
  take(tagged === null ? undefined : spanOf(tagged));
  const parts = findParts(visible, context, []);
  const signs = gather(parts);
  const labels = tagged?.groups?.labels?.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu) ?? [];
  const tags = new Map(
    [...labels.map((label) => label.replace(/^#/, '')), ...signs.tags].map((tag) => [tag.toLowerCase(), tag]),
  );
  const taken = [described?.span, urgent?.span, ...(tagged === null ? [] : [spanOf(tagged)]), ...parts];
  return {
    rest: without(
      text,
      taken.filter((span) => span != null),
    ),
    due: signs.due,
    priority: signs.priority ?? urgent?.priority ?? null,
    tags: [...tags.values()].filter((tag) => [...tag].length <= LIMITS.tag.max).slice(0, LIMITS.tags.max),
    ...(described === null ? {} : { description: described.description }),
  };
};

/** A task in the person's words; null when they hold no title. Words that no title has room for go into the description. */
export const readNewTask = (text: string, context: Context): NewTaskWords | null => {
  const { rest, ...said } = readTaskWords(text, context);
  const bare = rest
    .replace(/^[\s,:–-]*(?:called|named|titled|saying)\s+/iu, '')
    .replace(/^[\s,:–-]*(?:to|that|about)\s+/iu, '')
    .replace(OBLIGED, '')
    .replace(
      /\s+(?:at some point|one of these days|some time soon|when i (?:get a chance|have (?:the )?time|can))[\s.!]*$/iu,
      '',
    )
    .replace(
      /[\s,;.–-]+(?:(?:and |so )?(?:please )?(?:do not|don['’]?t|dont|never) (?:let me )?forget(?: (?:it|that|this|me))?|or (?:else )?(?:i['’]?ll|i will|i am going to) forget(?: (?:it|that))?|so (?:that )?i (?:don['’]?t|do not|won['’]?t) forget(?: (?:it|that|this))?|before i forget|(?:and )?remind me(?: (?:of|about) (?:it|that))?|(?:ok|okay|please|pls|plz|thanks|thank you|thx|cheers))[\s.!]*$/iu,
      '',
    )
    // "…, it is due on Friday"
    .replace(
      said.due === null
        ? /$^/
        : /[\s,;.–-]+(?:(?:and )?(?:it|this|that|which|that one|this one|the deadline|the due date)(?:['’]?s| is| was| must be| has to be| should be| needs to be)?(?: due| done| needed| for)?|due|deadline|due date|by|for|only|(?:for|on|by) (?:the )?(?:day|date)|on the)(?: is)?[\s.!:]*$/iu,
      '',
    )
    // "that the play is on Friday"
    .replace(said.due === null ? /$^/ : /\s+(?:is|are|will be|takes place|starts)[\s.!]*$/iu, '');
  const title = cleanTitle(bare);
  if (title === '') return null;
  const tooLong = title.endsWith('…') && !rest.includes('…');
  return {
    title,
    ...said,
    ...(tooLong && said.description === undefined
      ? { description: shorten(oneLine(rest), LIMITS.description.max) }
      : {}),
  };
};
