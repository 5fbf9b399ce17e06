import type { Context, Intent } from '../intent.js';
import { type Phrase, seen, seenStarts, slice } from '../sentence.js';
import { type Together, together } from '../together.js';
import { anyOf, GROUPS, type GroupName } from '../vocabulary.js';

/** What filled the slots of a pattern; a slot that was left out is an empty phrase. */
export type Slots = (name: string) => Phrase;

export interface Rule {
  name: string;
  /** Of things that are said in one breath: not looked for in a long clause. */
  short?: true;
  /**
   * What a whole clause must look like, in lower case and without punctuation: the source of a regular expression, in
   * which `<complete>` stands for a group of the vocabulary, `{task}` for a slot of one word or more, and Q for
   * something in quotes. `{task!}` does not begin with a command: with "delete what is done" nothing is done. The first rule whose pattern matches and whose `read` gives something wins.
   */
  patterns: readonly string[];
  /** Null when the words turn out to mean something else. */
  read(slots: Slots, context: Context, clause: Phrase): Intent | readonly Intent[] | null;
  /** What a person says, and what must come of it; the test of the rules goes through all of them. */
  examples: readonly (readonly [says: string, means: Intent | readonly Intent[]])[];
}

const group = (name: string): string => {
  if (!Object.hasOwn(GROUPS, name)) throw new Error(`no group <${name}> in the vocabulary`);
  return anyOf(GROUPS[name as GroupName]);
};

const NO_COMMAND =
  '(?!(?:add|bin|scrap|trash|ditch|dump|wipe|purge|throw|toss|kill|new|another|need|want|log|save|record|register|put|stick|pop|note|jot|schedule|create|delete|remove|erase|clear|cancel|drop|mark|set|make|change|update|edit|rename|move|postpone|reschedule|restore|reopen|complete|check|tick|tag|show|list|find|search|remind|tell|give|get|do|if|when|once|unless|whether|what|which|how|who|why|where|not|never|is|are|was|does|did|can|could|should|would|will) )';

const compile = (pattern: string): RegExp =>
  new RegExp(
    `^(?:${pattern
      .replaceAll(/(?<!\(\?)<(\w+)>/g, (_, name: string) => group(name))
      .replaceAll(
        /\{(\w+)(!?)\}/g,
        (_, name: string, subject: string) =>
          `(?<${name}>${subject === '' ? '' : NO_COMMAND}\\S+(?: \\S+)*?)`,
      )})$`,
    'd',
  );

/** Nobody says more than this in front of a verb: patterns that begin with a slot are for clauses so long, in characters. */
const LONGEST_SUBJECT = 300;

interface Matcher {
  rule: Rule;
  pattern: RegExp;
  /** Begins with a slot, so that each word of the clause is a place to go on from. */
  subject: boolean;
}

/** Rules in their order. */
export type CompiledRules = Together<Matcher>;

export const compileRules = (rules: readonly Rule[]): CompiledRules =>
  together(
    rules.flatMap((rule) =>
      rule.patterns.map((pattern) => ({
        rule,
        pattern: compile(pattern),
        subject: /^(?:\(\?<\w+>)?\{/.test(pattern),
      })),
    ),
    ({ pattern }) => pattern,
  );

const slotsOf = (clause: Phrase, match: RegExpExecArray): Slots => {
  const starts = seenStarts(clause);
  return (name) => {
    const range = match.indices?.groups?.[name];
    if (range === undefined) return slice(clause, 0, 0);
    const from = starts.findIndex((start) => start >= range[0]);
    // Punctuation behind the last word is still of the slot: a bracket or an ellipsis may belong to a title.
    const to = starts.findIndex((start, index) => start >= range[1] && clause.tokens[index]?.seen !== '');
    return slice(clause, from === -1 ? clause.tokens.length : from, to === -1 ? clause.tokens.length : to);
  };
};

/** What the first rule that understands the clause makes of it; null when none does. */
export const applyRules = (
  rules: CompiledRules,
  clause: Phrase,
  context: Context,
): readonly Intent[] | null => {
  const words = seen(clause);
  const long = words.length > LONGEST_SUBJECT;
  for (const { any, items } of rules) {
    if (!long && !any.test(words)) continue;
    for (const { rule, pattern, subject } of items) {
      if (long && (subject || rule.short === true)) continue;
      const match = pattern.exec(words);
      const intent = match === null ? null : rule.read(slotsOf(clause, match), context, clause);
      if (intent !== null) return Array.isArray(intent) ? intent : [intent as Intent];
    }
  }
  return null;
};
