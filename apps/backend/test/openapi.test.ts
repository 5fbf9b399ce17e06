import { Validator } from '@seriousme/openapi-schema-validator';
import { task, taskStats, trashedTask } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { send } from './support/http.js';
import { arrive } from './support/person.js';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string }[];
  requestBody?: {
    content: Record<
      string,
      { schema: { properties?: Record<string, Record<string, unknown>> }; example?: unknown }
    >;
  };
  responses: Record<string, { content?: Record<string, unknown> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let document: Document;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url);
  document = JSON.parse((await send(`${backend.url}/openapi.json`)).text);
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});

describe('/openapi.json', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const result = await new Validator().validate(structuredClone(document) as never);
    expect(result).toMatchObject({ valid: true });
  });

  it('describes every route of the API, with what each can answer', () => {
    const routes = backend.routes
      .filter(({ url }) => url.startsWith('/api/'))
      .flatMap(({ method, url }) => [method].flat().map((one) => ({ method: one, url })))
      .filter(({ method }) => method !== 'HEAD');
    expect(routes.length).toBeGreaterThan(20);
    for (const { method, url } of routes) {
      const path = url.replace(/:(\w+)/g, '{$1}');
      const operation = document.paths[path]?.[method.toLowerCase()];
      expect(operation?.summary, `${method} ${path}`).toBeTruthy();
      expect(operation?.tags, `${method} ${path}`).toHaveLength(1);
      const answers = Object.keys(operation?.responses ?? {});
      expect(
        answers.some((status) => status.startsWith('2')),
        `${method} ${path}`,
      ).toBe(true);
      expect(
        Object.keys(operation?.responses['4XX']?.content ?? operation?.responses['4xx']?.content ?? {}),
        `${method} ${path}`,
      ).toEqual(['application/problem+json']);
    }
  });

  it('says what a file to import may be, and shows an example of it and of several changes', () => {
    const { content } = document.paths['/api/{user_id}/import']?.post?.requestBody ?? {};
    expect(Object.keys(content ?? {})).toEqual(['application/json', 'text/csv']);
    expect(content?.['application/json']?.example).toMatchObject({ tasks: [{ title: 'Pay rent' }] });
    expect(content?.['text/csv']?.example).toContain('title,');
    const bulk = document.paths['/api/{user_id}/tasks/bulk']?.post;
    expect(bulk?.requestBody?.content['application/json']?.example).toMatchObject({
      operations: [
        { op: 'create' },
        { op: 'update' },
        { op: 'complete' },
        { op: 'delete' },
        { op: 'restore' },
      ],
    });
    for (const [method, path] of [
      ['post', '/tasks'],
      ['post', '/tasks/bulk'],
      ['post', '/import'],
      ['post', '/chat'],
    ] as const)
      expect(
        document.paths[`/api/{user_id}${path}`]?.[method]?.parameters?.map(({ name }) => name),
      ).toContain('Idempotency-Key');
  });

  it('has the probes, to which nobody need say who they are', async () => {
    for (const path of ['/health', '/livez', '/readyz', '/startupz', '/metrics']) {
      const { get } = document.paths[path] ?? {};
      expect(get).toMatchObject({ tags: ['operations'], security: [] });
      expect(Object.keys(get?.responses ?? {})).toContain(String((await send(backend.url + path)).status));
    }
  });

  it('tells the limits that hold', () => {
    const body = document.paths['/api/{user_id}/tasks']?.post?.requestBody?.content['application/json'];
    expect(body?.schema.properties?.title).toMatchObject({ minLength: 1, maxLength: 200 });
    expect(body?.schema.properties?.tags).toMatchObject({ maxItems: 20 });
    const list = document.paths['/api/{user_id}/tasks']?.get;
    expect(list?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'user_id',
        'status',
        'q',
        'tag',
        'priority',
        'due',
        'tz',
        'sort',
        'order',
        'limit',
        'cursor',
        'count',
      ]),
    );
  });
});

describe('what is answered', () => {
  it('is what the contract says', async () => {
    const ada = await arrive(backend, { time_zone: 'Europe/Vienna' });
    const created = await ada
      .post('/tasks', { title: 'Dentist', due_on: '2026-03-29', due_time: '09:30', tags: ['health'] })
      .expect(201);
    expect(task.parse(created.body)).toMatchObject({
      due_zone: 'Europe/Vienna',
      due_at: '2026-03-29T07:30:00Z',
    });
    const answers = [
      await ada.get('/tasks/1'),
      await ada.put('/tasks/1', { title: 'Dentist!' }),
      await ada.patch('/tasks/1', { priority: 'high', due_time: null }),
      await ada.patch('/tasks/1/complete'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('application/json');
      expect(answer.headers.etag).toBe(`"${task.parse(answer.body).version}"`);
    }
    expect(taskStats.parse((await ada.get('/tasks/stats').expect(200)).body)).toEqual({
      total: 1,
      completed: 1,
      pending: 0,
      overdue: 0,
      percentage: 100,
    });
    await ada.delete('/tasks/1').expect(204);
    expect(trashedTask.array().parse((await ada.get('/trash').expect(200)).body)).toHaveLength(1);
    expect(task.parse((await ada.post('/tasks/1/restore').expect(200)).body)).toMatchObject({ id: 1 });
    await ada.delete('/tasks/1').expect(204);
    await ada.delete('/trash').expect(204);
    expect((await ada.get('/trash').expect(200)).body).toEqual([]);
  });

  it('is the same to HEAD, without the body', async () => {
    const ada = await arrive(backend);
    await ada.add('x');
    const headers = { authorization: `Bearer ${ada.token}` };
    for (const path of [ada.path('/tasks'), ada.path('/tasks/1'), '/api/auth/me']) {
      const [got, asked] = await Promise.all(
        ['GET', 'HEAD'].map((method) => send(backend.url + path, { method, headers })),
      );
      expect(asked?.status).toBe(200);
      expect(asked?.text).toBe('');
      for (const name of ['content-type', 'content-length', 'etag', 'x-event-id'])
        expect(asked?.headers[name]).toBe(got?.headers[name]);
    }
  });
});
