import { ADD, NEW_TASK, REMEMBER } from './add.js';
import { ANSWERS, CHOICES, SUGGESTIONS } from './answers.js';
import { ASK } from './ask.js';
import { BESIDE } from './beside.js';
import { DEEDS_BY_PARTS } from './deeds-by-parts.js';
import { FIELDS } from './fields.js';
import { FIELDS_BY_PARTS } from './fields-by-parts.js';
import { COMPLETE, MARK_DONE, NOT_FINISHED, REOPEN } from './finish.js';
import { GUARDS } from './guards.js';
import { NOT_WANTED, REMOVE, UNDO } from './remove.js';
import { compileRules, type Rule } from './rule.js';
import { SETTINGS_BY_PARTS } from './settings-by-parts.js';
import { SMALL_TALK } from './small-talk.js';
import { DAY_MOVES, MAY_WAIT, NO_LISTS, UNTIL_WHEN, UPDATE } from './update.js';

/** The rules together, and those that are also tried alone. */

/** All rules, in the order in which they are tried. */
export const RULES: readonly Rule[] = [
  ...ANSWERS,
  ...SMALL_TALK,
  ...UNTIL_WHEN,
  ...BESIDE,
  ...DAY_MOVES,
  ...NO_LISTS,
  ...NEW_TASK,
  ...FIELDS,
  ...FIELDS_BY_PARTS,
  ...DEEDS_BY_PARTS,
  ...SETTINGS_BY_PARTS,
  ...ASK,
  ...REMEMBER,
  ...NOT_FINISHED,
  ...MAY_WAIT,
  ...NOT_WANTED,
  ...GUARDS,
  ...UNDO,
  ...REOPEN,
  ...MARK_DONE,
  ...UPDATE,
  ...ADD,
  ...COMPLETE,
  ...REMOVE,
  ...SUGGESTIONS,
  ...CHOICES,
];

export const COMPILED = compileRules(RULES);

/** Looked for in a clause with its manners: they are what greetings and thanks are made of. */
export const TALK = compileRules(SMALL_TALK);

export const GUARDED = compileRules(GUARDS);

export const ANSWERED = compileRules([...ANSWERS, ...DAY_MOVES]);

export const TOLD = compileRules(COMPLETE);
