import type { Task } from '@todo/contracts';
import fc from 'fast-check';
import { createCalendar } from '@/features/tasks/model/calendar';
import type { Moment } from '@/features/tasks/model/match';

/** A task with what matters to a test. */
export const someTask = (of: Partial<Task> = {}): Task => ({
  id: 1,
  user_id: 'ada',
  title: 'Buy milk',
  description: '',
  completed: false,
  priority: null,
  due_on: null,
  due_time: null,
  due_zone: null,
  due_at: null,
  tags: [],
  version: 1,
  created_at: '2026-03-01T10:00:00Z',
  updated_at: '2026-03-01T10:00:00Z',
  completed_at: null,
  ...of,
});

/** Wednesday, 4 March 2026, 15:30 in Vienna. */
export const WEDNESDAY = Date.parse('2026-03-04T14:30:00Z');

export const moment: Moment = { now: WEDNESDAY, calendar: createCalendar('en-GB', 'Europe/Vienna') };

const titles = fc.constantFrom('Buy milk', 'Call Ada', 'Zebra', 'apple', 'Äpfel');

/** Any state of a task with one of few ids and versions, so that they meet. */
export const anyTask = fc
  .record({
    id: fc.integer({ min: 1, max: 8 }),
    version: fc.integer({ min: 1, max: 6 }),
    title: titles,
    completed: fc.boolean(),
    priority: fc.constantFrom('low', 'medium', 'high', null),
    due_on: fc.constantFrom('2026-03-03', '2026-03-04', '2026-03-05', null),
    tags: fc.constantFrom<string[]>([], ['home'], ['Home', 'garden']),
  })
  .map(someTask);
