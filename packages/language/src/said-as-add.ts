import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { readLevel } from './filter.js';
import type { Context, Intent } from './intent.js';
import { peel, withoutManners } from './manners.js';
import { BEGINS_TO_ADD, readNewTask, saidBehind } from './new-task.js';
import { dropEnd, dropStart, hasQuote, markAt, namesTask, trimMarks } from './phrases.js';
import { readChangeParts } from './rules/change-parts.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen, seenStarts, slice } from './sentence.js';
import { isTitle, mentioned, onlySpokenOf } from './titles.js';

/** What people say before a thing to do, taken off from the left and put as "add …" or "I need to …". */

const OFTEN =
  '(?:(?:also|really|still|just|probably|definitely|absolutely|actually|urgently|desperately|now|only|maybe|please|kindly|quickly|do|first) )*';
const NEED =
  '(?:(?:need|have|want|ought|got|have got|will have|will need|would like|am supposed|am meant|am expected|am required|am obliged|am asked|am told|am due|are supposed|are meant|are expected|are required) to|must|should|had better|better)';

/** Says nothing of what is to be done. Each line is the source of a regular expression. */
const BEFORE = [
  'oh|so|well|and|but|ok|okay|hey|hi|hello|hiya|heya|yo|howdy|heads up|good (?:morning|afternoon|evening|day)|hm+|ah|aha|um+|uh|er|wait|yes|yeah|yep|yup|right|also|plus|then|now|dude|man|bro|mate|buddy|guys|boss|sir|dear|omg|god|oh no|gosh|damn|crap|shoot|ugh|bruh|ngl|abeg|siri|alexa|google|please|apparently|actually|basically|btw|by the way|listen|look|fyi|anyway|alright|cool|great',
  'besides(?: that| this)?|in addition|additionally|furthermore|moreover|on top of (?:that|this|it)|after (?:that|this)|afterwards|apart from that|next|lastly|finally|last but not least|at some point|sooner or later|one of these days|before i forget|while i remember|for (?:the )?(?:record|later)|among other things|as soon as (?:i can|possible)|some day(?: soon)?|one day|soon|perfect|excellent|bitte|super|from the (?:meeting|call|lesson)|first of all|(?:the )?todo app|we(?= add)',
  '(?:the )?(?:thing|fact|problem|point|issue|trouble) is(?: that)?|it (?:seems|turns out|looks like|appears)(?: that)?|it (?:just )?(?:hit|struck|dawned on|occurred to) me(?: that)?',
  '(?:(?:i|we) )?(?:have )?(?:(?:just|completely|totally|nearly|almost|only|now|also) )*(?:forgot|forgotten|remembered|realised|realized|noticed|recalled|saw|see|found out)(?: to (?:say|mention|tell you|add))?(?: that)?',
  '(?:i|we) (?:think|guess|suppose|reckon|believe|feel|fear|am afraid|know|figure)(?: like)?(?: that)?',
  `(?:(?:my|the|our|his|her) )?[a-z]+(?: [a-z]+)? (?:(?:just|also|always|already|has|have|had|keeps) )*(?:says|said|saying|told|telling|reminded|reminds|reminding|thinks|reckons|mentioned|insists|texted|wrote|emailed|warned)(?: (?:me|us|that))*`,
];
/** Only where somebody's need follows. */
const LEAD = new RegExp(`^(?:${BEFORE.join('|')}) (?=\\S)`);
const NEEDED = new RegExp(
  `^(?:(?:i|we) (?:will )?${OFTEN}${NEED}|(?:i|we) have (?:still|yet)(?: got)? to|(?:i|we) (?:am|are) having to|(?:i|we) will be needing to) ${OFTEN}(?:yet )?(?=\\S)`,
);

const WISH_VERB =
  '(?:note down|jot down|write down|add|note|include|throw in|put in|slot in|squeeze in|pencil in|insert|record|log|store|save|keep track of)';
const SMALL = '(?:(?:little|small|quick|friendly|short|gentle|tiny|new|another) )*';
const NOUN = '(?:reminder|task|todo|to do|memo|note|item|entry)';
const TO =
  '(?:for me |for us |please )*(?:to|about|for|that says|saying|that (?:i|we) (?:need|have|must|should)(?: to)?)';
const NICE = '(?:great|nice|good|lovely|helpful|kind|wonderful|amazing|awesome|cool|perfect|super|best)';
const LIST = '(?:my|the|our) (?:\\S+ )?(?:list|todos|tasks|agenda)';

/** What asks to put down whatever follows it. */
const ADDS = [
  `(?:(?:can|could|would|will|may|might) (?:you|we|u|i)|let us|let me|how about (?:we|you)|shall we|why do not (?:we|you)|please|is it possible to|(?:am i|are we) able to) (?:(?:please|also|just|quickly|maybe|kindly|possibly) )*${WISH_VERB}`,
  '(?:i|we) (?:would like|want|wanted|wish|forgot|meant|was going|will|am going)(?: to)? (?:note down|jot down|write down|add|note|put down)',
  '(?:i|we) (?:am|are) adding',
  'add (?:me|us)(?= (?!to\\b)\\S)',
  '(?:put|note|jot|write|pencil|stick|pop|chuck) (?:down|in)(?: (?:for me|this))?',
  '(?:put|add|write|note|stick)(?: it| this| that)? (?:on|to|in|into|onto) (?:my|the|our) (?:\\S+ )?(?:list|todos|tasks|agenda)',
  'adding|add (?:quickly|please|also|now|for me|for us|for later|real quick)|keep track of',
  `(?:${LIST}) (?:(?:also|still|really) )*(?:needs|is missing|lacks|misses|wants|could use|(?:should|must|has to|needs to|could|can) (?:also )?(?:have|include|contain|get|hold|say))`,
  `(?:put|set|get|send|give|make|leave|drop|have|create|log|schedule|pop|write)(?: in| up| down)?(?: me| us)? (?:an? )?${SMALL}${NOUN}(?: in| up| down)? ${TO}`,
  `(?:(?:can|could|may|might) (?:i|we) (?:please )?(?:get|have|ask for)|(?:is there )?any chance (?:of|for)|how about|what about|(?:i|we) (?:would like|want|need|could use|could do with)) (?:an? )?${SMALL}${NOUN} ${TO}`,
  `make (?:it|this|that) (?:a|my|one of my) (?:new )?(?:tasks?|todo|goal|job|mission|duty) to`,
  `(?:(?:a|the|my|new|another) )*${SMALL}(?:reminder|memo|task|todo) (?:for (?:me|us|myself) (?:to|about)|to (?:self|myself)(?: to)?)`,
  `${SMALL}reminder to`,
  'do remind (?:me|us)(?: to| about| of)?|remind (?:please |kindly )?(?:to|about)|do (?:add|note)|do not let me not',
  `(?:(?:it|that|this) )?(?:would|will|might) (?:be )?(?:(?:so|very|really|most|super|a) )*(?:${NICE}|help|help me|big help|great help)(?: a lot)? if (?:you|u|someone) (?:(?:could|can|would|just|please) )*(?:reminded?|nudged?|pinged?) (?:me|us) (?:to|about|of)`,
  '(?:do you )?(?:think|reckon) you (?:can|could|might|would) (?:please )?remind (?:me|us) (?:to|about|of)',
  `(?:see to it|see|make certain|ensure|make sure) (?:that )?(?:i|we)(?: (?:do not forget|remember|not forget)(?: to)?| ${NEED})?(?= [a-z]+ \\S)`,
  '(?:(?:i|we) )?(?:had )?(?:better|must|should|may|ought to|gotta|got to) (?:not forget|remember)(?: to| about)?',
  `add (?:a |an )?(?:new )?(?:task|todo|reminder|note|something|one|entry) so (?:that )?(?:i|we) (?:(?:(?:do|will|can) )?(?:not|never) forget|(?:(?:will|can|do) )?remember)(?: to| about| that i (?:need|have) to)?`,
  `(?:i|we) (?:have|got|have got) (?:a )?new (?:task|one|todo)(?: for (?:you|me|us))?(?: to)?|there is (?:a |another )?(?:new )?(?:task|todo)(?: for (?:you|me|us))?(?: to)?`,
  `(?:what|all|the (?:only |main |next |first |last |other )?thing|something|one thing|(?:first|next|last) thing)(?: that)? (?:i|we) ${OFTEN}(?:need|have|must|want|should|ought|got)(?: to)?(?: do)?(?: \\S+)? (?:is|are|was|would be)(?: to)?`,
  `(?:my|our|the) (?:\\S+ )?(?:job|task|homework|duty|assignment|mission|chore|errand)(?: (?:today|now|tomorrow))? is to`,
  '(?:i|we) (?:have|got|have got) (?:(?:for|as|a|the|my|this) )*(?:task|job|duty|homework|assignment|chore|errand) to',
];
const ADDING = new RegExp(`^(?:${ADDS.join('|')}) (?=\\S)`);

/** What needs to be done, where nobody is named who needs it. */
const NEEDS = [
  `(?:(?:still|really|also|definitely|seriously|just|probably) )+(?:need|have|got|want|ought) to`,
  '(?:should|ought to|must|gotta|got to|need to|have to|meant to|supposed to|better|going to have to|going to need to)',
  'it is (?:necessary|important|essential|vital|required|mandatory|crucial|urgent|imperative)(?: that (?:i|we)(?: should| must)?| for (?:me|us) to| to)',
  `(?:i|we) ${OFTEN}(?:am|are|was|were|have been) (?:meant|supposed|expected|required|obliged|told|asked|due) to`,
];
const UNNAMED = new RegExp(`^(?:${NEEDS.join('|')}) ${OFTEN}(?=\\S)`);

/** Words of a list's own: what is asked of it is no thing to do. */
const OF_THE_LIST =
  /^(?:(?:some |a bit of |more |less |fewer |a )*(?:work|rest|relax|sleep|help|attention|sorting|sorting out|cleaning|cleaning up|tidying|tidying up|pruning|trimming|reordering|order|structure|break|things|items|tasks|chill|calm down|breathe|focus|concentrate)(?: (?:now|today|tonight|tomorrow|soon|badly|a bit|more))*$|show|list|see|view|know|delete|remove|mark|tick|untick|undo|reopen|rename|reschedule|postpone|tag|untag|complete|it|that|this|them|those|these|all|everything|anything|nothing|something|one|another|more|task|tasks|todo|todos|(?:a|the|my) (?:task|tag|label|date|day|time|priority|deadline|list|tasks)|due dates?|dates|priorities|subtasks|notes|tags?|labels?|why|what|when|who|how|where|if|whether|\d+)\b/;
/** "should be fine", "must have been": nothing to be done. */
const NO_DEED =
  /^(?:i|we|you|he|she|they|it|there|not|be|been|have|has|had|know|say|admit|think|confess|laugh|go|run|dash|stop|see|hope|work|do|help|feel|love|hate|like|wonder|agree|ask|wait|sleep|eat|leave|suffice|rain|snow|happen|arrive|matter|come|rise|fall|improve|clear|stay|become|turn|rest|relax|breathe|chill|focus)\b(?! (?:the|my|our|a|an|for|to|back|at|in|on) \S)/;

const restOf = (phrase: Phrase): string => phrase.text.slice(phrase.tokens[0]?.start ?? phrase.text.length);

/** What was dropped of a phrase to come to the rest. */
const opening = (phrase: Phrase, rest: Phrase): string =>
  seen({ ...phrase, tokens: phrase.tokens.slice(0, phrase.tokens.length - rest.tokens.length) });

const without = (phrase: Phrase, pattern: RegExp): Phrase | null => {
  const rest = trimMarks(dropStart(phrase, pattern));
  return rest.tokens.length === 0 || rest.tokens.length === phrase.tokens.length ? null : rest;
};

/** A word of a label that says that something is to be put down. */
const LABEL_ADDS =
  /\b(?:add|adding|create|crate|creat|craete|new|nwe|task|todo|to do|to be done|has to be done|must do|need to do|have to do|got to do|note|reminder|remind|remember|memo|jot|write|put|record|log|save|store|file|keep|take this|take that|list|later|one more|another|extra|last one|last thing|next one|for me|also|plus|and|entry|item|forget|action|capture|outstanding|plate|stash|park|hold|follow-up|missing|handover|must-do|to-do|job|must be|has to|needs to be|book in|do this)\b/;
const LABEL_WORDS =
  /^(?:(?:i|we|need|needs|have|has|got|must|should|want|to|do|done|be|still|also|really|just|and|ok|okay|so|oh|for|me|us|my|our|the|a|an|one|another|last|next|new|nwe|extra|mental|note|later|thing|task|todo|item|entry|job|chore|errand|here|comes|goes|is|this|that|it|keep|store|file|take|down|put|jot|write|save|record|log|add|adding|create|crate|creat|craete|remember|remind|reminder|memo|list|into|on|onto|in|quickly|quick|more|please|plus|up|not|forget|self|myself|before|final|other|little|small|there|of|mind|must-do|to-do|action|capture|outstanding|plate|stash|park|hold|follow-up|follow|missing|handover|from|you|thought|catch|got|meeting|slips|slip|if|will|shall|it|quick|do|dear|love|by|under|book|happen|gets|needs|today|must-do) )+$/;
/** Whatever follows is a title. */
const LABEL_OF_TASKS =
  /\b(?:task|todo|reminder|add|note|memo|jot|must do|need to do|have to do|to be done|list)\b/;

const TELLS =
  /\b(?:can|could|would|will) you\b|^(?:i|we)(?:['’]ve| have)? (?:(?:already|just|finally|also) )*(?:did|done|paid|bought|sent|got|took|made|went|wrote|\p{L}{2,}ed)\b|\b(?:is|are|was|were|has|isn['’]t|aren['’]t)\b/iu;

/** "also: call Bob", "mental note: …", "have to do: …": its title; null when the label may say more. */
const labelled = (text: string, context: Context): string | null => {
  const [, label = '', title = ''] =
    /^\s*([^:"“\n]{1,50}?)\s*(?::(?!\d)\s*|\s+[-–—]+>?\s+)(\S[\s\S]*)$/u.exec(text) ?? [];
  if (title === '' || /\n/.test(title) || /^\s*1[.)]\s/.test(title)) return null;
  const plain = label.replaceAll(/['’]s(?![\p{L}\p{N}])/giu, '');
  const days = findDue(plain, context)?.spans ?? [];
  const day = days.map(({ start, end }) => plain.slice(start, end)).join(' ');
  const said = `${seen(phraseOf(leaveOut(plain, days)))} `.trimStart();
  if (said === '' && day !== '') return null;
  if (!LABEL_WORDS.test(said) || !LABEL_ADDS.test(said) || /\b(?:change|done)\b(?<!be done)/.test(said))
    return null;
  const phrase = phraseOf(title);
  const rest = seen(phrase);
  // "list: add renew the pass"
  if (/^(?:add|remind me|note down|create)\b/.test(rest)) return null;
  const own = NEEDED.test(rest) ? raw(dropStart(phrase, NEEDED)) : title;
  const tags = (label.match(/#[\p{L}\p{N}_-]+/gu) ?? []).filter((tag) => !own.includes(tag));
  const more = [...(day === '' ? [] : [day]), ...tags].join(' ');
  const named = more === '' ? own : `${own.replace(/[\s.!]+$/, '')} ${more}`;
  if (own !== title) return named;
  if (LABEL_OF_TASKS.test(said))
    return TELLS.test(title) && /\b(?:can|could|would|will) you\b/i.test(title) ? null : named;
  return TELLS.test(title) ||
    OF_THE_LIST.test(rest) ||
    onlySpokenOf(title, context.titles ?? []) !== undefined ||
    mentioned(title, context.titles ?? []).length > 0
    ? null
    : named;
};

const SOMEBODY = '(?:(?:the|my|our|his|her|a) )?[a-z]+(?: [a-z]+)?';
const TOLD_BEFORE = new RegExp(
  `^(?:${BEFORE.join('|')}|${[
    `${SOMEBODY} (?:(?:is|are|has|have|just|also|keeps?) )*(?:wants?|wanted|asks?|asked|asking|told|telling|tells|needs?|needed|expects?|begs|begged|reminded|on at) (?:for )?(?:me|us) (?:to|if (?:i|we) (?:could|can|would|might))`,
    '(?:i|we) (?:have )?(?:said|promised|committed|agreed|swore|vowed|offered|volunteered|told \\S+)(?: (?:that )?(?:i|we) (?:would|will|am going to)| to)',
    '(?:i|we) (?:have )?(?:(?:was|were|am|been|got) )+(?:told|asked|given the (?:job|task)|tasked|reminded|having|assigned)(?: (?:to|with))+',
    '(?:i |we )?(?:would|will|do) (?:hate|not want|not like) to forget(?: to)?|(?:i|we) owe it to \\S+ to',
    '(?:it|that) would be (?:\\S+ ){1,2}if (?:i|we) (?:forgot(?: to)?|did not)|(?:\\S+ ){2,6}if (?:i|we) (?:do not|forget to|forgot to)',
    '(?:i|we) (?:am|are) having to|(?:i|we) (?:will|would) (?:be needing to|have to|need to)|(?:i|we) have (?:still|yet)(?: got)? to|(?:i|we) (?:must|should) (?:yet|still)|there is|i have|my list is missing',
  ].join('|')}) (?=\\S)`,
);
const PUT_IT =
  / (?:(?:so|and|please|can you|could you|would you|you) )*(?:add|put|note|stick|write|jot|save|pop|log|record|chuck|bung) (?:it|that|this|same)(?: (?:down|in|on|there|(?:to|on|onto|in|into) (?:(?:my|the|our) )?(?:\S+ )?(?:list|tasks|todos)))*(?: (?:please|thanks|for me))*$/;
/** "milk needs to go on the list": asked for behind it. */
const GOES_ON =
  / (?:(?:also|still|please) )*(?:(?:(?:goes|go|belongs|(?:should|must|needs to|has to|can|could|wants to|ought to) (?:also )?(?:go|be|get)|(?:needs|wants) (?:putting|adding|to go)|to be put|needs to be)(?: (?:put|added))? )?(?:on|to|in|into|onto|among) (?:my|the|our) (?:\S+ )?(?:list|todo|to do|todos|tasks)|(?:needs|wants) (?:adding|noting|putting down|writing down)|(?:a )?new task|(?:and )?make (?:it|that|this) a(?: new)? task|as (?:(?:one of my|the next|another|my next|a new|a|an) )?tasks?|down as a task)(?: (?:please|thanks|too|as well|dear|boss|bro|mate|abeg|ok|okay|for me))*(?= |$)/;
const NO_TITLE_FIRST =
  /^(?:add|put|is|are|was|what|which|how|when|where|who|why|show|list|delete|remove|mark|move|set|change|rename|tick|undo|reopen|find|search|take|cross|strike|check|do|does|did|can|could|would|will|it|that|this|they|them|these|those|everything|all|nothing|anything|something|stick|pop|chuck|throw|write|note|have|has|get|tell|give|make|create|remind|any|there|please|only|not|no|task|tasks|you|he|she|we|i|keep|leave|shove|toss|push|drop|bring|sort|count|clear|empty|pull|read|see|view|open|new|let|wipe|cut|strike|scratch|drop|remove|kindly|got|whatever|pending|finished|done|todo|today|tomorrow|anybody|who)\b/;

/** "the lads want me to paint the shed, put that in", "milk goes on the list": asked for behind what is to be done. */
const askedBehind = (message: Phrase, context: Context): string | null => {
  if (/\?\s*$/.test(message.text) || /["“”]/.test(message.text)) return null;
  const told = trimMarks(dropEnd(message, PUT_IT));
  if (told.tokens.length < message.tokens.length) {
    const bare = peel(told, (phrase) => trimMarks(dropStart(dropStart(phrase, TOLD_BEFORE), NEEDED)));
    const begun = peel(told, (phrase) => trimMarks(dropStart(phrase, LEAD)));
    return bare.tokens.length < begun.tokens.length &&
      bare.tokens.length > 0 &&
      !NO_TITLE_FIRST.test(
        seen(bare).replace(
          /^(?:put|set|move|clear|empty|read|open|check|make|get|take|give|write|change|find|sort|drop|pull|push|tell|bring|keep|leave|have) (?=\S)/,
          '',
        ),
      )
      ? `add ${raw(bare)}`
      : null;
  }
  const arrow = /^(.+?)\s*(?:->|=>|→)\s*(?:(?:my|the) )?(?:todo )?list(?![\p{L}\p{N}])[\s,.!]*(.*)$/iu.exec(
    message.text,
  );
  const at = arrow === null ? GOES_ON.exec(seen(message)) : null;
  if (arrow === null && at === null) return null;
  const starts = seenStarts(message);
  const cut = (from: number): number => {
    const place = starts.findIndex((start) => start > from);
    return place === -1 ? message.tokens.length : place;
  };
  const left = arrow !== null ? phraseOf(arrow[1] ?? '') : trimMarks(slice(message, 0, cut(at?.index ?? 0)));
  const more =
    arrow !== null
      ? phraseOf(arrow[2] ?? '')
      : trimMarks(slice(message, cut((at?.index ?? 0) + (at?.[0].length ?? 0))));
  if (more.tokens.length > 0 && readChangeParts(more, context)?.target.tokens.length !== 0) return null;
  // "…, the latest day is friday, save it as a task"
  if (/[,.;!?]\s|\n/.test(raw(left)) || / (?:it|that|this|them|these|those)$/.test(seen(left))) return null;
  const bare = trimMarks(
    dropStart(
      peel(left, (phrase) => trimMarks(dropStart(phrase, LEAD))),
      NEEDED,
    ),
  );
  const said = seen(bare);
  const deed = DEEDS.has(said.split(' ', 1)[0] ?? '');
  const place = at?.[0] ?? '';
  // "nice to see the rent on my list"
  const isTold =
    /^ (?:on|to|in|into|onto|among) /.test(place) &&
    (more.tokens.length > 0 || !deed) &&
    !/ (?:please|boss|dear|abeg)$/.test(place);
  return isTold ||
    said === '' ||
    namesTask(bare) ||
    (NO_TITLE_FIRST.test(said) && !deed) ||
    /^(?:add|put|move|note|cancel|change|make|write|get|drop|pop|stick|chuck|slap|sling|lob|bung|toss|whack|fling|may|shove|good|nice|glad)\b/.test(
      said,
    ) ||
    mentioned(raw(bare), context.titles ?? []).length > 0
    ? null
    : `add ${raw(bare)}${more.tokens.length > 0 ? `, ${raw(more)}` : ''}`;
};

const ON_LIST =
  /^(?:(?:add|put|pop|stick|chuck|throw|bung|slap|toss|get|note|write|have|include|squeeze|shove)(?: me)?) (?!it |that |this |them |these |those |both |all |a (?:task|reminder|note) )(?<title>.+?) (?:down )?(?:on|onto|in|into|to) (?:(?:my|the|our) )?(?:(?:todo|to do|task|shopping|grocery|work|home) )?(?:list|todos|to dos|to do|agenda|tasks|there|here)(?= |$)(?: (?:for me|please|thanks))*/;

/** "put buy stamps on my list tomorrow, high priority" */
const putOnList = (message: Phrase, context: Context): string | null => {
  const polite = withoutManners(message);
  const match = ON_LIST.exec(seen(polite));
  const from = seen(slice(polite, 0, 1)).length + 1;
  if (match === null || hasQuote(polite)) return null;
  const starts = seenStarts(polite);
  const at = (place: number): number => {
    const index = starts.findIndex((start, token) => start >= place && polite.tokens[token]?.seen !== '');
    return index === -1 ? polite.tokens.length : index;
  };
  const named = match.groups?.title ?? '';
  const begin = match[0].indexOf(named, from);
  const title = trimMarks(slice(polite, at(begin), at(begin + named.length)));
  const more = trimMarks(slice(polite, at(match[0].length)));
  const task = `${raw(title)}${more.tokens.length === 0 ? '' : `, ${raw(more)}`}`;
  return isDeed(raw(title)) &&
    mentioned(raw(title), context.titles ?? []).length === 0 &&
    readNewTask(task, context)?.title === readNewTask(raw(title), context)?.title
    ? `add ${task}`
    : null;
};

const OF_LISTS =
  /^(?:move|cancel|drop|change|update|check|finish|start|stop|make|put|open|sort)\b|^(?:bring|pull|take|get|push|keep|leave|hold)\b.*\b(?:it|that|this|them|forward)\b/;
/** "print the handouts tag uni low priority": a deed of no task that there is, and more than its title. */
const readLine = (message: Phrase, context: Context): string | null => {
  if (context.titles === undefined || !isDeed(raw(message)) || OF_LISTS.test(seen(message))) return null;
  if (
    /\?\s*$/.test(message.text) ||
    namesTask(message) ||
    hasQuote(message) ||
    mentioned(raw(message), context.titles).length > 0
  )
    return null;
  const task = readNewTask(raw(message), context);
  return task !== null && (task.priority !== null || task.tags.length > 0) && /\s/.test(task.title)
    ? `add ${raw(message)}`
    : null;
};

/** "[high] book a table", "(tomorrow) call Bob", "it's urgent that I call Bob": what is said of a task before it. */
const inFront = (text: string, context: Context): string | null => {
  const [, inside = '', rest = ''] =
    /^\s*[[(]([^\][()]{1,30})[\])]\s*[:–-]?\s*([^\s[(][\s\S]*)$/u.exec(text) ?? [];
  if (
    rest !== '' &&
    /^(?:high|medium|low|urgent|important)(?: prio(?:rity)?)?$/i.test(inside.trim()) &&
    !OF_THE_LIST.test(seen(phraseOf(rest)))
  )
    return `add ${rest}, ${inside.replace(/ prio\w*$/i, '').replace(/urgent|important/i, 'high')} priority`;
  if (
    rest !== '' &&
    readWholeWhen(inside, context) !== null &&
    DEEDS.has(seen(phraseOf(rest)).split(' ', 1)[0] ?? '')
  )
    return `add ${rest}, ${inside}`;
  const urgent = URGENTLY.exec(text);
  return urgent === null || OF_THE_LIST.test(seen(phraseOf(text.slice(urgent[0].length))))
    ? null
    : `add ${text.slice(urgent[0].length).replace(/[\s.!]+$/, '')}, high priority`;
};
const URGENTLY =
  /^\s*(?:(?:it['’]?s|it is) (?:very |really |super |so |extremely |quite )?(?:urgent|important) that (?:i|we)(?: must| have to| need to)?|(?:i|we) (?:very )?urgently (?:need|have) to|(?:i|we) need to urgently|urgently) (?=\p{L})(?!not\b|am\b|are\b|do\b|know\b)/iu;

/** Two deeds that are put down together, with what stands between them. Each line is the source of a regular expression. */
const TWO = [
  '(?:first|one|a|1)\\s*:\\s*(?<a>[^:]+?)[\\s,.;]+(?:and )?(?:second|two|b|2)\\s*:\\s*(?<b>[^:]+)',
  'first,? (?<a>[^,.]+), (?:and )?then (?<b>[^,.]+?)(?:,| -|\\.)? (?:please )?(?:add|note|save|put down) (?:both|them|those)(?: of them)?(?: please)?',
  '(?:please )?add (?<a>[^,.]+?) (?:to|on) (?:my|the) list,? and (?<b>[^,.]+?) (?:too|as well|also)',
  '(?:please )?add both (?<a>[^,.]+?) and (?<b>[^,.]+)',
  "(?:please )?(?:add|remind me to|remind me 2|(?:please )?(?:do not|don['’]?t) (?:let me )?forget to|i need to|i have to|i must|i['’]ve got to|i have got to)\\s+(?<a>[^,.!;:]+?)(?:,? and while (?:you['’]re|you are|i['’]m|i am) at it,?|[!.] (?:and|also|plus)|,? (?:plus|and|and then) i(?:['’]ve| have)? (?:also )?(?:need|have|got|must)(?: to)?|,? as well as(?: to)?|,? (?:n|and|&) (?:2|to)|,? or to)\\s+(?<b>[^,.!;:]+)",
].map((source) => new RegExp(`^\\s*(?:${source})[\\s.!]*$`, 'iu'));

const isDeed = (text: string): boolean =>
  /^(?!get rid\b|do not\b|don['’]?t\b)\p{L}+ \S/iu.test(text) &&
  DEEDS.has(seen(phraseOf(text)).split(' ', 1)[0] ?? '');

/** "add A and while you're at it B": both as adds. */
const twoAtOnce = (text: string): string | null => {
  if (/["“”?\n]/.test(text)) return null;
  for (const pattern of TWO) {
    const { a = '', b = '' } = pattern.exec(text)?.groups ?? {};
    if (isDeed(a) && isDeed(b)) return `add ${a}. Add ${b}`;
  }
  return null;
};

/** The text without some pieces of it. */
const leaveOut = (text: string, spans: readonly { start: number; end: number }[]): string =>
  [...text].length !== text.length
    ? text
    : [...text].filter((_, at) => !spans.some(({ start, end }) => at >= start && at < end)).join('');

/** "I must not forget the milk. Could you write that down for friday?": the rules know what "that" is. */
const ASKED_OF_IT =
  /[.!?;]\s+(?:(?:so|and)\s+)?(?:can|could|would|will|please|just)\b.*\b(?:that|it|this)\b/i;

/** Announces more than one. */
const SEVERAL =
  /\b(?:things|tasks|todos?|to do|items|jobs|chores|errands|stuff|list|ones|these|those|this lot|both|all|few|couple|two|three|four|five|six|dump|do|have|need|full)\b/;
const LABEL_LEVEL = /\b(?:(?:high|top|medium|low)(?= prio)|urgent|important|asap)\b/;

/** "two things for tomorrow: bake the muffins, and iron the shirt": each with the day of the label. */
export const readAnnounced = (text: string, context: Context): Intent | null => {
  const [, label = '', title = ''] = ANNOUNCED.exec(text) ?? [];
  const said = seen(phraseOf(label));
  if (
    !isDeed(title) ||
    SAID.test(said.replace(/ (?:if|when|what|who) (?:i|we)\b/g, ' ')) ||
    DEEDS.has(said.split(' ', 1)[0] ?? '')
  )
    return null;
  if (mentioned(label, context.titles ?? []).length > 0 || hasQuote(phraseOf(title))) return null;
  const due = findDue(label, context)?.due ?? null;
  const level = readLevel(LABEL_LEVEL.exec(said)?.[0] ?? '');
  const several = SEVERAL.test(said);
  const cut = cutDeeds(title, several);
  const items = OF_TASKS.test(said) ? cut.flatMap(cutItems) : cut;
  if (items.length < 2 && due === null && level === null && !/ (?:so|forget|again)$/.test(` ${said}`))
    return null;
  // "friday: call the vet", of a task that is there
  if (items.some((item) => isTitle(item, context.titles ?? [], 2))) return null;
  const tasks = items.flatMap((item) => {
    const task = readNewTask(item, context);
    return task === null ? [] : [{ ...task, due: task.due ?? due, priority: task.priority ?? level }];
  });
  return { intent: 'add', tasks, reminder: /\bremind/.test(said) };
};
/** "new tasks: oil hinges, rewire lamp": what is not known as a deed is one too, where tasks are announced. */
const OF_TASKS = /\b(?:tasks|todos|reminders)\b/;
const cutItems = (item: string): string[] => {
  const found = item.split(/\s*[,;]\s+/);
  return found.every((one) =>
    /^(?!(?:and|or|the|an?|my|with|for|at|on|by|due|not|high|low)\b)\p{L}+ (?!(?:and|or)\b)\p{L}+/iu.test(
      one,
    ),
  )
    ? found
    : [item];
};
const ANNOUNCED = /^\s*([^:"“\n]{1,70}?)\s*(?::(?!\d)\s*|\s[-–—]+>?\s+)(\S[^\n]*)$/u;

/** A text cut where a deed begins: behind a comma, or where several are announced behind "and" too. */
const cutDeeds = (text: string, several: boolean): string[] => {
  const found: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(
    /\s*[,;.]\s+(?:(?:and|then|also)\s+)*|\s+(?:and|&|n|plus)\s+(?:then\s+)?/giu,
  )) {
    const comma = /^\s*[,;.]/.test(mark);
    const left = text.slice(from, index).trim();
    if (!(comma || several) || !/\s/.test(left) || !isDeed(text.slice(index + mark.length))) continue;
    found.push(left);
    from = index + mark.length;
  }
  return [
    ...found,
    text
      .slice(from)
      .trim()
      .replace(/[.!]+$/, ''),
  ];
};

/** "two things for tomorrow: bake the muffins, …" */
const isAnnounced = (text: string): boolean => {
  const [, label = '', title = ''] = ANNOUNCED.exec(text) ?? [];
  return isDeed(title) && !/\bso$/i.test(label) && !SAID.test(seen(phraseOf(label)));
};

const SIGN =
  /^(?:(?:also |do |please )*(?:add|remind me|notify me|to note|jot|pencil|log) \S|(?:do not|never) (?:let me )?forget (?:to|about|the)\b|remember (?:to|that|i|we)\b|(?:(?:create|make|set|give)(?: me)? )?(?:(?:a|an|another|new|quick|one) )*(?:task|reminder|note|todo|memo)\b(?! (?:#?\d|\S+ (?:is|are)\b))|(?:put|note|write) (?:down|(?!it|that|this|them)\S+ \S)|(?:put|pop|stick|chuck|bung|throw|get|have) .*(?:on|onto|in|to) (?:(?:my|the|our) )?(?:\S+ )?(?:list|todos|tasks|there)\b)/;
/** The message from where it begins as only a wish for something new does; null when it does not. */
export const asksForNew = (phrase: Phrase): Phrase | null => {
  const led = peel(phrase, (left) => trimMarks(dropStart(left, LEAD)));
  if (isAnnounced(raw(led))) return led;
  const begun = withoutManners(led);
  const needed = without(begun, NEEDED) ?? without(begun, UNNAMED);
  const asks =
    !OF_WHAT_IS_THERE.test(seen(begun)) &&
    (SIGN.test(seen(begun)) || (needed !== null && DEEDS.has(seen(needed).split(' ', 1)[0] ?? '')));
  return asks ? led : null;
};
const OF_WHAT_IS_THERE =
  /^\S+ (?:it|that|this|them|both|all|those|these|(?:the |a )?(?:due )?(?:tag|label|date|deadline))\b/;

/** "can you put eggs, flour and vanilla on for friday", and not "put the heating on for friday". */
const PUTS_ON =
  /^\W*(?:(?:can|could|will|would) (?:you|u) )?(?:please |pls |just )*(?:put|pop|stick|chuck|bung|whack) (?<things>(?!it\b|that\b|this\b|them\b|those\b|both\b)[^"“”.:;?!]{2,80}?) (?:on|down)(?: too| as well| please)?(?<more> (?:for|due|by) [^"“”]{2,60})$/iu;
const WORN_OR_LIT =
  /\b(?:kettle|heating|lights?|lamps?|tv|telly|radio|oven|stove|washing|wash|laundry|dishwasher|music|boiler|alarm|rice|dinner|lunch|tea|coffee|potatoes|makeup|suit|clothes|coat|jacket|shoes|tyres|tires|sunscreen|weight|show|party|play|concert|event|task|\d+)\b/i;
const putOn = (text: string, context: Context): string | null => {
  const { things = '', more = '' } = PUTS_ON.exec(text.replace(/[?!.\s]+$/, ''))?.groups ?? {};
  return things === '' ||
    WORN_OR_LIT.test(things) ||
    findDue(more, context) === null ||
    mentioned(things, context.titles ?? []).length > 0
    ? null
    : `add ${things}${more}`;
};

/** "gonna need 3 bags of compost and 2 trays for saturday": things that are needed by a day are to be got. */
const NEEDS_THINGS =
  /^\W*(?:(?:so|and|also|oh|ok|hey)\W+)*(?:(?:i|we)(?:['’]ll| will|['’]m| am| are|['’]re)? )?(?:also |still )?(?:(?:gonna|going to|will) )?need (?!to\b|ot\b|2\b|you\b|it\b|that\b|this\b|them\b|those\b|someone|somebody|your\b|help|time|sleep|advice|rest\b|an? (?:break|nap|rest|hand|drink|new|task|reminder|todo|list|note)\b|more time|nothing|anything|something|everything|all\b)(?<things>[^.!?"“”]{3,80})$/iu;
const withDay = (text: string, context: Context): string | null => {
  const things = NEEDS_THINGS.exec(text.replace(/[.!]+\s*$/, ''))?.groups?.things ?? '';
  const plain = things
    .replaceAll(/\s\+\s/g, ' and ')
    .replace(
      /,\s*(?:stick|put|pop|add|note|write) (?:it|that|them|those|both)(?: (?:on|down|in))?(?: (?:the|my) list)?$/i,
      '',
    );
  return plain === '' ||
    findDue(plain, context) === null ||
    /\b(?:done|finished|moved|deleted|removed|marked|by me|if|but|because)\b/i.test(plain) ||
    mentioned(plain, context.titles ?? []).length > 0
    ? null
    : `add ${plain}`;
};

/** The message as "add …", where it begins in a way that only a new task does; null when it does not. */
export const saidAsAdd = (text: string, context: Context): string | null => {
  if (text.length > LONGEST_SAID) return null;
  const two = twoAtOnce(text);
  if (two !== null) return two;
  const marked = inFront(text, context);
  if (marked !== null) return marked;
  const named = labelled(text, context);
  if (named !== null) return `add ${named}`;
  if (BEGINS_TO_ADD.test(text) && !/["“”]/.test(text)) {
    const plain = saidBehind(text);
    if (plain !== text) return saidAsAdd(plain, context) ?? plain;
  }
  const message = trimMarks(phraseOf(text));
  const begun = peel(message, (phrase) => trimMarks(dropStart(phrase, LEAD)));
  // "after that add milk", "yeah add milk"
  if (
    begun.tokens.length < message.tokens.length &&
    !/^(?:yes|yep|yup)\b/i.test(raw(message)) &&
    (isAnnounced(raw(begun)) ||
      /^(?:add|remind me (?:to|about)|note down|new task|put .* (?:on|to) (?:my|the) list$)/.test(
        seen(begun),
      )) &&
    !OF_THE_LIST.test(seen(begun).replace(/^add /, ''))
  )
    return restOf(begun);
  const on = putOn(text, context);
  if (on !== null) return on;
  const needs = withDay(text, context);
  if (needs !== null) return needs;
  const todo = without(begun, /^(?:todo|to do) (?=\S)/);
  if (todo !== null && isDeed(raw(todo))) return `add ${raw(todo)}`;
  const line = putOnList(begun, context) ?? readLine(begun, context);
  if (line !== null) return line;
  const asked = askedBehind(message, context);
  if (asked !== null) return asked;
  // "got to bake a cake, low priority"
  const unnamed = without(begun, UNNAMED);
  if (
    unnamed !== null &&
    markAt(begun, 0) === '' &&
    DEEDS.has(seen(unnamed).split(' ', 1)[0] ?? '') &&
    !OF_THE_LIST.test(seen(unnamed)) &&
    !/\?\s*$/.test(text)
  )
    return `I need to ${restOf(unnamed)}`;
  for (const phrase of begun.tokens.length < message.tokens.length ? [message, begun] : [message]) {
    const rest = without(phrase, ADDING);
    if (
      rest !== null &&
      !OF_THE_LIST.test(seen(rest)) &&
      !ASKED_OF_IT.test(raw(rest)) &&
      !/^(?:that|i|we|you|he|she|they|is|are|was|me|us)\b/.test(seen(rest))
    )
      return `${/\bremind/.test(opening(phrase, rest)) ? 'remind me to' : 'add'} ${restOf(rest).replace(/\?\s*$/, '')}`;
  }
  return null;
};

/** "tomorrow after work I have to call Bob": the need, and the day that stands before it. */
const readBehindWords = (text: string, context: Context): string | null => {
  const [, before = '', need = ''] =
    /^\s*([^?"“]{2,45}?)[,:]?\s+((?:i|we)(?:['’]ve| have)?\s+(?:(?:still|really|also|just)\s+)*(?:need to|have to|must|gotta|got to|should|ought to)\s+\S+\s+[\s\S]*)$/iu.exec(
      text,
    ) ?? [];
  if (need === '' || BEFORE_NO_NEED.test(before) || mentioned(text, context.titles ?? []).length > 0)
    return null;
  const days = findDue(before, context)?.spans ?? [];
  const day = days.map(({ start, end }) => before.slice(start, end)).join(' ');
  const phrase = phraseOf(need);
  const rest = dropStart(phrase, NEEDED);
  if (rest.tokens.length === phrase.tokens.length || NO_DEED.test(seen(rest)) || OF_THE_LIST.test(seen(rest)))
    return null;
  return `add ${raw(trimMarks(rest))}${day === '' ? '' : ` ${day}`}`;
};
const BEFORE_NO_NEED =
  /\b(?:do you|if|whether|when|know|wish|hope|why|how|what|which|who|not|never|hate|because|no|nothing|delete|remove|maybe|perhaps|should|would|could|than|things?|everything|all|list|task|tasks|like|love|tired|unless|until|before|wonder|ask|asked|doubt)\b|n['’]t\b/i;

/** "- buy milk", "* call Bob", "1. iron the shirts": a line of somebody's list. */
const readItem = (text: string, context: Context): string | null => {
  const item = /^\s*(?:[-–*•+]{1,2}(?:\s*\[ ?\])?|1[.)])\s+(?=\p{L})/u.exec(text)?.[0];
  const rest = item === undefined ? '' : text.slice(item.length);
  const said = seen(phraseOf(rest));
  return rest === '' ||
    /[\n?]/.test(rest) ||
    said.split(' ').length > 10 ||
    (NO_TITLE_FIRST.test(said) && !DEEDS.has(said.split(' ', 1)[0] ?? '')) ||
    OF_THE_LIST.test(said) ||
    mentioned(rest, context.titles ?? []).length > 0
    ? null
    : `add ${rest}`;
};

const SAID =
  /\b(?:said|says|told|tells|wrote|asked|asks|message|mail|email|sign|if|not|fact|quote|question|joke|news|subject|why|what|how|who|when|where|done|delete|remove|finished|answer)\b/;

/** The message as "I need to …", for what was not understood as it stands; null when it begins otherwise. */
export const saidAsNeed = (text: string, context: Context): string | null => {
  if (text.length > LONGEST_SAID || /\?\s*$/.test(text)) return null;
  const message = trimMarks(phraseOf(text));
  const begun = peel(message, (phrase) => trimMarks(dropStart(phrase, LEAD)));
  const rest = without(begun, NEEDED) ?? without(begun, UNNAMED);
  if (rest === null) return readBehindWords(text, context) ?? readItem(text, context);
  if (markAt(rest, 0) !== '' || NO_DEED.test(seen(rest)) || OF_THE_LIST.test(seen(rest))) return null;
  return raw(rest).split(/\s+/).length < 2 ? null : `I need to ${restOf(rest)}`;
};
