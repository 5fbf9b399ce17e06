import { describe, expect, test } from 'vitest';
import { RULES } from '../src/rules/all.js';
import { understand } from '../src/understand.js';

/** A Wednesday. */
const context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };

describe.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  test.each(rule.examples)('%s', (says, means) => {
    expect(understand(says, context)).toEqual(Array.isArray(means) ? means : [means]);
  });
});
