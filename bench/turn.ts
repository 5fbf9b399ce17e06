import { request } from 'node:http';
import type { ToolCall, Turn } from '@todo/contracts';
import { createParser } from 'eventsource-parser';

export interface TakenTurn {
  turn: Turn;
  /** From the request to the first text and to the last event of the stream, ms. */
  first: number;
  total: number;
  /** What its calls of tools took, ms, as the stream tells their begin and their end. */
  tools: number;
}

/** One turn over the event stream, on a connection of its own. Rejects when the backend refuses it. */
export const takeTurn = (
  origin: string,
  person: { userId: string; headers: Record<string, string> },
  said: { message: string; conversation_id?: number },
): Promise<TakenTurn> =>
  new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const calls = new Map<string, number>();
    let first = Number.NaN;
    let tools = 0;
    const parser = createParser({
      onEvent: ({ event, data }) => {
        const at = performance.now();
        if (event === 'text' && Number.isNaN(first)) first = at - sentAt;
        if (event === 'call') calls.set((JSON.parse(data) as ToolCall).id, at);
        if (event === 'result') tools += at - (calls.get((JSON.parse(data) as ToolCall).id) ?? at);
        if (event !== 'turn') return;
        const turn = JSON.parse(data) as Turn;
        if (turn.status !== 'queued' && turn.status !== 'running')
          resolve({ turn, first, total: at - sentAt, tools });
      },
    });
    const sent = request(`${origin}/api/${person.userId}/chat`, {
      method: 'POST',
      agent: false,
      headers: { ...person.headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    sent.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`the backend answered ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
    });
    sent.on('error', reject).end(JSON.stringify(said));
  });
