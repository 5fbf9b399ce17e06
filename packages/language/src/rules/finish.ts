import { findDue } from '../dates/find-due.js';
import { raw, seen, slice } from '../sentence.js';
import {
  isPast,
  isTitle,
  matchTitles,
  tellsOfDeed,
  titlesWithin,
  toldOfSeveral,
  toldTitles,
} from '../titles.js';
import type { Rule } from './rule.js';
import { forTargets, isExplicit, isKnown } from './target.js';

const complete = (target: { kind: 'id'; id: number } | { kind: 'title'; text: string }) =>
  ({ intent: 'complete', target }) as const;
const reopen = (target: { kind: 'id'; id: number } | { kind: 'title'; text: string } | { kind: 'it' }) =>
  ({ intent: 'reopen', target }) as const;
const id = (number: number) => ({ kind: 'id', id: number }) as const;
const title = (text: string) => ({ kind: 'title', text }) as const;

const HAVE = '(?:(?:have|just|already|finally|now|actually|also|did|am|all|has|been) )*';
/** What people do with what is on a list. Of other deeds nobody says whether they were one: "I liked the movie". */
const CHORE =
  '(?:paid|bought|called|did|sent|wrote|booked|cleaned|washed|fixed|submitted|emailed|mailed|returned|renewed|watered|fed|cooked|picked up|ordered|filed|signed|printed|mowed|vacuumed|ironed|cut|met|sold|built|brought|swept|hung|took out|read|shipped|posted|delivered|repaired|mended)';

/** "2 and 3 I have made already" */
const NUMBERED =
  '(?:the )?(?:(?:tasks?|numbers?|nr|no) )?#?\\d{1,6}(?: (?:and |plus |n )?(?:the )?#?\\d{1,6})*';

/** "I did 2 on the train": where it was done, and no word of the task. */
const WHERE =
  '(?: (?:on|in|during|over|at|before|after) (?:(?:the|my|our|a) )?(?:train|bus|tube|metro|tram|plane|flight|ferry|car|taxi|drive|ride|way(?: (?:home|in|over|there|back|to work))?|commute|break|lunch(?: break)?|breakfast|office|work))?';

/** Who tells of a deed: oneself, nobody, or the thing that it was done to. */
const TOLD =
  /^(?:(?:i|we)\b|\S+(?: \S+){0,2} (?:\S{3,}ed|paid|bought|sent|done|made|written|fed|met|sold|taken|read|cut|built|brought|swept|given|told|found)(?: (?:up|off|out|away|now|already|too|also|today))*$|\S+(?: \S+)? (?:is|are|was|were|has been|have been|got) |(?:\S{3,}ed|paid|bought|sent|did|done|made|wrote|fed|met|sold|took|got|read|cut|built|brought|swept|rang|went|gave|told|spoke|found|had|put|set|ran|threw|taught|drove|flew)\b|(?:the|my|our|that) .*\b(?:is|are|was|were|got|has been|have been)\b)/;
const DID =
  /\b(?:did|done|made|finished|completed|managed to|got (?:around|round) to|took care of|dealt with|sorted)\b/;
/** "the dentist called": somebody else did it. */
const BY_OTHERS =
  /^(?!i |we )(?:the |my |our |that )?\S+(?: and \S+)? (?:has |have |had |just |also |already |finally )*(?:called|rang|phoned|emailed|texted|wrote|visited|met|asked|told|replied|answered|came|wants|wanted|(?:sent|moved|cancelled|booked|changed)(?= \S))\b/;
const AUXILIARY = '(?:(?:has|have|had|just|also|already|finally|even|only|actually|recently) )*';
const OBJECT =
  '(?:the|a|an|my|our|his|her|their|its|your|me|us|him|them|some|all|many|much|lots|new|more|another|one|two)';
/** Who is told of: one of the own people, anybody, or by name; and what they did, to something. */
const SOMEBODY = [
  `^(?:they|he|she|you|everybody|everyone|somebody|someone|nobody|no one|people) ${AUXILIARY}(?<deed>\\S+)(?= \\S)`,
  `^(?:(?:and|but|so|then) )?(?:my|our|his|her|their|your) \\S+ ${AUXILIARY}(?<deed>\\S+)(?= (?!(?:this|last|today|yesterday|now|and|too|already|finally|up|off|out)\\b)\\S)`,
  `^(?:(?:and|but|so|then) )?(?:the )?(?!(?:i|we|just|finally|already|today|yesterday|have|also|ok|so|and)\\b)\\p{L}+ ${AUXILIARY}(?<deed>\\S+)(?= (?:(?:up|off|out|down|in|back|away|over) )?${OBJECT}\\b)`,
  // "the library is closed"
  '^(?!.*\\b(?:task|one|item)\\b)(?:the |my |our )?\\S+(?: \\S+)? (?:is|was|are) (?:(?:now|still|already) )*(?<deed>closed)\\b',
].map((pattern) => new RegExp(pattern, 'u'));

/** "my colleague finished her report", "they closed the library": nothing that is on one's own list. */
export const isDoneByOthers = (said: string): boolean =>
  BY_OTHERS.test(said) ||
  SOMEBODY.some((pattern) => {
    const deed = pattern.exec(said)?.groups?.deed ?? '';
    return isPast(deed) || /^(?:set|put|shut|spread)$/.test(deed);
  });

/** Told, and yet not that it is done, or not by whom it should be. */
const UNSURE =
  /\b(?:(?:read|talked|heard|wrote|spoke|thought|learned|complained|joked|argued)(?: \S+)? about|nowhere|far from|still|not|never|no(?! (?:longer|more|\d))|none|nothing|nobody|without|hardly|almost|nearly|half|if|when|should|would|could|might|may|need|needs|want|wants|going to|will|forgot|forget|try|tried|trying|wish|hope|hoped|supposed|dreamed|dreamt|said|told|asked|think|thought|planned to|meant to|wanted to|started|began|tomorrow|like|love|hate|last (?:week|month|year)|yesterday i was|used to|about to|done for)\b/;

/** Not done after all: looked for before "done", which is among its words. */
export const REOPEN: readonly Rule[] = [
  {
    name: 'reopen',
    patterns: [
      '<reopen> {target}',
      '(?:mark|set|make|move|change|put|flag|turn|revert|return|reset|switch|bring) {target} (?:(?:back|as|to|is|into|in) )*<not_done>(?: again)?',
      '(?:open|set|turn) (?:it )?again {target}',
      '(?:i|we) (?:have )?(?:accidentally |wrongly )?(?:marked|ticked(?: off)?|checked(?: off)?|completed|closed|finished) {target} (?:(?:as done|off|as complete|as completed|as finished) )?(?:by mistake|by accident|accidentally|too soon|too early|wrongly|in error)',
      'put {target} back (?:on|onto|in|to)(?: (?:my|the|our) (?:<list_name>|todo))?',
      '{target!} (?:is|are|was|were) not (?!(?:\\S+ )*(?:urgent|important|priority|needed|necessary|due)\\b)(?:\\S+ ){1,3}after all',
      '{target!} (?:should|must|needs to|has to) (?:be|stay|remain|become) (?:(?:re)?open(?:ed)?|pending|not done|undone|active)(?: again)?',
    ],
    read: (slots, context, clause) =>
      / (?:again|after all)$|^put /.test(seen(clause)) && !isExplicit(slots('target'), context)
        ? null
        : forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'reopen', target })),
    examples: [
      ['reopen task 3', reopen(id(3))],
      ['mark task 3 as not done', reopen(id(3))],
      ['set task 4 back to pending', reopen(id(4))],
      ['uncheck the milk task', reopen(title('milk'))],
      ['mark it as incomplete', reopen({ kind: 'it' })],
      ['uncomplete #5', reopen(id(5))],
    ],
  },
  {
    name: 'not done after all',
    patterns: [
      `{target!} (?:is|are|was) (?:(?:actually|still|really) )*<not_done>(?: (?:yet|after all))*`,
      `{target!} (?:is |are )?(?:not|no longer) (?:(?:actually|yet|really|quite) )*<done>(?: (?:yet|after all|any ?more|any longer))*`,
      `<not_done> {target!}`,
      `{target!} (?:is|are|was) not (?:\\S{3,}ed|paid|bought|sent|made|written|done) (?:yet|after all)`,
      'undo {target}',
    ],
    read: (slots, context) =>
      isExplicit(slots('target'), context) &&
      !/^(?:it|that|this|them|everything|all|last)$/.test(seen(slots('target')))
        ? forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'reopen', target }))
        : null,
    examples: [
      ['task 3 is not done', reopen(id(3))],
      ["task 3 isn't finished yet", reopen(id(3))],
    ],
  },
];

/** Before the guard against what is denied, which it would fall to. */
export const NOT_FINISHED: readonly Rule[] = [
  {
    name: 'I have not finished it',
    patterns: [
      `i (?:have|am|did|was) not (?:(?:actually|really|yet|quite|even) )*(?:<done>|done|finish|complete|finished|do) (?:with )?{target}(?: (?:yet|after all))*`,
    ],
    read: (slots, context) =>
      isExplicit(slots('target'), context)
        ? forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'reopen', target }))
        : null,
    examples: [
      ["I haven't finished task 3 yet", reopen(id(3))],
      ["I'm not done with the milk task", reopen(title('milk'))],
    ],
  },
];

/** Looked for before other changes of a task, which begin with the same words: "mark task 3 as …". */
export const MARK_DONE: readonly Rule[] = [
  {
    name: 'mark as done',
    patterns: [
      '(?:mark|set|flag|make|move|change|check|tick|put|turn|consider|call|get|report|record|log|register|note|save) {target} (?:(?:as|to|off|is|being|into|like) )*<done>',
      '(?:mark|set|flag|tick|check) {target} as (?:ready|over|through)',
      '(?:check|tick|cross|mark|strike|scratch) {target} (?:off|out|complete|done)(?: (?:of|from|on)? ?(?:my|the|that)? ?<list_name>)?',
      '(?:check|tick|cross|mark|strike|scratch) (?:off|out|of) {target}',
      '(?:put|place|make|set) (?:a |the )?(?:tick|check|checkmark|check mark|cross|line) (?:against|next to|beside|by|on|through|behind|at|to|for) {target}',
      '(?:mark|tick|check|cross) (?<target>it|that|this|them|that one|this one)',
    ],
    read: (slots, context) =>
      forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target })),
    examples: [
      ['Mark task 3 as complete', complete(id(3))],
      ['Check off the first task', { intent: 'complete', target: { kind: 'ordinal', position: 1 } }],
      ['Mark the first one as done', { intent: 'complete', target: { kind: 'ordinal', position: 1 } }],
      ['tick the milk task off my list', complete(title('milk'))],
      ['mark "buy milk" done', complete(title('buy milk'))],
      ['mark tasks 2, 3 and 5 as done', { intent: 'complete', target: { kind: 'ids', ids: [2, 3, 5] } }],
      ['mark task 1 and 2 done', { intent: 'complete', target: { kind: 'ids', ids: [1, 2] } }],
      ['mark them all as completed', { intent: 'complete', target: { kind: 'them' } }],
      ['mark everything as done', { intent: 'complete', target: { kind: 'all', status: 'all' } }],
      [
        'mark the first two as done',
        [
          { intent: 'complete', target: { kind: 'ordinal', position: 1 } },
          { intent: 'complete', target: { kind: 'ordinal', position: 2 } },
        ],
      ],
    ],
  },
  {
    name: 'done, but what?',
    patterns: [
      '(?:<complete>|<finished>|mark|check off|tick off|i am done|i finished|all done|mark (?:as )?<done>)',
    ],
    read: (slots, context) =>
      forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target })),
    examples: [
      [
        'complete',
        {
          intent: 'unclear',
          about: 'complete',
          asks: 'which',
        },
      ],
    ],
  },
];

/** The other ways to say that something is done. */
export const COMPLETE: readonly Rule[] = [
  {
    name: 'complete',
    patterns: ['<complete> {target}'],
    read: (slots, context, clause) => {
      // "check the mail" and "close the window" are things to do.
      const homely = /^(?:check|close|resolve|wrap up|knock out)$/.test(seen(slice(clause, 0, 1)));
      if (homely && !isExplicit(slots('target'), context)) return null;
      // "finish the report by friday" is a plan, not news.
      if (!isExplicit(slots('target'), context) && findDue(raw(slots('target')), context) !== null)
        return null;
      return forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target }));
    },
    examples: [
      ['complte task 3', complete(id(3))],
      ['complete buy milk', complete(title('buy milk'))],
      ['finish the report', complete(title('report'))],
      [
        'complete all tasks tagged home',
        { intent: 'complete', target: { kind: 'all', status: 'all', filter: { tag: 'home' } } },
      ],
    ],
  },
  {
    name: 'told of what is on the list',
    patterns: ['{rest}'],
    read: (slots, context) => {
      const said = seen(slots('rest')).replace(
        / (?:at last|finally|at long last|for good|just now|earlier|(?:this|last) (?:morning|evening|night|afternoon))$/,
        '',
      );
      const { titles = [] } = context;
      if (
        titles.length === 0 ||
        UNSURE.test(said) ||
        !(TOLD.test(said) || isPast(said.split(' ').at(-1) ?? '')) ||
        isDoneByOthers(said)
      )
        return null;
      // "get" is no past, and "get rid of it" another wish.
      if (/^get rid\b/.test(said)) return null;
      const text = raw(slots('rest'));
      const passive = !/^(?:i|we)\b/.test(said);
      const { places } = matchTitles(text, titles);
      const sure = isTitle(text, titles, 2);
      const done = [
        ...new Set([...titlesWithin(text, titles), ...(sure && places.length === 1 ? places : [])]),
      ].flatMap((place) => titles[place] ?? []);
      const others = toldTitles(text, titles).flatMap((place) => titles[place] ?? []);
      const told = [
        ...new Set([
          ...done.filter((one) => tellsOfDeed(text, one) || (!passive && DID.test(said))),
          ...others,
        ]),
      ];
      // "graded the essays" of two: which one is asked.
      const several = told.length > 0 ? null : toldOfSeveral(text, titles);
      if (several !== null) return { intent: 'complete', target: { kind: 'title', text: several } };
      return told.length === 0
        ? null
        : told.map((one) => ({ intent: 'complete', target: { kind: 'title', text: one } }));
    },
    // Only of what is there: nothing is known here.
    examples: [['I painted the fence', { intent: 'unknown' }]],
  },
  {
    name: 'I finished it',
    patterns: [
      `(?:i|we) ${HAVE}<finished> (?:with )?{target}(?: (?:already|(?<!\\b(?:due|for|from|of|by|is|was|are|were|planned) )(?:today|yesterday)|now|just now|this morning|this afternoon|tonight|earlier|for good|at last|finally|thank god|as well|too))*${WHERE}`,
      `(?:i|we) (?:am|are) (?:(?:all|now|finally|already) )*(?:<done>|ready|through) with {target}`,
      `(?:(?:i|we) )?(?:have )?(?:managed to (?:finish|do|complete)|got through|finished off|got done with) {target}`,
      `(?:all )?<finished> with {target}`,
      `(?:(?:i|we) (?:have )?)?got {target} <done>(?: (?:already|now|today|this morning|finally|at last))*`,
      `(?:it|that|this) (?:is|was) (?:already |now )?<done> (?:with )?{target}`,
      `{target!} (?:i|we) (?:have )?(?:it |that |this )?(?:(?:already|just|now) )*<finished>(?: (?:it|that|this|them))?(?: (?:already|now|just now|earlier|too|yesterday|today|this morning|this afternoon|this evening|last night|tonight|at last|finally))*${WHERE}`,
      `(?:finished|completed|did|done|nailed|smashed|crushed|knocked out|ticked off|sorted|handled|got through|wrapped up) {target}(?: (?:already|(?<!\\b(?:due|for|from|of|by|is|was|are|were|planned) )(?:today|yesterday)|now|just now|this morning|this afternoon|tonight|earlier|last night|at last|finally|tick))*${WHERE}`,
      `{target!} (?:is|are|was|were|became|become|has been|have been|got) (?:(?:now|already|all|both|finally|just|been) )*<done>(?: (?:now|already|at last|finally|today|too|as well|thank god))*${WHERE}`,
      `{target!} (?:both |all )?<done>${WHERE}`,
      `(?<target>${NUMBERED}) (?:i|we) (?:have )?(?:(?:already|just|now|both|all) )*made(?: (?:already|now|today|too))*`,
      `(?:i|we) (?:have )?(?:(?:already|just|now) )*made (?<target>${NUMBERED})(?: (?:already|now|today|too))*`,
      `{target!} (?:check|tick|crossed|checked|ticked)(?: off)?`,
      `{target!} (?:is|are|was|were|has been|have been|got) (?:(?:now|already|all|finally|just|been) )*<done> (?:as of|since|by|about|from)? ?(?:yesterday|today|now|me|us|myself|this \\S+|last \\S+|\\S+day|(?:\\S+ ){1,4}ago)`,
      `(?:i|we) (?:have|had) (?:(?:now|already|finally|just) )*(?:finish|complete) {target}`,
      `{target!} (?:is|are) (?:(?:now|already|all|finally) )*(?:finish|over and done with|over and done|over|ready|through|off my plate|behind (?:me|us)|in the bag|in the bank|in the post|in the mail|history|back|gone out)`,
      `{target!} (?:has|have) (?:(?:now|already|all|finally) )*gone out(?: \\S+){0,4}`,
      `{target!} (?:is|are|was|were|has been|have been|got) (?:(?:now|already|all|finally|just|been) )*(?:<done> and dusted|squared away|handled|nailed|wrapped up|ticked off|crossed off|bought|paid|sent|booked|called|submitted|cleaned|washed|fixed|repaired|delivered|posted|filed|signed|cooked|made|written|returned|renewed|picked up|ordered|printed|cancelled|arranged|settled)`,
    ],
    read: (slots, context, clause) => {
      const said = seen(clause);
      // "that's done, oh": nothing more is named.
      if (
        /^(?:it|that|this) (?:is|was) (?:(?:already|now) )?(?:done|finished|complete|completed|sorted|dealt with|taken care of) /.test(
          said,
        ) &&
        context.titles !== undefined &&
        !isKnown(slots('target'), context)
      )
        return { intent: 'complete', target: { kind: 'it' } };
      // "all sorted" tells of what was spoken of.
      if (/^(?:all|everything)$/.test(seen(slots('target'))) && /^all /.test(said)) return null;
      const told = /^(?:i|we|all|it|that|this|finished|completed|did|done)\b/.test(said);
      if (
        /^(?:nailed|smashed|crushed|knocked|ticked|sorted|handled|got|wrapped)\b/.test(said) &&
        !isExplicit(slots('target'), context)
      )
        return null;
      if (
        / (?:if|when|once|unless|after|because|almost|nearly|half|partly|so|not|too soon|too early) /.test(
          ` ${said} `,
        )
      )
        return null;
      if (
        / (?:finish|over|ready|through|plate|with|done|me|us|bag|bank|post|mail|history|back|out|for|dusted|away|handled|nailed|up|off|bought|paid|sent|booked|called|submitted|cleaned|washed|fixed|repaired|delivered|posted|filed|signed|cooked|made|written|returned|renewed|ordered|printed|cancelled|arranged|settled|check|tick|cross|mark|close|complete|crossed|checked|ticked|happened|place|well|fine|great|ok|okay|smoothly)$/.test(
          said,
        ) &&
        !isExplicit(slots('target'), context)
      )
        return null;
      if (!told && !isExplicit(slots('target'), context) && !/ (?:is|are|was|were|been|got) /.test(said))
        return null;
      // "the meeting is cancelled" tells of no deed, but where it was to be cancelled.
      if (/ cancelled$/.test(said) && !(context.titles ?? []).some((one) => /^cancel/i.test(one)))
        return null;
      if (/^(?:what|which|how|did you|did i|who|where|when|why)\b/.test(said)) return null;
      if (/^(?:did|done|finished|completed) (?:it|you|i|they|he|she|we)\b(?! )/.test(said) && !told)
        return null;
      return forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target }));
    },
    examples: [
      ['I finished the report', complete(title('report'))],
      [
        'I did everything that was due today',
        { intent: 'complete', target: { kind: 'all', status: 'pending', filter: { due: 'today' } } },
      ],
      ["I'm done with task 2", complete(id(2))],
      ['I already did the laundry', complete(title('laundry'))],
      ["I've completed buy milk", complete(title('buy milk'))],
      ['task 3 is done', complete(id(3))],
      ['done with the dishes', complete(title('dishes'))],
      ['task 3 done', complete(id(3))],
      ['the report is finished', complete(title('report'))],
    ],
  },
  {
    name: 'I already paid it',
    patterns: [
      `(?:i|we) (?:have )?(?:(?:just|already) )+(?:\\S{2,}ed|${CHORE}) {target}`,
      `(?:i|we) (?:have (?:now |finally )?)?${CHORE} {target}`,
      `(?:(?:just|already|finally) )*${CHORE} (?<target>it|that|that one|both|both of them|them)(?: (?:already|now|just now|today|this morning|yesterday|last night|earlier))*`,
    ],
    // "I read about soap"
    read: (slots, context) =>
      /^(?:about|of)\b/.test(seen(slots('target')))
        ? null
        : forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target })),
    examples: [
      ['I already paid the rent', complete(title('rent'))],
      ["I've just called the dentist", complete(title('dentist'))],
      ['I bought the milk', complete(title('milk'))],
    ],
  },
];
