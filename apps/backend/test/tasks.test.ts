import { type Task, task } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { type Person, signUp } from './support/person.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let ada: Person;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url);
  ada = await signUp(backend.url);
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});

describe('a task', () => {
  it('is added, read, changed, completed, deleted and restored, with a version each time', async () => {
    const added = await ada.post('/tasks', { title: ' Buy milk ', tags: ['Home', 'home'] }).expect(201);
    const created: Task = task.parse(added.body);
    expect(created).toMatchObject({ id: 1, title: 'Buy milk', tags: ['Home'], version: 1, completed: false });
    expect(added.headers.location).toBe(`/api/${ada.user.id}/tasks/1`);
    expect(added.headers.etag).toBe('"1"');

    const completed = await ada.patch('/tasks/1/complete').expect(200);
    expect(completed.body).toMatchObject({ completed: true, version: 2 });
    const again = await ada.patch('/tasks/1/complete', { completed: true }).expect(200);
    expect(again.body.version).toBe(2);

    await ada.patch('/tasks/1', { title: 'Buy oat milk' }).set('if-match', '"1"').expect(412);
    const renamed = await ada
      .patch('/tasks/1', { title: 'Buy oat milk' })
      .set('if-match', 'W/"2"')
      .expect(200);
    expect(renamed.body).toMatchObject({ title: 'Buy oat milk', version: 3 });
    await ada.get('/tasks/1').set('if-none-match', '"3"').expect(304);

    await ada.delete('/tasks/1').expect(204);
    await ada.get('/tasks/1').expect(404);
    const trash = await ada.get('/trash').expect(200);
    expect(trash.body).toHaveLength(1);
    const restored = await ada.post('/tasks/1/restore').expect(200);
    expect(restored.body).toMatchObject({ title: 'Buy oat milk', version: 5 });
    const list = await ada.get('/tasks?count=true').expect(200);
    expect(list.body).toEqual([restored.body]);
    expect(list.headers['x-total-count']).toBe('1');
    expect(list.headers['x-event-id']).toBe('5');
  });
});
