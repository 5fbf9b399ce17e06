import { once } from 'node:events';
import http from 'node:http';
import { createPersonalTokens } from '@todo/auth';
import {
  type ExportDocument,
  exportDocument,
  importAnswer,
  LIMITS,
  newPersonalToken,
  type Task,
} from '@todo/contracts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { openStream } from './support/events.js';
import { expectProblem, send } from './support/http.js';
import { arrive, type Person } from './support/person.js';
import { startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url);
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});

const authorized = (who: Person) => ({ authorization: `Bearer ${who.token}` });

const download = (who: Person, query = '', headers = {}) =>
  send(`${backend.url}${who.path('/export')}${query}`, { headers: { ...authorized(who), ...headers } });

const upload = (
  who: Person,
  type: string,
  body: string | Buffer | Buffer[],
  headers = {},
  url = backend.url,
) =>
  send(`${url}${who.path('/import')}`, {
    method: 'POST',
    headers: { ...authorized(who), 'content-type': type, ...headers },
    body,
  });
const uploadCsv = (who: Person, ...lines: string[]) => upload(who, 'text/csv', lines.join('\r\n'));
const uploadJson = (who: Person, value: unknown) => upload(who, 'application/json', JSON.stringify(value));

const answerOf = ({ status, text }: { status: number; text: string }) => {
  expect(status, text).toBe(200);
  return importAnswer.parse(JSON.parse(text));
};

const listOf = async (who: Person): Promise<Task[]> =>
  (await who.get('/tasks?order=asc&limit=200').expect(200)).body;

/** What of a task a file keeps. */
const contentOf = ({ id: _id, user_id: _user, version: _version, updated_at: _updated, ...content }: Task) =>
  content;

/** Titles that a spreadsheet, a CSV reader or a careless writer stumbles over. */
const AWKWARD = [
  '=HYPERLINK("http://evil.example","x")',
  '+1 555 0100',
  '-5 degrees',
  '@sum(A1)',
  '＝1+1',
  "'=quoted already",
  "''+twice",
  "'tis the season",
  'comma, "quote"; semicolon',
  'Ünïcode 日本 👩‍👩‍👧 עברית',
  ' ￼ ',
  'null',
  'true',
  '007',
];

const fill = async (who: Person): Promise<void> => {
  for (const title of AWKWARD) await who.add(title);
  await who.add('full', {
    description: '=1+1\nsecond line\twith a tab, a "quote"',
    priority: 'high',
    due_on: '2026-03-29',
    due_time: '09:30',
    due_zone: 'Europe/Vienna',
    tags: ['home', 'a,b', '"q"', '=x', "'-y"],
  });
  await who.add('done', { due_on: '2026-01-01', tags: ['=only'] });
  await who.patch(`/tasks/${AWKWARD.length + 2}/complete`, { completed: true }).expect(200);
  await who.add('in the trash');
  await who.delete(`/tasks/${AWKWARD.length + 3}`).expect(204);
};

describe('an export as JSON', () => {
  it('has everything that there is about a person, and no secret', async () => {
    const ada = await arrive(backend);
    await fill(ada);
    const { token } = await createPersonalTokens({ database: backend.services.database }).issue(
      ada.user.id,
      newPersonalToken.parse({ name: 'of a program' }),
    );
    for (let count = 0; count < 2; count += 1)
      await ada.post('/chat', { message: 'What is pending?' }).expect(200);
    const answer = await download(ada);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="todo-\d{4}-\d\d-\d\d\.json"$/),
      'cache-control': 'private, no-cache',
    });
    const document: ExportDocument = exportDocument.parse(JSON.parse(answer.text));
    expect(document.user).toMatchObject({ id: ada.user.id, email: ada.user.email });
    expect(document.access_tokens).toMatchObject([{ name: 'of a program' }]);
    expect(document.sessions).toMatchObject([{ current: true }]);
    expect(document.tasks.map(({ id }) => id)).toEqual(
      Array.from({ length: AWKWARD.length + 3 }, (_, index) => index + 1),
    );
    expect(document.tasks.at(-1)).toMatchObject({ title: 'in the trash', deleted_at: expect.any(String) });
    expect(document.conversations.map(({ messages }) => messages[0]?.content)).toEqual([
      'What is pending?',
      'What is pending?',
    ]);
    for (const secret of [token, ada.token, ada.token.split('.')[0] ?? ''])
      expect(answer.text).not.toContain(secret);
  });

  it('of somebody without anything is a whole document', async () => {
    const document = exportDocument.parse(JSON.parse((await download(await arrive(backend))).text));
    expect(document).toMatchObject({ tasks: [], conversations: [], access_tokens: [] });
  });

  it('adds everything to another account as it was, and nothing a second time or where it is from', async () => {
    const [ada, bob] = [await arrive(backend), await arrive(backend)];
    await fill(ada);
    const { text } = await download(ada);
    const before = await listOf(ada);
    expect(answerOf(await upload(ada, 'application/json', text))).toEqual({
      added: 0,
      skipped: before.length + 1,
    });
    expect(answerOf(await upload(bob, 'application/json; charset=utf-8', text))).toEqual({
      added: before.length + 1,
      skipped: 0,
    });
    expect(answerOf(await upload(bob, 'application/json', text))).toMatchObject({ added: 0 });
    expect((await listOf(bob)).map(contentOf)).toEqual(before.map(contentOf));
    expect((await bob.get('/trash').expect(200)).body).toMatchObject([{ title: 'in the trash' }]);
    expect(await listOf(ada)).toEqual(before);
  });
});

describe('an export as CSV', () => {
  it('is asked for by name or by Accept, and can be read by anybody', async () => {
    const ada = await arrive(backend);
    await fill(ada);
    const named = await download(ada, '?format=csv');
    const accepted = await download(ada, '', { accept: 'text/csv' });
    expect(accepted.text).toBe(named.text);
    expect(named.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(named.headers['content-disposition']).toMatch(/\.csv"$/);
    expect(named.text.startsWith('\ufeff')).toBe(true);
    const rows: Record<string, string>[] = parse(named.text, { bom: true, columns: true });
    expect(rows).toHaveLength(AWKWARD.length + 2);
    expect(rows.at(-1)).toMatchObject({
      title: 'done',
      completed: 'true',
      due_on: '2026-01-01',
      priority: '',
    });
    expect((await download(ada, '?format=json', { accept: 'text/csv' })).headers['content-type']).toContain(
      'json',
    );
    expectProblem(await download(ada, '?format=xml'), 400);
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    const ada = await arrive(backend);
    await fill(ada);
    const cells = parse((await download(ada, '?format=csv')).text, { bom: true }).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
    expect(cells).toContain(`'=HYPERLINK("http://evil.example","x")`);
  });

  it('comes back as it was', async () => {
    const [ada, bob] = [await arrive(backend), await arrive(backend)];
    await fill(ada);
    const { text } = await download(ada, '?format=csv');
    const before = await listOf(ada);
    expect(answerOf(await upload(ada, 'text/csv', text))).toEqual({ added: 0, skipped: before.length });
    expect(answerOf(await upload(bob, 'text/csv', text))).toEqual({ added: before.length, skipped: 0 });
    expect(answerOf(await upload(bob, 'text/csv', text))).toEqual({ added: 0, skipped: before.length });
    expect((await listOf(bob)).map(contentOf)).toEqual(before.map(contentOf));
  });
});

describe('a file', () => {
  it('may be CSV of somebody else: few columns, other delimiters, any case, empty rows', async () => {
    const ada = await arrive(backend);
    const answers = [
      await uploadCsv(ada, 'title', 'one', '', '"two"', ''),
      await uploadCsv(
        ada,
        '\ufeffTitle;Due_On;Priority;Tags',
        'four, five;2026-01-01;HIGH;"home; bills"',
        ';;;',
      ),
      await upload(ada, 'text/csv; charset=utf-8', 'tags\ttitle\tcompleted\nhome, bills\tsix\tTRUE\n'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await listOf(ada)).toMatchObject([
      { title: 'one' },
      { title: 'two' },
      { title: 'four, five', due_on: '2026-01-01', priority: 'high', tags: ['home; bills'] },
      { title: 'six', tags: ['home', 'bills'], completed: true },
    ]);
  });

  it('with mistakes adds nothing, and each is named by row and field', async () => {
    const ada = await arrive(backend);
    const csv = await uploadCsv(
      ada,
      'title,due_on,completed,id',
      'fine,2026-01-01,,',
      ',2026-01-01,,',
      '',
      'bad day,01.02.2026,maybe,x',
      '"a title in',
      'two lines",,,',
      'cells,,,,,',
      'short',
    );
    expect(expectProblem(csv, 400)).toMatchObject({
      detail: expect.stringContaining('Nothing was imported'),
      errors: [
        { field: 'row 3, title', message: 'must not be empty' },
        { field: 'row 5, due_on', message: 'must be a day that exists, as YYYY-MM-DD' },
        { field: 'row 5, completed', message: 'must be true or false' },
        { field: 'row 5, id' },
        { field: 'row 6, title', message: 'must not contain line breaks or control characters' },
        { field: 'row 7', message: 'has 6 cells, and the first row 4' },
      ],
    });
    const json = await uploadJson(ada, {
      tasks: [{ title: 'fine' }, { title: '', colour: 'red' }, 'x', { title: 'x', due_time: '10:00' }],
    });
    expect(expectProblem(json, 400).errors?.map(({ field }) => field)).toEqual([
      'tasks.1.title',
      'tasks.1.colour',
      'tasks.2',
      'tasks.3.due_time',
    ]);
    expect(await listOf(ada)).toEqual([]);
  });

  it('that is none is refused with a reason', async () => {
    const ada = await arrive(backend);
    const cases: [string, string | Buffer, RegExp][] = [
      ['application/json', '{"tasks":', /not JSON/],
      ['application/json', '[]', /body/],
      ['application/json', 'null', /null/],
      ['application/json', '{"tasks":[],"colour":1}', /colour/],
      ['application/json', '{"format":"other","tasks":[]}', /format/],
      ['application/json', '{"version":2,"tasks":[]}', /version/],
      ['application/json', '{"__proto__":{"admin":true},"tasks":[]}', /not JSON/],
      ['application/json', `${'['.repeat(200_000)}`, /not JSON/],
      ['application/json', Buffer.from('{"tasks":[]}', 'utf16le'), /not JSON/],
      ['application/json', '', /not JSON/],
      ['text/csv', 'name,colour\nx,y', /row 1.*name/],
      ['text/csv', 'title,Title\nx,y', /row 1.*twice/],
      ['text/csv', 'due_on\n2026-01-01', /row 1.*title/],
      ['text/csv', 'title\n"never closed', /not CSV/],
      ['text/csv', 'title\n"a"b', /not CSV/],
      ['text/csv', Buffer.from('title\nGrüße', 'latin1'), /UTF-8/],
    ];
    for (const [type, body, reason] of cases)
      expect(expectProblem(await upload(ada, type, body), 400).detail, String(body).slice(0, 40)).toMatch(
        reason,
      );
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/vnd.ms-excel'])
      expectProblem(await upload(ada, type, 'title\nx'), 415);
    expect(answerOf(await upload(ada, 'text/csv', 'title\n'))).toEqual({ added: 0, skipped: 0 });
    expect(answerOf(await uploadJson(ada, { tasks: [] }))).toEqual({ added: 0, skipped: 0 });
    expect(await listOf(ada)).toEqual([]);
  });

  it('may have 10,000 tasks and 8 MiB, and not more, announced or not', async () => {
    const ada = await arrive(backend);
    const rows = Array.from({ length: LIMITS.import.max }, (_, index) => `task ${index},words`);
    expect(answerOf(await uploadCsv(ada, 'title,description', ...rows))).toEqual({
      added: 10_000,
      skipped: 0,
    });
    expectProblem(await uploadCsv(ada, 'title,description', ...rows, 'one more,'), 413);
    const json = { tasks: Array.from({ length: LIMITS.import.max + 1 }, () => ({ title: 'x' })) };
    expectProblem(await uploadJson(ada, json), 413);
    const large = Buffer.alloc(LIMITS.import.body + 1, 'x');
    const chunks = Array.from({ length: 129 }, (_, at) => large.subarray(at * 65_536, (at + 1) * 65_536));
    for (const body of [large, chunks]) expectProblem(await upload(ada, 'text/csv', body), 413);
    expect((await ada.get('/tasks/stats').expect(200)).body.total).toBe(10_000);
  });

  it('is taken once with an Idempotency-Key', async () => {
    const ada = await arrive(backend);
    const once = (body: string) => upload(ada, 'text/csv', body, { 'idempotency-key': 'k' });
    expect(answerOf(await once('title\none'))).toEqual({ added: 1, skipped: 0 });
    const again = await once('title\none');
    expect(answerOf(again)).toEqual({ added: 1, skipped: 0 });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expectProblem(await once('title\ntwo'), 422);
  });

  it('tells who follows what happens to fetch again', async () => {
    const ada = await arrive(backend);
    const stream = await openStream(`${backend.url}${ada.path('/events?after=0')}`, authorized(ada));
    answerOf(await uploadCsv(ada, 'title', 'one', 'two'));
    expect(await stream.atLeast(1)).toMatchObject([{ event: 'reset', id: '1' }]);
    stream.close();
  });

  it('is taken from one person one at a time, and of four people at once', async () => {
    const people: Person[] = [];
    while (people.length < 5) people.push(await arrive(backend));
    const begin = (who: Person) => {
      const started = http.request(`${backend.url}${who.path('/import')}`, {
        method: 'POST',
        headers: { ...authorized(who), 'content-type': 'text/csv' },
      });
      started.write('title\n');
      return started;
    };
    // What is sent away was not read: this one would be refused as no CSV.
    const status = async (who: Person) => (await upload(who, 'text/csv', 'x')).status;
    const [first, , , , fifth] = people;
    if (first === undefined || fifth === undefined) throw new Error('nobody');
    const open = people.slice(0, 4).map(begin);
    await expect.poll(() => status(first)).toBe(429);
    await expect.poll(() => status(fifth)).toBe(503);
    const answered = open.map((one) => once(one, 'response'));
    for (const one of open) one.end('one\n');
    for (const answer of answered) expect((await answer)[0].statusCode).toBe(200);
    const again = begin(first);
    const cut = once(again, 'error');
    await expect.poll(() => status(first)).toBe(429);
    again.destroy();
    await cut;
    // A client that goes leaves its place.
    await expect.poll(() => status(first)).toBe(400);
  });

  it('leaves probes quick while it is worked on, as large as it may be', async () => {
    const ada = await arrive(backend);
    const tasks = Array.from({ length: 8_000 }, (_, index) => ({
      title: `task ${index}`,
      description: 'x'.repeat(970),
      tags: ['a', 'b'],
    }));
    const body = JSON.stringify({ tasks });
    const shipped = await startBackendProcess(database.url);
    let over = false;
    const imported = upload(ada, 'application/json', body, {}, shipped.url).finally(() => {
      over = true;
    });
    const waits: number[] = [];
    while (!over) waits.push((await send(`${shipped.url}/livez`)).milliseconds);
    expect(answerOf(await imported)).toEqual({ added: 8_000, skipped: 0 });
    waits.sort((a, b) => b - a);
    expect(waits[Math.floor(waits.length / 100)]).toBeLessThan(100);
    await shipped.stop();
  });
});
