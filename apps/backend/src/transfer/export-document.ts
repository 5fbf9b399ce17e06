import type { Conversation, ExportDocument, ExportedTask, Message } from '@todo/contracts';

type Pieces<T> = AsyncIterable<readonly T[]>;

/** The items of a JSON array, without its brackets. */
async function* itemsOf(pieces: Pieces<unknown>): AsyncGenerator<string> {
  let separator = '\n';
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield separator + piece.map((item) => JSON.stringify(item)).join(',\n');
    separator = ',\n';
  }
}

/** The document as text, as it is read: no more of it is in memory than one piece. */
export async function* writeDocument(
  about: Omit<ExportDocument, 'tasks' | 'conversations'>,
  tasks: Pieces<ExportedTask>,
  conversations: AsyncIterable<{ conversation: Conversation; messages: Pieces<Message> }>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(about).slice(0, -1)},\n"tasks":[`;
  yield* itemsOf(tasks);
  yield '],\n"conversations":[';
  let separator = '\n';
  for await (const { conversation, messages } of conversations) {
    yield `${separator}${JSON.stringify(conversation).slice(0, -1)},"messages":[`;
    yield* itemsOf(messages);
    yield ']}';
    separator = ',\n';
  }
  yield ']}\n';
}
