import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, postgresUrl, readSettings, secret, wholeNumber } from '../src/index.js';

const schema = z.object({
  DATABASE_URL: postgresUrl,
  JWT_SECRET: secret(32),
  JWT_SECRET_PREVIOUS: secret(32).optional(),
  PORT: wholeNumber(0, 65535, 8000),
});
const DATABASE_URL = 'postgres://todo:p%40ss@db.example.com/todo?sslmode=require&options=a%20b';
const JWT_SECRET = 'x'.repeat(32);

const folder = mkdtempSync(join(tmpdir(), 'todo-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a file with this content. */
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const refusal = (env: NodeJS.ProcessEnv): string => {
  try {
    readSettings(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return 'nothing was refused';
};

describe('a setting', () => {
  it('may be given as a file, whose newline at the end does not count', () => {
    const env = {
      DATABASE_URL_FILE: file('url', `${DATABASE_URL}\n`),
      JWT_SECRET_FILE: file('secret', `${JWT_SECRET}\r\n`),
      PORT_FILE: file('port', '9000'),
    };
    expect(readSettings(schema, env)).toEqual({ DATABASE_URL, JWT_SECRET, PORT: 9000 });
  });

  it('loses no more than one newline: a secret may end in white space', () => {
    const secret = ` ${JWT_SECRET} \n`;
    const read = readSettings(schema, { DATABASE_URL, JWT_SECRET_FILE: file('white', `${secret}\n`) });
    expect(read.JWT_SECRET).toBe(secret);
  });

  it('counts as not set when it or its file is empty', () => {
    const env = {
      ...{ DATABASE_URL, DATABASE_URL_FILE: '' },
      ...{ JWT_SECRET: '', JWT_SECRET_FILE: file('full', JWT_SECRET) },
      ...{ JWT_SECRET_PREVIOUS_FILE: file('empty', '\n'), PORT: '', PORT_FILE: '' },
    };
    expect(readSettings(schema, env)).toEqual({ DATABASE_URL, JWT_SECRET, PORT: 8000 });
    expect(refusal({ DATABASE_URL, JWT_SECRET_FILE: file('empty', '') })).toMatch(
      /JWT_SECRET \(in .+\) is missing/,
    );
  });

  it('is refused when it is given twice, with both names and neither value', () => {
    const message = refusal({
      DATABASE_URL,
      JWT_SECRET: 'hunter2',
      JWT_SECRET_FILE: file('twice', 'hunter3'),
    });
    expect(message.split('\n')).toEqual([
      'The configuration is not valid:',
      '  JWT_SECRET and JWT_SECRET_FILE are both set: leave one of them out',
    ]);
  });

  it('is refused by the name of its variable and its path when the file cannot be read, optional or not', () => {
    const missing = join(folder, 'missing');
    const message = refusal({
      DATABASE_URL,
      JWT_SECRET_FILE: missing,
      JWT_SECRET_PREVIOUS_FILE: folder,
      PORT: 'x',
    });
    expect(message.split('\n')).toEqual([
      'The configuration is not valid:',
      `  JWT_SECRET_FILE names ${missing}, which cannot be read (ENOENT)`,
      `  JWT_SECRET_PREVIOUS_FILE names ${folder}, which cannot be read (EISDIR)`,
      '  PORT must be a whole number',
    ]);
  });

  it('that is wrong in its file is refused with the path, never with the content', () => {
    const path = file('bad', 'mysql://user:hunter2@host/db\n');
    const message = refusal({ DATABASE_URL_FILE: path, JWT_SECRET_FILE: file('short', 'hunter2') });
    expect(message).toContain(`DATABASE_URL (in ${path}) must be a postgres:// URL`);
    expect(message).toMatch(/JWT_SECRET \(in .+\) must have at least 32 bytes/);
    expect(message).not.toContain('hunter2');
  });

  it('that the schema does not know is not looked at, a file of it neither', () => {
    expect(readSettings(schema, { DATABASE_URL, JWT_SECRET, OTHER_FILE: join(folder, 'missing') })).toEqual({
      ...{ DATABASE_URL, JWT_SECRET, PORT: 8000 },
    });
  });
});
