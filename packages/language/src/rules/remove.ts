import type { Changes } from '../intent.js';
import { hasQuote, namesTask } from '../phrases.js';
import { phraseOf, seen } from '../sentence.js';
import { readChangeParts } from './change-parts.js';
import type { Rule } from './rule.js';
import { forTargets, isExplicit, isKnown } from './target.js';

const remove = (target: { kind: 'id'; id: number } | { kind: 'title'; text: string } | { kind: 'it' }) =>
  ({ intent: 'delete', target }) as const;
const restore = (target: { kind: 'id'; id: number } | { kind: 'title'; text: string } | { kind: 'it' }) =>
  ({ intent: 'restore', target }) as const;
const id = (number: number) => ({ kind: 'id', id: number }) as const;
const title = (text: string) => ({ kind: 'title', text }) as const;

/** Verbs that also mean something at home: they need a task that is named as one. */
const HOMELY = /^(?:take|throw|toss|clear|wipe|dump|drop|kill|bin|forget|scrap)\b/;

/** Before the guard against what is denied, which it would fall to: only of what is there. */
export const NOT_WANTED: readonly Rule[] = [
  {
    name: 'not wanted any more',
    patterns: [
      '(?:there is )?no (?:more )?need (?:for|to|of) {target}(?: any ?more| any longer| now)',
      '(?:(?:i|we) )?do not (?:need|want|have to|need to|want to) {target} (?:any ?more|any longer|after all)',
      '(?:i|we) (?:am|are) not (?:going to )?{target} (?:any ?more|any longer|after all)',
      'never mind (?:about )?{target}',
    ],
    read: (slots, context) =>
      isKnown(slots('target'), context) &&
      context.titles !== undefined &&
      !/^(?:it|that|this)$/.test(seen(slots('target')))
        ? forTargets(slots('target'), context, 'delete', (target) => ({ intent: 'delete', target }))
        : null,
    // Only of what is there: nothing is known here.
    examples: [["we don't need milk anymore", { intent: 'unknown' }]],
  },
];

/** Takes back what was done last; looked for before "undo task 3". */
export const UNDO: readonly Rule[] = [
  {
    name: 'undo',
    patterns: [
      '(?:oops |no |wait |oh |sorry |ok |okay |please |actually )*(?:undo|revert|roll ?back|rollback|reverse|take back|un do)(?: (?:that|it|this|what you (?:just )?did|the (?:last|previous|latest) (?:change|action|thing|one|step|command|operation|edit|delete|deletion)(?: you (?:did|made))?|last|the last|your last (?:change|action)|my last (?:change|action)|everything(?: you just did)?|the change|the changes|those changes|the (?:delete|deletion|completion|edit|renaming|update)|it all|(?:them )?(?:all|both)|(?:all|both) of (?:that|it|this|them|those)|again|please|now))*',
      '(?:take|roll|put) (?:that|it|this) back',
      '(?:please )?redo(?: (?:it|that))?(?: please)?',
      '(?:cancel|reset|reverse|forget|void|drop|undo) (?:(?:the|that|my|your|very) )*(?:last|latest|previous) (?:change|action|thing|step|command|edit)',
      '(?:please )?(?:ctrl|control|cmd|strg|⌘)[ +-]?z',
      '(?:please )?(?:make|have) (?:it|that|this) undone',
      '(?:cancel|remove|discard|withdraw|retract|revoke|never mind|nevermind|mind|rewind|revert|undo) (?:(?:the|that|my|your|very) )*(?:last|latest|previous) (?:change|action|thing|step|command|edit)',
      '(?:retract|revoke|never mind|nevermind|mind|rewind|revert|undo) (?:(?:the|that|my|your|very) )*(?:last|latest|previous) one',
      '(?:rewind|retract|revoke|withdraw)(?: (?:it|that|this))?',
      '(?:return|restore|reset|go back|back|revert) (?:to )?(?:(?:how|as|the way|what) (?:it|things) (?:was|were)(?: before)?|before|the (?:previous|last|earlier|old) (?:state|version))',
      '(?:switch|turn|set|change|put) (?:it|that|this) back',
      '(?:make|have|leave) (?:it|that|this) (?:how|as|the way|like) it was(?: before)?',
      '(?:please )?(?:(?:one|a|go one|go a) )?(?:step )?back(?: (?:one|a) step)?(?: please)?',
      '(?:cancel|void|discard|drop|take back|withdraw) (?:what|whatever|the thing) (?:you|i|we) (?:have )?(?:just )?(?:did|done)',
      '(?:put|set|turn|change) (?:everything|things|it all|all of it) back',
      '(?:make|have|leave|restore|return|reset|put|get) (?:it|that|this|things|everything) (?:back )?(?:to )?(?:(?:how|as|the way|like|what) (?:it|things|they|everything) (?:was|were)|as before|like before|before|the way it was)(?: before)?',
      '(?:change|turn|set) (?:it|that) back(?: (?:to )?(?:how|the way|what) it was)?',
      'put (?:everything|it|that|things|them) back (?:to )?(?:how|the way|as) (?:it|they) (?:was|were)',
      '(?:that|it|this) was (?:a mistake|wrong|an accident|not what i (?:meant|wanted)|by mistake|the wrong (?:one|task))',
      '(?:wrong one|wrong task|my mistake|my bad)',
    ],
    read: () => ({ intent: 'undo' }),
    examples: [
      ['Undo that', { intent: 'undo' }],
      ['undo', { intent: 'undo' }],
      ['oops, undo the last change', { intent: 'undo' }],
      ['revert it please', { intent: 'undo' }],
      ['take that back', { intent: 'undo' }],
    ],
  },
];

const beginsWith = (said: string, title: string): boolean => {
  const words = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}' ]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return words.includes(' ') && `${said} `.startsWith(`${words} `);
};

/** "clear all the due dates" */
const PARTS_OF_ALL =
  /^(?:all|every|each|all of) (?:the |my |our )?(?<part>(?:due )?dates?|deadlines?|times?|priorit(?:y|ies)|tags?|labels?)(?: (?:of|from|on|for|off) (?:(?:all|every|my|the|of) )*(?:tasks?|todos?|everything|them|list))?$/;

/** "the date can go", "cancel the day" */
const PART_ALONE =
  /^(?:the |its |that |there |this )*(?:(?:due )?date|deadline|day|time|hour|priority|(?:tag|label)s?)$/;

const TAG_ALONE = /^(?:the |its |that |this )?(?:tag |label )?#?(?<tag>\S+?) (?:tag|label|hashtag)$/;

/** To the trash, and back from there. */
export const REMOVE: readonly Rule[] = [
  {
    name: 'restore',
    patterns: [
      '<restore> {target}',
      '(?:add|put|take) (?<target>it|that|this|them) (?:back|again)(?: (?:to|on|in) (?:my |the )?<list_name>)?',
      '(?:make|want|need) (?<target>it|that|this) back',
      '(?:i )?(?:want|need) (?<target>it|that|this|the \\S+) back',
      '(?:bring|put|get) {target} back(?: (?:to|on|in|into|from) (?:my |the )?(?:<list_name>|trash|bin))?',
      '(?:undo the (?:deletion|delete|removal) of) {target}',
      '(?:take|get|move) {target} (?:out of|from) the (?:trash|bin)',
    ],
    read: (slots, context) =>
      // Those are what was done last.
      /^(?:(?:all|both|every one|everything)(?: of)?(?: (?:it|them|those|these))?|(?:them|those|these)(?: (?:all|both|two|three|again))*|it all)$/.test(
        seen(slots('target')),
      )
        ? { intent: 'undo' }
        : /^(?:(?:all|all of|the|my) )*deleted (?:tasks|todos|items|ones)$/.test(seen(slots('target')))
          ? { intent: 'restore', target: { kind: 'all', status: 'all' } }
          : forTargets(slots('target'), context, 'update', (target) => ({ intent: 'restore', target })),
    examples: [
      ['restore task 3', restore(id(3))],
      ['bring back the meeting task', restore(title('meeting'))],
      ['bring it back', restore({ kind: 'it' })],
      ['undelete "buy milk"', restore(title('buy milk'))],
      ['bring back all deleted tasks', { intent: 'restore', target: { kind: 'all', status: 'all' } }],
      ['recover the deleted meeting task', restore(title('meeting'))],
    ],
  },
  {
    name: 'empty the trash',
    patterns: [
      '(?:empty|<delete>|purge|permanently delete) .*(?:trash|recycle bin|deleted <tasks>|account|history|conversation|chat)(?: .*)?',
    ],
    read: (_, __, clause) =>
      namesTask(clause) && !/deleted|trash/.test(seen(clause)) ? null : { intent: 'unknown' },
    examples: [
      ['empty the trash', { intent: 'unknown' }],
      ['delete my account', { intent: 'unknown' }],
    ],
  },
  {
    name: 'delete',
    patterns: [
      '<delete> (?:out |away |permanently |completely |also )?{target}',
      '(?:clean|empty|rid|tidy)(?: up| out)? (?:(?:my|the|our) )?<list_name> (?:from|of) {target}',
      '(?:clean|tidy)(?: up| out| away) (?<rest>(?:all|every|the|my) .+)',
      '(?<known>(?:lose|nix|axe|zap|chop|chuck|junk|nuke|strike|scratch|pull|take|sling|shred) (?:out |off |away )?{target}(?: (?:off|out|away|down))?)',
      '(?<known>{target!} (?:can go|(?:can|must|should|has to|have to|needs to|may|could) be (?:deleted|removed|scrapped|binned|dropped|cancelled)|(?:(?:is|are) )?no longer (?:needed|required|necessary|wanted|relevant)|(?:is|are) not (?:needed|required|necessary|wanted|relevant)(?: any ?more| any longer| now| after all)?|(?:is|are) off the table|should go|must go|has to go|goes|go away|go|needs to go|(?:can|should|must|may) come off(?: (?:my |the )?list)?|away|(?:is|are) (?:(?:now|just|all|completely) )*(?:obsolete|redundant|irrelevant|a duplicate|superfluous|pointless now)))',
      '(?<rest>{target!} (?:delete|remove|erase|bin)(?: (?:it|that|this|them))?(?: please)?)',
      '(?<known>{target!} (?:you|u) (?:can|may|could|should|must) (?:(?:now|also|please|just) )*<delete>(?: (?:because|cause|cos|since|as) .*)?)',
      '(?<known>(?:cut|pull|pluck|yank|knock|kick|chop|leave|get|take|wipe|rub) {target} (?:from|off|out of|off of) (?:(?:my|the|our|that) )?<list_name>)',
      '(?:throw|toss) {target}',
      '(?:throw|toss|move|put|send) {target} (?:in|into|to) the (?:trash|bin)',
      '(?:i|we) no longer (?:need|want|have to|need to|want to) (?:do )?{target}',
    ],
    read: (slots, context, clause) => {
      const target = slots('target').tokens.length > 0 ? slots('target') : slots('rest');
      const said = seen(clause);
      const parts = PARTS_OF_ALL.exec(seen(target))?.groups;
      if (parts !== undefined) {
        const changes: Changes = /date|deadline/.test(parts.part ?? '')
          ? { due: null }
          : /time/.test(parts.part ?? '')
            ? { noTime: true }
            : /priorit/.test(parts.part ?? '')
              ? { priority: null }
              : { removeTags: [...(context.tags ?? [])] };
        return { intent: 'update', target: { kind: 'all', status: 'pending' }, changes };
      }
      // "remove the gala tag": of the task that was spoken of.
      const tag = TAG_ALONE.exec(seen(target))?.groups?.tag;
      const known = context.tags?.find((one) => one.toLowerCase() === tag);
      if (known !== undefined)
        return { intent: 'update', target: { kind: 'it' }, changes: { removeTags: [known] } };
      if (PART_ALONE.test(seen(target))) {
        const gone = readChangeParts(phraseOf(`remove ${seen(target)}`), context)?.changes;
        return gone === undefined ? null : { intent: 'update', target: { kind: 'it' }, changes: gone };
      }
      // "drop the report to low", "throw it to friday": moved, and not away.
      if (/ (?:to|until|till) /.test(said) && !/ the (?:trash|bin)$/.test(said)) {
        const { due, priority, shift } = readChangeParts(clause, context)?.changes ?? {};
        if (due != null || priority != null || shift !== undefined) return null;
      }
      // "cut the hedge tomorrow", where that is a title: its verb is no wish.
      if (context.titles?.some((title) => beginsWith(said, title)) === true) return null;
      if ((slots('rest').tokens.length > 0 || slots('known').tokens.length > 0) && !isKnown(target, context))
        return null;
      if (/^(?:i|we) /.test(said) && !isExplicit(target, context)) return null;
      if (HOMELY.test(said) && !isExplicit(target, context) && !/\b(?:list|everything)\b/.test(said))
        return null;
      // "wipe the gutters" is work.
      if (
        /^wipe (?!out\b)/.test(said) &&
        !namesTask(target) &&
        !/\b(?:list|all|every|everything|completed|finished|done|tasks|task|\d)\b/.test(said)
      )
        return null;
      if (/^(?:anything|nothing|none|no .*)$/.test(seen(target)) && !hasQuote(target))
        return { intent: 'unknown' };
      return forTargets(target, context, 'delete', (reference) => ({ intent: 'delete', target: reference }));
    },
    examples: [
      ['Delete the meeting task', remove(title('meeting'))],
      ['delte teh meeting', remove(title('meeting'))],
      ['Get rid of the old draft', remove(title('old draft'))],
      ['Delete all completed tasks', { intent: 'delete', target: { kind: 'all', status: 'completed' } }],
      ['delete everything', { intent: 'delete', target: { kind: 'all', status: 'all' } }],
      ['clear whole list', { intent: 'delete', target: { kind: 'all', status: 'all' } }],
      ['cancel the dentist appointment', remove(title('dentist appointment'))],
      ['remove task #4', remove(id(4))],
      ['delete the meeting on friday', remove(title('meeting'))],
      [
        'delete all tasks with no due date',
        { intent: 'delete', target: { kind: 'all', status: 'all', filter: { due: 'none' } } },
      ],
      ['delete it', remove({ kind: 'it' })],
      ['delete them', { intent: 'delete', target: { kind: 'them' } }],
      ['could you please delete task 3?', remove(id(3))],
      ['clear all completed', { intent: 'delete', target: { kind: 'all', status: 'completed' } }],
      ["delete 'buy milk'", remove(title('buy milk'))],
      ['take task 2 off my list', remove(id(2))],
      ['remove milk from my list', remove(title('milk'))],
      [
        'delete all overdue tasks',
        { intent: 'delete', target: { kind: 'all', status: 'pending', filter: { due: 'overdue' } } },
      ],
      [
        'delete all tasks except task 3',
        {
          intent: 'unclear',
          about: 'delete',
          asks: 'exactly which',
        },
      ],
      [
        'clear all the due dates',
        { intent: 'update', target: { kind: 'all', status: 'pending' }, changes: { due: null } },
      ],
      ['delete tasks 2 to 4', { intent: 'delete', target: { kind: 'ids', ids: [2, 3, 4] } }],
    ],
  },
  {
    name: 'delete, but what?',
    patterns: ['(?:<delete>|get rid)(?: an?| the| some| my| one)?(?: <task>)?'],
    read: (slots, context) =>
      forTargets(slots('target'), context, 'delete', (target) => ({ intent: 'delete', target })),
    examples: [
      [
        'delete',
        {
          intent: 'unclear',
          about: 'delete',
          asks: 'which',
        },
      ],
    ],
  },
];
