import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  codePoints,
  createProblem,
  idempotencyKey,
  LIMITS,
  newTask,
  PROBLEMS,
  type ProblemCode,
  problem,
  signUp,
  taskListQuery,
  taskPatch,
  taskPath,
} from '../src/index.js';

const refusedAt = (schema: z.ZodType, value: unknown): string[] => {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
};

describe('a title', () => {
  it('is trimmed and put into NFC', () => {
    expect(newTask.parse({ title: '  cafe\u0301 ' }).title).toBe('caf\u00e9');
  });

  it('is measured in characters, not in UTF-16 units', () => {
    expect(newTask.safeParse({ title: '😀'.repeat(LIMITS.title.max) }).success).toBe(true);
    expect(refusedAt(newTask, { title: '😀'.repeat(LIMITS.title.max + 1) })).toEqual(['title']);
    expect(codePoints('a😀é')).toBe(3);
  });

  it.each(['', '   ', 'a\u0000b', 'a\nb', 'a\u2028b', '\ud800', 5, null])('refuses %j', (title) => {
    expect(refusedAt(newTask, { title })).toEqual(['title']);
  });

  it('comes through unchanged when it is valid already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const once = newTask.safeParse({ title: text });
        fc.pre(once.success);
        expect(newTask.parse({ title: once.data.title }).title).toBe(once.data.title);
      }),
    );
  });
});

describe('tags', () => {
  it('keep the first spelling of those that differ in case only', () => {
    expect(newTask.parse({ title: 'x', tags: ['Home', 'work', 'HOME'] }).tags).toEqual(['Home', 'work']);
  });

  it('are twenty at most', () => {
    const tags = Array.from({ length: 1000 }, (_, index) => `t${index}`);
    expect(refusedAt(newTask, { title: 'x', tags })).toEqual(['tags']);
    expect(newTask.safeParse({ title: 'x', tags: tags.slice(0, LIMITS.tags.max) }).success).toBe(true);
  });
});

describe('a due date', () => {
  it.each(['2026-02-30', '2025-02-29', '0000-01-01', '1899-12-31', '3000-01-01', '2026-1-1', 'tomorrow'])(
    'refuses %s',
    (due_on) => {
      expect(refusedAt(newTask, { title: 'x', due_on })).toContain('due_on');
    },
  );

  it('needs a day for its time, and stands either as an instant or as day and time', () => {
    expect(refusedAt(newTask, { title: 'x', due_time: '10:00' })).toEqual(['due_time']);
    const both = { due_at: '2026-01-01T10:00:00Z', due_on: '2026-01-01' };
    expect(refusedAt(newTask, { title: 'x', ...both })).toEqual(['due_at']);
    expect(refusedAt(taskPatch, both)).toEqual(['due_at']);
  });

  it.each([
    ['europe/vienna', 'Europe/Vienna'],
    ['EUROPE/vienna', 'Europe/Vienna'],
    ['america/PORT-au-PRINCE', 'America/Port-au-Prince'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
  ])('keeps one spelling of the time zone %s', (typed, kept) => {
    const due = { due_on: '2026-01-01', due_time: '10:00', due_zone: typed };
    expect(newTask.parse({ title: 'x', ...due }).due_zone).toBe(kept);
  });

  it('refuses a zone without a time', () => {
    const due = { due_on: '2026-01-01', due_zone: 'Europe/Vienna' };
    expect(refusedAt(newTask, { title: 'x', ...due })).toEqual(['due_zone']);
  });

  it.each(['+02:00', 'Mars/Olympus', 'x'.repeat(100)])('refuses the time zone %s', (due_zone) => {
    expect(refusedAt(newTask, { title: 'x', due_zone })).toEqual(['due_zone']);
  });
});

describe('unknown fields', () => {
  it('are refused and not dropped', () => {
    for (const schema of [newTask, taskPatch, taskListQuery, signUp]) {
      const result = schema.safeParse({ surprise: 1 });
      expect(result.error?.issues.some((issue) => issue.code === 'unrecognized_keys')).toBe(true);
    }
  });
});

describe('numbers in paths and queries', () => {
  it.each(['0', '-1', '1.5', 'abc', '', '2147483648', '9'.repeat(30)])('refuse the id %s', (id) => {
    expect(refusedAt(taskPath, { user_id: 'u', id })).toEqual(['id']);
  });

  it.each(['0', '201', '1e2', ' 5'])('refuse the limit %s', (limit) => {
    expect(refusedAt(taskListQuery, { limit })).toEqual(['limit']);
  });
});

describe('an e-mail address', () => {
  it('is compared without its case', () => {
    expect(signUp.parse({ email: ' Ada@Example.COM ', password: 'x'.repeat(8) }).email).toBe(
      'ada@example.com',
    );
  });
});

describe('a password', () => {
  it('is the same on every keyboard, and nothing of it is trimmed', () => {
    const password = (text: string) => signUp.parse({ email: 'a@example.com', password: text }).password;
    expect(password('cafe\u0301 1234 ')).toBe(password('caf\u00e9 1234 '));
    expect(password('        ')).toHaveLength(8);
  });
});

describe('an idempotency key', () => {
  it.each(['', 'x'.repeat(256), 'a b', 'é'])('refuses %j', (key) => {
    expect(idempotencyKey.safeParse(key).success).toBe(false);
  });
});

describe('the schemas as JSON Schema', () => {
  it('say the same limits', () => {
    const { properties } = z.toJSONSchema(newTask, { io: 'input' }) as { properties: Record<string, object> };
    expect(properties).toMatchObject({
      title: { minLength: LIMITS.title.min, maxLength: LIMITS.title.max },
      description: { maxLength: LIMITS.description.max },
      tags: { maxItems: LIMITS.tags.max, items: { minLength: LIMITS.tag.min, maxLength: LIMITS.tag.max } },
    });
  });
});

describe('problems', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])('%s fits the schema', (code) => {
    expect(problem.parse(createProblem(code))).toMatchObject({ error: code, status: PROBLEMS[code].status });
  });
});
