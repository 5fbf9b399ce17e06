import { belongingsOf } from '@todo/containers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTalker } from '../support/chat.js';
import { send } from '../support/http.js';
import { newProject } from './own-containers.js';
import { type Project, volumeNames } from './project.js';

let project: Project;
beforeAll(async () => {
  // Without any setting: this is what a user gets.
  project = await newProject('shipped');
  await project.up();
});
afterAll(() => project?.remove());

const belongings = () => belongingsOf((name) => name === project.name);

test('down and up: the data is there, and people are still signed in', async () => {
  const person = await newTalker(project.replica.address);
  await person.add('Buy milk');
  await project.compose('down');
  expect(belongings()).toMatchObject({ containers: [], networks: [] });
  await project.up();
  // The token was signed with the secret of before.
  expect(await person.list()).toEqual(['Buy milk']);
  const page = await send(`${project.replica.address}/tasks`, { headers: { cookie: person.cookie } });
  expect(page.status).toBe(200);
  expect(page.text).toContain('Buy milk');
});

test('down -v leaves nothing', async () => {
  const volumes = (await project.containers()).flatMap(({ Mounts }) =>
    Mounts.flatMap(({ Name }) => Name ?? []),
  );
  expect(volumes.length).toBeGreaterThan(0);
  await project.compose('down', '--volumes');
  expect(belongings()).toEqual({ containers: [], networks: [], volumes: [] });
  // Those without a name of ours too.
  expect((await volumeNames()).filter((name) => volumes.includes(name))).toEqual([]);
});
