import { describe, expect, it } from 'vitest';
import { type Context, type Intent, matchTitles, understand } from '../src/index.js';

const TITLES = [
  'Unit 2 inspection',
  'Unit 5 repaint',
  'Mail server patch',
  'Order rack rails',
  'Replace UPS battery',
  'Repair the fence',
  'Buy fence paint',
  'Return library books',
];
const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: TITLES,
  done: [],
  tags: ['it', 'yard'],
};

/** "Order rack rails done, Repair the fence {…}": each wish with the title, number or place that it is of. */
const read = (text: string, context: Partial<Context> = {}): string[] =>
  understand(text, { ...CONTEXT, ...context }).flatMap((intent: Intent) => {
    if (!('target' in intent)) return [intent.intent];
    const { target } = intent;
    const of =
      target.kind === 'title'
        ? (TITLES[matchTitles(target.text, TITLES).places[0] ?? -1] ?? target.text)
        : JSON.stringify(target);
    return [`${intent.intent} ${of}${'changes' in intent ? ` ${JSON.stringify(intent.changes)}` : ''}`];
  });

describe('what is told is done', () => {
  it.each([
    ['patched the mail server this morning', ['complete Mail server patch']],
    ['we repainted unit 5 at the weekend', ['complete Unit 5 repaint']],
    ['mended the fence', ['complete Repair the fence']],
    ['UPS battery swapped', ['complete Replace UPS battery']],
    ["inspection's over", ['complete Unit 2 inspection']],
    ['the fence I did this morning already', ['complete Repair the fence']],
    ['rails ✅ battery ✅', ['complete Order rack rails', 'complete Replace UPS battery']],
    [
      'two things done today: rails and battery',
      ['complete Order rack rails', 'complete Replace UPS battery'],
    ],
    [
      "Mail server's patched, I ordered the rack rails too, and the UPS battery can wait till friday",
      [
        'complete Mail server patch',
        'complete Order rack rails',
        'update Replace UPS battery {"due":{"on":"2026-03-06","time":null}}',
      ],
    ],
    [
      "I've ordered the rails and mended the fence, the books have to wait until friday",
      [
        'complete Order rack rails',
        'complete Repair the fence',
        'update Return library books {"due":{"on":"2026-03-06","time":null}}',
      ],
    ],
    [
      'rails? ordered. battery? swapped. fence? not yet',
      ['complete Order rack rails', 'complete Replace UPS battery'],
    ],
    ['got 1, 2 and 5 done', ['complete {"kind":"ids","ids":[1,2,5]}']],
    ['yard stuff is done', ['complete {"kind":"all","status":"all","filter":{"tag":"yard"}}']],
    ['check 1, 2 and 4 off, no wait not 2', ['complete {"kind":"ids","ids":[1,4]}']],
    [
      'finished the one for friday',
      ['complete {"kind":"one","status":"pending","filter":{"on":"2026-03-06"}}'],
    ],
    ['finished 1, 4 and 6 today', ['complete {"kind":"ids","ids":[1,4,6]}']],
    ['2 and 3 I have made already', ['complete {"kind":"ids","ids":[2,3]}']],
    [
      'the second and fourth: done',
      ['complete {"kind":"ordinal","position":2}', 'complete {"kind":"ordinal","position":4}'],
    ],
    ['the it ones are both done', ['complete {"kind":"all","status":"all","filter":{"tag":"it"}}']],
    ["friday's job is done", ['complete {"kind":"one","status":"pending","filter":{"on":"2026-03-06"}}']],
    [
      "rang the library, they can't take them till monday so move that",
      [
        'update {"kind":"it","after":"rang the library, they can\'t take them till monday"} {"due":{"on":"2026-03-09","time":null}}',
      ],
    ],
  ])('%s', (text, intents) => {
    expect(read(text)).toEqual(intents);
  });

  it.each([
    'painted the fence',
    'started on the fence',
    'fence mended. nah scratch that, still wobbly',
    'the two in the yard with no date are done',
    'half the fence is mended',
    'Mick mended up the fence already',
  ])('%s: that changes nothing, or not another task', (text) => {
    expect(read(text).filter((one) => /Buy fence|^(?:update|complete)/.test(one))).toEqual([]);
  });

  it('of two by the same words it is asked which', () => {
    const titles = ['Grade essays period 2', 'Grade essays period 5'];
    expect(understand('graded the essays', { ...CONTEXT, titles })).toEqual([
      { intent: 'complete', target: { kind: 'title', text: 'graded essays' } },
    ]);
  });

  it('a done one is open again', () => {
    expect(
      read('library books not returned after all, put it back', { done: ['Return library books'] }),
    ).toEqual(['reopen Return library books']);
  });
});
