import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openProject, type Project, type ProjectPlan, planProject } from './project.js';

interface Secret {
  text: string;
  /** As `ls` writes it: owner, group, permissions in octal. */
  access: string;
}

let plan: ProjectPlan;
let project: Project;
beforeAll(async () => {
  plan = await planProject(`${inject('projects')}secrets`);
  project = openProject(plan);
});
afterAll(() => project?.remove());

/** Has the secrets written, with these variables set, and reads them. */
const write = async (
  settings: Record<string, string>,
  ...args: string[]
): Promise<Record<string, Secret>> => {
  const { compose } = openProject({ ...plan, settings });
  await compose('run', '--rm', 'secrets', ...args);
  const program = `
    const fs = require('node:fs');
    const files = ['postgres/password', 'database/url', 'jwt/secret', 'jwt/previous'];
    const found = files.map((name) => {
      const { uid, gid, mode } = fs.statSync('/secrets/' + name);
      const access = [uid, gid, (mode & 0o777).toString(8)].join(' ');
      return [name, { text: fs.readFileSync('/secrets/' + name, 'utf8'), access }];
    });
    console.log('SECRETS ' + JSON.stringify(Object.fromEntries(found)));`;
  const printed = await compose('run', '--rm', '--entrypoint', 'node', 'secrets', '--eval', program);
  return JSON.parse(/^SECRETS (.*)$/m.exec(printed)?.[1] ?? '{}') as Record<string, Secret>;
};

describe('the secrets', () => {
  test('are made up once, long, and readable for one group each', async () => {
    const made = await write({});
    expect(made['postgres/password']).toEqual({
      text: expect.stringMatching(/^[\w-]{48}$/),
      access: '0 70 640',
    });
    expect(made['jwt/secret']).toEqual({ text: expect.stringMatching(/^[\w-]{48}$/), access: '0 1000 640' });
    expect(made['jwt/previous']).toEqual({ text: '', access: '0 1000 640' });
    expect(made['database/url']).toEqual({
      text: `postgres://todo:${made['postgres/password']?.text}@postgres:5432/todo`,
      access: '0 1000 640',
    });
    expect(made['jwt/secret']?.text).not.toBe(made['postgres/password']?.text);
    expect(await write({})).toEqual(made);
  });

  test('are those that one has set, as they are, and the address is our own again when it is not set', async () => {
    const before = await write({});
    const DATABASE_URL = `postgres://me:p%40$s#{'"@db/todo?sslmode=require&a=b`;
    const JWT_SECRET = `${'x'.repeat(40)}$HOME \${PATH} 'quoted'`;
    const given = await write({ DATABASE_URL, JWT_SECRET, JWT_SECRET_PREVIOUS: 'y'.repeat(40) });
    expect(given['database/url']?.text).toBe(DATABASE_URL);
    expect(given['jwt/secret']?.text).toBe(JWT_SECRET);
    expect(given['jwt/previous']?.text).toBe('y'.repeat(40));
    expect(given['postgres/password']).toEqual(before['postgres/password']);
    expect((await write({}))['database/url']).toEqual(before['database/url']);
  });

  test('rotate: the one before stays beside the new one, and the database keeps its password', async () => {
    const before = await write({});
    const after = await write({}, 'rotate');
    expect(after['jwt/secret']?.text).toMatch(/^[\w-]{48}$/);
    expect(after['jwt/secret']).not.toEqual(before['jwt/secret']);
    expect(after['jwt/previous']).toEqual(before['jwt/secret']);
    expect(after['postgres/password']).toEqual(before['postgres/password']);
    expect(await write({})).toEqual(after);
  });
});
