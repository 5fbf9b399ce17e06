import { describe, expect, test } from 'vitest';
import { understand } from '../src/index.js';

const CONTEXT = {
  now: new Date('2026-05-20T13:00:00Z'),
  timeZone: 'UTC',
  titles: ['Pay the rent', 'Dentist', 'Fix the bike'],
  tags: ['home'],
};
const day = (on: string, time: string | null = null) => ({ due: { on, time } });
const TOMORROW = day('2026-05-21');

describe('new tasks by the parts of what is said, in any order', () => {
  test.each([
    [
      'they have eaten every glue stick (don’t ask), so glue sticks on my list please and tag that crafts',
      [{ title: 'Glue sticks', tags: ['crafts'] }],
    ],
    [
      'Could you put down, for the 31st at half past two, that I am to record the finale? Please mark it as important.',
      [{ title: 'Record the finale', ...day('2026-05-31', '14:30'), priority: 'high' }],
    ],
    [
      'two things out of that call: I need to order lilies and I need to ring the chapel, and the second one is urgent. Put both down',
      [
        { title: 'Order lilies', priority: null },
        { title: 'Ring the chapel', priority: 'high' },
      ],
    ],
    [
      'night shift again, give me a nudge in six hours to feed the sourdough will you',
      [{ title: 'Feed the sourdough', ...day('2026-05-20', '19:00') }],
    ],
    [
      'always I forget it: salt tablets for the race. Please you put in the list, with tag training',
      [{ title: 'Salt tablets for the race', tags: ['training'] }],
    ],
    [
      'high, 29 oct, screws 5x80, add that',
      [{ title: 'Screws 5x80', ...day('2026-10-29'), priority: 'high' }],
    ],
    ['thursday will do, stick "clean the gutters" on my list', [{ title: 'Clean the gutters', ...TOMORROW }]],
    [
      'fri: collect the tandem. mon: swap the dynamo',
      [
        { title: 'Collect the tandem', ...day('2026-05-22') },
        { title: 'Swap the dynamo', ...day('2026-05-25') },
      ],
    ],
    [
      'two reminders on Sunday: at six take out the roast, and at half past eight call Lena',
      [
        { title: 'Take out the roast', ...day('2026-05-24', '18:00') },
        { title: 'Call Lena', ...day('2026-05-24', '08:30') },
      ],
    ],
    [
      '2 things to add: the passport photo and the visa form, both till the 12 of june',
      [
        { title: 'The passport photo', ...day('2026-06-12') },
        { title: 'The visa form', ...day('2026-06-12') },
      ],
    ],
    [
      'oh and before I forget, toner for the printer, tag it office',
      [{ title: 'Toner for the printer', tags: ['office'] }],
    ],
    [
      'gotta renew the permit by the 30th else I get fined, add it w high prio',
      [{ title: 'Renew the permit', ...day('2026-05-30'), priority: 'high' }],
    ],
    [
      'add clean the gutters and fix the latch, the second one is #shed',
      [
        { title: 'Clean the gutters', tags: [] },
        { title: 'Fix the latch', tags: ['shed'] },
      ],
    ],
    [
      'Order a dehumidifier. Friday. Low.',
      [{ title: 'Order a dehumidifier', ...day('2026-05-22'), priority: 'low' }],
    ],
    [
      'add order a cake for Tom, would you? it’s urgent',
      [{ title: 'Order a cake for Tom', priority: 'high' }],
    ],
    [
      'add wash and iron the shirts, high priority',
      [{ title: 'Wash and iron the shirts', priority: 'high' }],
    ],
  ])('%s', (text, tasks) => {
    expect(understand(text, CONTEXT)).toMatchObject([{ intent: 'add', tasks }]);
  });

  test.each([
    'maybe the zoo on sunday, or the lake, I don’t know yet, high spirits anyway',
    'the depot is shut, so typical, urgent my foot',
    'what a day. Rain, then sun, then rain',
    'he said: friday. I said: sunday. We laughed',
  ])('nothing is added where nothing is asked for: %s', (text) => {
    expect(understand(text, CONTEXT).map(({ intent }) => intent)).not.toContain('add');
  });

  test('what is wished of a task that is there stays beside it', () => {
    expect(understand('the rent is paid, add oil the gate, and when is the dentist?', CONTEXT)).toMatchObject(
      [{ intent: 'complete' }, { intent: 'add', tasks: [{ title: 'Oil the gate' }] }, { intent: 'show' }],
    );
  });
});
