import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@todo/postgres';
import { waitUntil } from '@todo/processes';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import {
  type Deployment,
  DRAIN_DELAY_MS,
  type Ended,
  type RunningProduct,
  startReplicatedProduct,
} from '../support/deployment.js';
import { type EventReader, followEvents } from '../support/event-reader.js';
import { type Answer, answerTo, type Caller, send, signUpCaller } from '../support/http.js';
import { type Load, startLoad } from '../support/load.js';
import { open, signedUp, tasksOn } from '../support/people.js';

let database: TestDatabase;
/** Looks at what the product does from behind. */
let observer: pg.Client;
let product: RunningProduct;

const connect = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
};

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  observer = await connect();
  product = await startReplicatedProduct(database.url);
});
afterAll(async () => {
  await product?.stop();
  await observer?.end();
  await database?.drop();
});

/** Each ended by itself, with nothing cut. */
const expectCleanEnds = (ended: readonly Ended[]) => {
  for (const { code, output } of ended) {
    const lines = output.split('\n').filter((line) => line.includes('"msg":"closed"'));
    expect(
      lines.map((line) => JSON.parse(line) as object),
      output,
    ).toMatchObject([{ exitCode: 0, cut: 0 }]);
    expect(code, output).toBe(0);
  }
};

describe('while every backend and every frontend is replaced', () => {
  let caller: Caller;
  let load: Load;
  let readers: { direct: EventReader[]; through: EventReader[] };
  let ended: Ended[];
  let lastEvent: number;

  beforeAll(async () => {
    const { backends, frontends } = product;
    caller = await signUpCaller(frontends.url);
    const follow = ({ url }: Deployment) =>
      // One for each instance: connections go to them in turn.
      [0, 1].map(() => followEvents(url + caller.path('/events'), caller.authorization));
    readers = { direct: follow(backends), through: follow(frontends) };
    const all = [...readers.direct, ...readers.through];
    load = startLoad(caller, { apis: [frontends.url, backends.url], site: frontends.url });
    /** Gives up quietly: the tests say what is missing. */
    const cameBack = (who: readonly EventReader[], times: number) =>
      waitUntil(() => who.every(({ turns }) => turns.length >= times), 10_000);
    try {
      await Promise.all(all.map((reader) => reader.until(20)));
      ended = await backends.rollOut();
      await cameBack(all, 1);
      ended.push(...(await frontends.rollOut()));
      await cameBack(readers.through, 2);
      // A release usually replaces both.
      ended.push(...(await Promise.all([frontends.rollOut(), backends.rollOut()])).flat());
      await cameBack(readers.direct, 2);
      await cameBack(readers.through, 3);
    } finally {
      await load.stop();
    }
    const { rows } = await observer.query<{ last_event_id: string }>(
      'SELECT last_event_id FROM user_counters WHERE user_id = $1',
      [caller.userId],
    );
    lastEvent = Number(rows[0]?.last_event_id);
    await Promise.allSettled(all.map((reader) => reader.until(lastEvent)));
    for (const reader of all) reader.close();
  }, 90_000);

  test('no request is lost, and what was created is there exactly once', async () => {
    expect(load.failures).toEqual([]);
    expect(load.served()).toBeGreaterThan(500);
    const { rows } = await observer.query<{ title: string }>('SELECT title FROM tasks WHERE user_id = $1', [
      caller.userId,
    ]);
    expect(rows.map(({ title }) => title).sort()).toEqual([...load.created].sort());
  });

  test('the old ones end by themselves and cut nothing', () => {
    expect(ended).toHaveLength(8);
    expectCleanEnds(ended);
  });

  /** Each stream came to a clean end, with a last event that says when to come back. */
  const expectLastEvents = (reader: EventReader) => {
    for (const turn of reader.turns) {
      expect(turn).toMatchObject({ status: 200, whole: true });
      expect(turn.events.at(-1)).toMatchObject({ event: 'end', data: `{"retry":${turn.retry}}` });
      expect(turn.events.filter(({ event }) => event !== 'task')).toHaveLength(1);
      expect(turn.retry).toSatisfy((ms: number) => ms >= 1000 && ms < 4000);
    }
  };

  const expectEverythingOnce = ({ seen }: EventReader) => {
    expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: lastEvent }, (_, index) => index + 1));
    const titles = seen.map(({ event }) => event.task?.title ?? '');
    expect(titles.sort()).toEqual([...load.created].sort());
  };

  test('a reader at the backend is told to go, misses nothing and sees nothing twice', () => {
    for (const reader of readers.direct) {
      // One for each time that the backends were replaced: nobody comes back to an instance that leaves.
      expect(reader.turns).toHaveLength(2);
      expectLastEvents(reader);
      expectEverythingOnce(reader);
    }
  });

  test('so is one behind a frontend, when the backend leaves, when the frontend does, and when both do', () => {
    for (const reader of readers.through) {
      // Those that both leave may end it one after the other.
      expect([3, 4]).toContain(reader.turns.length);
      expectLastEvents(reader);
      expectEverythingOnce(reader);
    }
  });

  test('readers are told different times to come back', () => {
    const times = [...readers.direct, ...readers.through].flatMap(({ turns }) =>
      turns.map(({ retry }) => retry),
    );
    expect(new Set(times).size).toBeGreaterThan(times.length / 2);
  });
});

describe('a request that takes longer than the drain is answered', () => {
  /** Milliseconds that the requests take at least. */
  const LONG_MS = DRAIN_DELAY_MS + 500;

  /** Sends the head of a POST and half of its body; the rest comes with `finish`. */
  const postSlowly = async (url: string, caller: Caller): Promise<{ finish: () => Promise<Answer> }> => {
    const body = JSON.stringify({ title: 'slowly sent' });
    const sent: ClientRequest = request(url + caller.path('/tasks'), {
      method: 'POST',
      agent: false,
      headers: {
        ...caller.authorization,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    });
    const answer = answerTo(sent);
    // The instance has read the head, and holds the request.
    await Promise.race([once(sent, 'continue'), answer]);
    sent.write(body.slice(0, 5));
    return {
      finish: () => {
        sent.end(body.slice(5));
        return answer;
      },
    };
  };

  /** Holds every change of somebody's tasks up until it is called. */
  const holdChanges = async (caller: Caller): Promise<() => Promise<void>> => {
    const client = await connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM user_counters WHERE user_id = $1 FOR UPDATE', [caller.userId]);
    return async () => {
      await client.query('COMMIT');
      await client.end();
    };
  };

  const heldUp = async (): Promise<number> => {
    const { rows } = await observer.query<{ count: number }>(
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.count ?? 0;
  };

  const listens = ({ url }: { url: string }): Promise<boolean> =>
    send(`${url}/livez`).then(
      () => true,
      () => false,
    );

  test.each([
    ['the backends', (): Deployment => product.backends],
    ['the frontends', (): Deployment => product.frontends],
  ])('when %s are replaced', async (_name, deployment) => {
    const caller = await signUpCaller(product.frontends.url);
    const urls = [product.backends.url, product.frontends.url, product.frontends.url];
    const takeOver = await deployment().prepare();
    const release = await holdChanges(caller);
    const held = urls.map((url) =>
      send(url + caller.path('/tasks'), {
        method: 'POST',
        headers: { ...caller.authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'held up' }),
      }),
    );
    const slow = await Promise.all(urls.map((url) => postSlowly(url, caller)));
    await expect.poll(heldUp).toBe(urls.length);

    const leaving = [...deployment().instances()];
    const longEnough = delay(LONG_MS);
    const ended = takeOver();
    for (const instance of leaving) await expect.poll(() => listens(instance)).toBe(false);
    await longEnough;
    await release();
    const answers = await Promise.all([...held, ...slow.map(({ finish }) => finish())]);
    expect(answers.map(({ status, text }) => (status === 201 ? 201 : text))).toEqual(answers.map(() => 201));
    expectCleanEnds(await ended);
  });
});

describeInBrowser('an open page', ({ person }) => {
  test('stays live while backends and frontends are replaced, and shows no error', async () => {
    const { backends, frontends } = product;
    const context = await person();
    const { addTasks } = await signedUp(context, { origin: frontends.url, address: frontends.url });
    const page = await context.newPage();
    // Whatever a person or a screen reader is told, for however short a time.
    await page.addInitScript(() => {
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('[role=alert], [role=status]'))
          if (textContent && !told.includes(textContent)) told.push(textContent);
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    const live = page.waitForResponse((response) => response.url().includes('/events'));
    await open(page, `${frontends.url}/tasks`);
    await live;

    for (const [name, deployment] of [
      ['backends', backends],
      ['frontends', frontends],
    ] as const) {
      const ended = deployment.rollOut();
      await tasksOn(page).add(`Typed while the ${name} leave`);
      await tasksOn(page).row(`Typed while the ${name} leave`).waitFor();
      expectCleanEnds(await ended);
      await addTasks(`From elsewhere after the ${name}`);
      await tasksOn(page).row(`From elsewhere after the ${name}`).waitFor();
    }
    expect(await page.evaluate(() => (window as unknown as { told: string[] }).told)).toEqual([]);
  }, 60_000);
});
