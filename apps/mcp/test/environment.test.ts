import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environment, readConfig } from '../src/config.js';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const valid = { DATABASE_URL: 'postgres://localhost/todo', JWT_SECRET: 'x'.repeat(32) };

/** Its own settings stand under its heading, those that the backend has too under that one's. */
const own = example.slice(example.indexOf('# --- MCP server'));

describe('the settings of the MCP server', () => {
  it.each(Object.entries(environment.shape))(
    '%s is in .env.example, with the words of its schema',
    (name, schema) => {
      const line = new RegExp(`^#? ?${name}=(.*)$`, 'm');
      const [text, found] =
        [own, example].map((part) => [part, line.exec(part)] as const).find(([, at]) => at) ?? [];
      const comment = text
        ?.slice(0, found?.index)
        .split('\n\n')
        .at(-1)
        ?.replaceAll(/^# ?/gm, '')
        .replaceAll('\n', ' ');
      expect(schema.description).toBeTruthy();
      expect(comment).toContain(schema.description);
      const standard = environment.partial().parse({})[name as keyof typeof environment.shape];
      if (typeof standard === 'string' || typeof standard === 'number')
        expect(found?.[1]).toBe(String(standard));
    },
  );

  it.each([
    ['PORT', '80a'],
    ['MCP_PUBLIC_URL', 'todo.example.com'],
    ['MCP_ALLOWED_HOSTS', 'https://mcp'],
    ['MCP_ALLOWED_HOSTS', 'mcp:8001'],
    ['DRAIN_DELAY_MS', '60000'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => readConfig({ ...valid, [name]: value })).toThrow(name);
  });

  it('treat an empty variable as not set', () => {
    const config = readConfig({ ...valid, PORT: '', MCP_ALLOWED_HOSTS: '', MCP_PUBLIC_URL: '' });
    expect(config).toMatchObject({ PORT: 8001, MCP_ALLOWED_HOSTS: [] });
    expect(config.MCP_PUBLIC_URL).toBeUndefined();
  });
});
