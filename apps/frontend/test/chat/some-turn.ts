import { type ToolCall, type Turn, toolCall, turn } from '@todo/contracts';

/** A turn as the server gives it, with what matters to a test. */
export const someTurn = (of: Partial<Turn> = {}): Turn =>
  turn.parse({
    conversation_id: 1,
    turn_id: 1,
    status: 'running',
    model: 'built-in',
    message: 'What’s pending?',
    response: '',
    tool_calls: [],
    question: null,
    can_undo: false,
    undone: false,
    created_at: '2026-03-04T14:30:00Z',
    ...of,
  });

export const someCall = (of: Partial<ToolCall> = {}): ToolCall =>
  toolCall.parse({ id: 'a', tool: 'list_tasks', arguments: {}, result: null, is_error: false, ...of });
