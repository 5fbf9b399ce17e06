import { readCount } from '../dates/words.js';
import type { Intent, Reference } from '../intent.js';
import { readReferences } from '../reference.js';
import { seen } from '../sentence.js';
import type { Rule } from './rule.js';
import { isExplicit } from './target.js';

/** A day that is told by that of another task. */

/** Looked for first: most clauses have none of it. */
const SIGN = '(?=.*\\b(?:same|before|after|due when|due whenever)\\b)';
const MOVES =
  '(?:(?:move|put|set|make|change|push|shift|bring|get|reschedule|postpone|schedule|switch|have) )?(?:the )?(?:(?:due )?(?:date|day) (?:of|for) )?';
const IS =
  '(?: (?:to|on|onto|for|by|due|be|is|is due|should be|must be|needs to be|has to be|goes|go|should go|falls|at|happen|happens|the|due on|over to))*';
const DAYS_OF_A_WEEK = 7;

const beside = (task: Reference, other: Reference, days: number): Intent => ({
  intent: 'update',
  target: task,
  changes: { dayOf: { target: other, days } },
});
const id = (number: number): Reference => ({ kind: 'id', id: number });

export const BESIDE: readonly Rule[] = [
  {
    name: 'the day of another task',
    short: true,
    patterns: [
      `${SIGN}${MOVES}{target!}${IS} (?:same|exact same) (?:due )?(?:day|date)(?: as| that| of| like| when)? {other}`,
      `${SIGN}${MOVES}{target!}${IS} (?:(?<count>an?|one|two|three|four|five|six|\\d{1,2}) )?(?<unit>day|week)s? (?<side>before|after) {other}`,
      `${SIGN}${MOVES}{target!} due (?:when|whenever) {other} (?:is|is due)`,
      `give {target!} the (?:same )?(?:due )?(?:date|day) of {other}`,
    ],
    read: (slots, context) => {
      const [target, other] = [slots('target'), slots('other')];
      if (!isExplicit(target, context) || !isExplicit(other, context)) return null;
      const [tasks, others] = [readReferences(target, context), readReferences(other, context)];
      if (tasks === 'unclear' || others === 'unclear') return null;
      const [first] = tasks;
      const [second] = others;
      if (first === undefined || second === undefined || others.length > 1) return null;
      const count = slots('count').tokens.length === 0 ? 1 : readCount(seen(slots('count')));
      const unit = seen(slots('unit')).startsWith('week') ? DAYS_OF_A_WEEK : 1;
      const side = seen(slots('side'));
      const days = side === '' ? 0 : count * unit * (side === 'before' ? -1 : 1);
      return tasks.map((task) => beside(task, second, days));
    },
    examples: [
      ['move task 2 to the same day as task 5', beside(id(2), id(5), 0)],
      ['set 2 to the same date as 5', beside(id(2), id(5), 0)],
      ['task 2 should be the same day as task 5', beside(id(2), id(5), 0)],
      ['put task 2 on the day before task 5', beside(id(2), id(5), -1)],
      ['move #2 to two weeks after #5', beside(id(2), id(5), 14)],
      ['make task 2 due when task 5 is', beside(id(2), id(5), 0)],
    ],
  },
];
