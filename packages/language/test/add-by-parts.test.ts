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

describe('what rules leave in a title', () => {
  const COMPOST = '3 bags of compost and 2 trays';
  test.each([
    [
      'pick up parcel (tomorrow, before 6, from the kiosk)',
      [{ title: 'Pick up parcel from the kiosk', ...day('2026-05-21', '18:00') }],
    ],
    [
      'another one, urgent: renew insurance, expires on the 28th',
      [{ title: 'Renew insurance', ...day('2026-05-28'), priority: 'high' }],
    ],
    [
      '2 things. 1) call the plumber tmrw 2) buy plungers',
      [{ title: 'Call the plumber', ...TOMORROW }, { title: 'Buy plungers' }],
    ],
    [
      'first, call the plumber tomorrow; second, buy plungers',
      [{ title: 'Call the plumber', ...TOMORROW }, { title: 'Buy plungers' }],
    ],
    [
      'call the plumber tomorrow and also get some plungers, both under house',
      [
        { title: 'Call the plumber', tags: ['house'] },
        { title: 'Get some plungers', tags: ['house'] },
      ],
    ],
    [
      'Please note the following for Saturday: air the sleeping bags, oil the chain, charge the headlamp.',
      [{ title: 'Air the sleeping bags' }, { title: 'Oil the chain' }, { title: 'Charge the headlamp' }],
    ],
    ['sort the garage, sometime, low, no date', [{ title: 'Sort the garage', due: null, priority: 'low' }]],
    ['add buy nails due:tomorrow tag:diy prio:high', [{ title: 'Buy nails', ...TOMORROW, tags: ['diy'] }]],
    [`gonna need ${COMPOST} for saturday, stick it on`, [{ title: COMPOST, ...day('2026-05-23') }]],
    ['put eggs on for friday', [{ title: 'Eggs', ...day('2026-05-22') }]],
    ['put the heating on for friday', [{ title: 'Put the heating on', ...day('2026-05-22') }]],
    ['proofread ch. 7, thursday 10am', [{ title: 'Proofread ch. 7', ...day('2026-05-21', '10:00') }]],
    [
      'In seven hours I have to switch on the heat pump, please remember me',
      [{ title: 'Switch on the heat pump' }],
    ],
    ['add ring Beata, no sorry, Bożena, about the keys', [{ title: 'Ring Bożena about the keys' }]],
    ['add swim sat at 9 no wait sunday same time', [{ title: 'Swim', ...day('2026-05-24', '09:00') }]],
    ['add collect the suit, low priority. actually make that medium', [{ priority: 'medium' }]],
  ])('%s', (message, tasks) => {
    expect(understand(message, CONTEXT)).toMatchObject([{ intent: 'add', tasks }]);
  });

  test.each([
    'I really ought to have returned that drill weeks ago.',
    'I ought to have paid the rent by now',
    "there's something I have to tell you",
    'I think about to delete the rent, but first I must ask my wife',
    'i need a break tomorrow',
  ])('%s: no new task', (message) => {
    const kinds = understand(message, CONTEXT).map(({ intent }) => intent);
    expect(kinds).not.toContain('add');
    expect(kinds).not.toContain('complete');
    expect(kinds).not.toContain('delete');
  });
});
