import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTalker } from '../support/chat.js';
import { newProject } from './own-containers.js';
import type { Project } from './project.js';

const PASSWORD = 'p@ss/w:rd?#%&$ {}"\'';
const ADDRESS = `postgres://somebody:${encodeURIComponent(PASSWORD)}@elsewhere:5432/somewhere?sslmode=disable`;

let project: Project;
beforeAll(async () => {
  project = await newProject('elsewhere', {
    files: ['elsewhere.yml'],
    settings: { DATABASE_URL: ADDRESS, ELSEWHERE_PASSWORD: PASSWORD },
  });
  await project.up('elsewhere');
  await project.up();
});
afterAll(() => project?.remove());

test('with DATABASE_URL the product works on that database, and none of its own runs', async () => {
  const services = (await project.containers()).map(
    ({ Config }) => Config.Labels['com.docker.compose.service'],
  );
  expect(services.toSorted()).toEqual(['backend', 'elsewhere', 'frontend', 'mcp', 'migrate', 'secrets']);

  const person = await newTalker(project.replica.address);
  expect(await person.say('add a task to buy milk')).toMatchObject({ status: 'done' });
  expect(await person.list()).toEqual(['Buy milk']);
  const rows = await project.query(`SELECT title FROM tasks WHERE user_id = '${person.userId}'`, 'elsewhere');
  expect(rows.trim()).toBe('Buy milk');
});

test('its address is no secret that the services show', async () => {
  const secret = encodeURIComponent(PASSWORD);
  for (const container of await project.containers()) {
    const service = container.Config.Labels['com.docker.compose.service'];
    // The one that is told, and puts it where the others read it.
    if (service === 'secrets' || service === 'elsewhere') continue;
    expect(JSON.stringify(container).includes(secret), service).toBe(false);
  }
  expect((await project.compose('logs', '--no-color')).includes(secret)).toBe(false);
});
