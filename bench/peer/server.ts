/**
 * The peer: what the four measured routes cost at least. A bare `node:http` server over pg that verifies the
 * same token, runs the same statements and sends the same answers; without validation, log, metrics or probes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Task } from '@todo/contracts';
import { createPool } from './database.js';
import { COMPLETE, CREATE, GET, LIST, LOCK, NOTIFY } from './statements.js';
import { createVerify } from './token.js';

type Row = Task & { deleted_at: null };
type PageRow = Row & { last_event_id: number; sort_key: string };
type LockedRow = Row & { event_id: number; now: string };

const { DATABASE_URL = '', DATABASE_POOL_SIZE = '10', JWT_SECRET = '', PORT = '0' } = process.env;
const pool = createPool(DATABASE_URL, Number(DATABASE_POOL_SIZE));
const verify = createVerify(JWT_SECRET);

const taskOf = (row: Row): Task => ({
  id: row.id,
  user_id: row.user_id,
  title: row.title,
  description: row.description,
  completed: row.completed,
  priority: row.priority,
  due_on: row.due_on,
  due_time: row.due_time,
  due_zone: row.due_zone,
  due_at: row.due_at,
  tags: row.tags,
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
  completed_at: row.completed_at,
});

const send = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | number>,
) => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
};

const sendTask = (response: ServerResponse, status: number, row: Row | undefined, headers = {}) => {
  if (row === undefined) return send(response, 404, { error: 'not_found' }, {});
  send(response, status, taskOf(row), { etag: `"${row.version}"`, ...headers });
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
};

/** As the backend does it: after the commit, and those that are asked for meanwhile together. */
const waiting = new Set<string>();
let sending = false;
const notify = async (userId: string): Promise<void> => {
  waiting.add(userId);
  if (sending) return;
  sending = true;
  while (waiting.size > 0) {
    const payloads = [...waiting].map((user) => `peer ${user}`);
    waiting.clear();
    await pool.query(NOTIFY, ['todo_events', payloads]);
  }
  sending = false;
};

const list = async (response: ServerResponse, userId: string) => {
  const { rows } = await pool.query<PageRow>(LIST, [userId]);
  const page = rows.slice(0, 50);
  const last = page.at(-1);
  const headers: Record<string, string | number> = { 'x-event-id': rows[0]?.last_event_id ?? 0 };
  if (rows.length > 50 && last !== undefined) {
    const cursor = Buffer.from(JSON.stringify([last.sort_key, last.id])).toString('base64url');
    headers.link = `</api/${userId}/tasks?cursor=${cursor}>; rel="next"`;
  }
  send(response, 200, page.map(taskOf), headers);
};

const create = async (request: IncomingMessage, response: ServerResponse, userId: string) => {
  const { title, description = '', priority = null, tags = [] } = (await bodyOf(request)) as Partial<Task>;
  const { rows } = await pool.query<Row>(CREATE, [
    userId,
    title,
    description,
    priority,
    null,
    null,
    null,
    null,
    tags,
    tags.map((tag) => tag.toLowerCase()),
    null,
    'user',
    null,
  ]);
  void notify(userId);
  sendTask(response, 201, rows[0], { location: `/api/${userId}/tasks/${rows[0]?.id}` });
};

const toggle = async (response: ServerResponse, userId: string, id: number) => {
  const client = await pool.connect();
  await client.query('BEGIN');
  const { rows } = await client.query<LockedRow>(LOCK, [userId, id]);
  const [task] = rows;
  if (task === undefined) {
    await client.query('ROLLBACK');
    client.release();
    return sendTask(response, 404, undefined);
  }
  const completed = !task.completed;
  const op = completed ? 'completed' : 'reopened';
  const before = JSON.stringify({ completed: task.completed, completed_at: task.completed_at });
  const changed = await client.query<Row>(COMPLETE, [
    userId,
    id,
    task.version,
    task.now,
    completed,
    completed ? task.now : null,
    null,
    null,
    'user',
    null,
    op,
    before,
    task.event_id,
    op,
  ]);
  await client.query('COMMIT');
  client.release();
  void notify(userId);
  sendTask(response, 200, changed.rows[0]);
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method, url = '' } = request;
  const [, , owner, , id, action] = (url.split('?', 1)[0] ?? '').split('/');
  const userId = verify(request.headers.authorization, method === 'GET' ? 'tasks:read' : 'tasks:write');
  if (userId === null) return send(response, 401, { error: 'unauthenticated' }, {});
  if (userId !== owner) return send(response, 403, { error: 'forbidden' }, {});
  if (id === undefined) return method === 'GET' ? list(response, userId) : create(request, response, userId);
  if (action === 'complete') return toggle(response, userId, Number(id));
  const { rows } = await pool.query<Row>(GET, [userId, Number(id)]);
  sendTask(response, 200, rows[0]);
};

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
}).listen(Number(PORT), '127.0.0.1');
