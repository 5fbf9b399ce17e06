/**
 * The peer of the MCP server: the SDK's `McpServer` as its README has it, made anew for each request, over the same
 * token check and the same @todo/tasks; without a check of Host and Origin, idempotency, log, metrics or probes.
 */
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createAccessTokens } from '@todo/auth';
import { type Task, TOOLS, type ToolName, type ToolTask, taskListQuery } from '@todo/contracts';
import { createDatabase, createEventFeed, createTasks, type Log } from '@todo/tasks';

const { DATABASE_URL = '', JWT_SECRET = '', PORT = '0' } = process.env;
const log: Log = { info: () => undefined, warn: console.error, error: console.error };
const database = createDatabase({ connectionString: DATABASE_URL });
const feed = createEventFeed({ database, listenConnectionString: undefined, log });
const tasks = createTasks({ database, onCommitted: feed.notify });
const accessTokens = createAccessTokens({ secret: JWT_SECRET });

const toToolTask = (task: Task): ToolTask => ({
  id: task.id,
  title: task.title,
  completed: task.completed,
  ...(task.description === '' ? {} : { description: task.description }),
  ...(task.priority === null ? {} : { priority: task.priority }),
  ...(task.due_on === null ? {} : { due_on: task.due_on }),
  ...(task.due_time === null ? {} : { due_time: task.due_time }),
  ...(task.tags.length === 0 ? {} : { tags: task.tags }),
});

const both = (structuredContent: Record<string, unknown>) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }],
  structuredContent,
});

const NO_FILTER = taskListQuery.parse({});

const createTools = (userId: string): McpServer => {
  const server = new McpServer({ name: 'peer', version: '1.0.0' });
  const actor = { userId, actor: 'user' } as const;
  const schemas = <Name extends ToolName>(name: Name) => ({
    description: 'A tool',
    inputSchema: TOOLS[name].input as (typeof TOOLS)[Name]['input'],
    outputSchema: TOOLS[name].output as (typeof TOOLS)[Name]['output'],
  });
  server.registerTool('list_tasks', schemas('list_tasks'), async (args) => {
    const { limit } = args;
    const { tasks: found, total } = await tasks.list(userId, { ...NO_FILTER, limit, count: true });
    return both({ tasks: found.map(toToolTask), more: (total ?? 0) - found.length });
  });
  server.registerTool('get_task', schemas('get_task'), async (args) => {
    const { task_id } = args;
    return both({ task: toToolTask(await tasks.get(userId, task_id)) });
  });
  server.registerTool('add_task', schemas('add_task'), async (args) => {
    const { title, description = '', priority = null, tags = [] } = args;
    const { result } = await tasks.together(actor, undefined, ({ create }) =>
      create({ title, description, priority, tags }),
    );
    return both({ task_id: result.id, status: 'created', title: result.title });
  });
  // As many as there are in the product: each is registered anew.
  for (const name of ['search_tasks', 'complete_task', 'update_task', 'delete_task', 'restore_task'] as const)
    server.registerTool(name, schemas(name), () => ({ content: [] }));
  for (const name of ['bulk_update', 'task_stats'] as const)
    server.registerTool(name, schemas(name), () => ({ content: [] }));
  return server;
};

createServer(async (request, response) => {
  try {
    const { userId } = accessTokens.verify(request.headers.authorization?.slice(7) ?? '', 'mcp');
    const server = createTools(userId);
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => {
      void transport.close();
      void server.close();
    });
    // The types of the SDK are not made for exactOptionalPropertyTypes.
    await server.connect(transport as Parameters<McpServer['connect']>[0]);
    await transport.handleRequest(request, response);
  } catch {
    response.writeHead(401).end();
  }
}).listen(Number(PORT), '127.0.0.1');
