/** What a client is told: where it goes, and the token that it shows there. */
export interface TokenUse {
  /** The MCP server. */
  mcpUrl: string;
  /** The person's tasks in the REST API. */
  tasksUrl: string;
  token: string;
}

export interface TokenClient {
  id: string;
  name: string;
  /** What to do with the text, in a sentence. */
  instruction: string;
  /** The text, ready to be pasted. `docs/mcp.md` has the same; a test compares them. */
  configuration: (use: TokenUse) => string;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const bearer = (token: string): string => `Bearer ${token}`;

const LOOPBACK = new Set(['localhost', '127.0.0.1']);
/** mcp-remote refuses plain http to another machine unless it is told to allow it. */
const isPlainHttpElsewhere = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !LOOPBACK.has(hostname);
};

/** The MCP clients that people connect most, each with its own form of configuration, and a program of one line. */
export const TOKEN_CLIENTS: readonly TokenClient[] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    instruction:
      'Run this in a terminal. It holds for the folder that it is run in; add --scope user for all.',
    // The header comes last: the option takes every word after it.
    configuration: ({ mcpUrl, token }) =>
      `claude mcp add --transport http todo ${mcpUrl} --header "Authorization: ${bearer(token)}"`,
  },
  {
    id: 'vs-code',
    name: 'VS Code',
    instruction:
      'Save this as .vscode/mcp.json. VS Code asks for the token when it connects and keeps it to itself, so the file may be committed.',
    configuration: ({ mcpUrl }) =>
      json({
        inputs: [
          { type: 'promptString', id: 'todo-token', description: 'Access token of todo', password: true },
        ],
        servers: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code puts the answer in
          todo: { type: 'http', url: mcpUrl, headers: { Authorization: 'Bearer ${input:todo-token}' } },
        },
      }),
  },
  {
    id: 'cursor',
    name: 'Cursor',
    instruction: 'Add this to ~/.cursor/mcp.json. The token is in it, so keep the file to yourself.',
    configuration: ({ mcpUrl, token }) =>
      json({ mcpServers: { todo: { url: mcpUrl, headers: { Authorization: bearer(token) } } } }),
  },
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    instruction:
      'Add this to claude_desktop_config.json (Settings, Developer, Edit Config) and start Claude Desktop again. It needs Node. The token is in it, so keep the file to yourself.',
    configuration: ({ mcpUrl, token }) =>
      json({
        mcpServers: {
          todo: {
            command: 'npx',
            // No space in any argument: Claude Desktop on Windows would break it in two.
            args: [
              '-y',
              'mcp-remote',
              mcpUrl,
              '--header',
              // biome-ignore lint/suspicious/noTemplateCurlyInString: mcp-remote puts the variable in
              'Authorization:${AUTH}',
              ...(isPlainHttpElsewhere(mcpUrl) ? ['--allow-http'] : []),
            ],
            env: { AUTH: bearer(token) },
          },
        },
      }),
  },
  {
    id: 'curl',
    name: 'curl',
    instruction: 'The same token works on the REST API, whose description is at /openapi.json.',
    configuration: ({ tasksUrl, token }) => `curl ${tasksUrl} --header "Authorization: ${bearer(token)}"`,
  },
];
