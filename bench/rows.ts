import type { Request } from './load.js';
import type { Person } from './people.js';

/** A row of the table: one kind of request. */
export interface Row {
  name: string;
  /** Requests per round. */
  count: number;
  /** The status of a right answer. */
  expected: number;
  request(headers: Record<string, string>, index: number): Request;
}

/** Each of 1,000 tasks in turn. */
const taskOf = (index: number): number => (index % 1000) + 1;

/** What is measured. Reads and writes have people of their own, so that writes do not change what is read. */
export const createRows = (reader: Person, writer: Person): (Row & { person: Person })[] => [
  {
    name: 'list of 50',
    person: reader,
    count: 1500,
    expected: 200,
    request: (headers) => ({ method: 'GET', path: `/api/${reader.userId}/tasks?limit=50`, headers }),
  },
  {
    name: 'get',
    person: reader,
    count: 5000,
    expected: 200,
    request: (headers, index) => ({
      method: 'GET',
      path: `/api/${reader.userId}/tasks/${taskOf(index)}`,
      headers,
    }),
  },
  {
    name: 'create',
    person: writer,
    count: 1500,
    expected: 201,
    request: (headers, index) => ({
      method: 'POST',
      path: `/api/${writer.userId}/tasks`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ title: `Buy milk ${index}`, priority: 'high', tags: ['home'] }),
    }),
  },
  {
    name: 'toggle',
    person: writer,
    count: 1500,
    expected: 200,
    request: (headers, index) => ({
      method: 'PATCH',
      path: `/api/${writer.userId}/tasks/${taskOf(index)}/complete`,
      headers,
    }),
  },
];
