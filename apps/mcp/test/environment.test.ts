import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';

const valid = { DATABASE_URL: 'postgres://localhost/todo', JWT_SECRET: 'x'.repeat(32) };

describe('the settings of the MCP server', () => {
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
