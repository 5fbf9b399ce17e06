import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TOKEN_CLIENTS } from '@/features/settings/token-clients';
import { parseEnv } from '@/server/env';

const docs = readFileSync(new URL('../../../../docs/mcp.md', import.meta.url), 'utf8');

const mcpUrl = 'https://todo.example.com/mcp';
const tasksUrl = 'https://todo.example.com/api/ada/tasks';
const token = `todo_pat_${'0'.repeat(13)}_${'a'.repeat(39)}`;
const written = (id: string, use = { mcpUrl, tasksUrl, token }): string =>
  TOKEN_CLIENTS.find((client) => client.id === id)?.configuration(use) ?? '';

describe('the configurations of clients', () => {
  it.each(TOKEN_CLIENTS)('$name: docs/mcp.md has the same text and the same instruction', (client) => {
    const standard = {
      mcpUrl: parseEnv({}).MCP_PUBLIC_URL,
      tasksUrl: 'http://localhost:3000/api/YOUR_ID/tasks',
      token: 'YOUR_TOKEN',
    };
    expect(docs).toContain(`### ${client.name}\n\n${client.instruction}\n`);
    expect(docs).toContain(`\n${client.configuration(standard)}\n\`\`\``);
  });

  it('Claude Code gets one line that a shell takes apart as it should be', () => {
    expect(written('claude-code').match(/"[^"]*"|\S+/g)).toEqual([
      'claude',
      'mcp',
      'add',
      '--transport',
      'http',
      'todo',
      mcpUrl,
      '--header',
      `"Authorization: Bearer ${token}"`,
    ]);
  });

  it('VS Code gets a file without the token, which asks for what it refers to', () => {
    const text = written('vs-code');
    expect(text).not.toContain(token);
    const { inputs, servers } = JSON.parse(text);
    expect(servers.todo).toMatchObject({ type: 'http', url: mcpUrl });
    expect(servers.todo.headers.Authorization).toBe(`Bearer \${input:${inputs[0].id}}`);
    expect(inputs).toMatchObject([{ type: 'promptString', password: true }]);
  });

  it('Cursor gets the address and the header', () => {
    expect(JSON.parse(written('cursor'))).toEqual({
      mcpServers: { todo: { url: mcpUrl, headers: { Authorization: `Bearer ${token}` } } },
    });
  });

  it('Claude Desktop gets no argument with a space in it, and the token in a variable', () => {
    const { command, args, env } = JSON.parse(written('claude-desktop')).mcpServers.todo;
    expect(command).toBe('npx');
    expect(args.join('')).not.toMatch(/\s/);
    expect(args.slice(1, 3)).toEqual(['mcp-remote', mcpUrl]);
    expect(env).toEqual({ AUTH: `Bearer ${token}` });
    expect(args).toContain('Authorization:$' + '{AUTH}');
  });

  it.each([
    ['https://todo.example.com/mcp', false],
    ['http://localhost:8001/mcp', false],
    ['http://127.0.0.1:8001/mcp', false],
    ['http://192.168.49.2:30081/mcp', true],
  ])('Claude Desktop is allowed plain http to %s: %s', (address, allowed) => {
    const text = written('claude-desktop', { mcpUrl: address, tasksUrl, token });
    expect(text.includes('--allow-http')).toBe(allowed);
  });
});
