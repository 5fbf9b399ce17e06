/** A reply, or a part of one in braces. */
interface Template {
  /** The moment at which it is said. */
  when: string;
  text: string;
  /** It says that something of the person's was changed: only after a tool has said so. */
  claims?: true;
}

/**
 * Everything that the assistant says in its own words, whichever model speaks: docs/assistant-words.md is made from this
 * table. A blank in braces is filled in; titles stand in “quotation marks”.
 */
export const REPLIES = {
  added: { when: 'a task was added', text: 'Added task {id}: {title}{details}.', claims: true },
  addedSeveral: { when: 'several tasks were added', text: 'Added {tasks}:\n{items}', claims: true },
  notAdded: { when: 'one of several was not added', text: '{title} was not added: {reason}' },
  noReminder: {
    when: '“remind me to …” has added a task',
    text: 'I can’t send reminders, but it is on your list.',
  },
  noReminders: { when: 'the same of several', text: 'I can’t send reminders, but they are on your list.' },

  completed: { when: 'a task was completed', text: 'Marked task {id}, {title}, as done.', claims: true },
  reopened: { when: 'a task was reopened', text: 'Reopened task {id}, {title}.', claims: true },
  deleted: {
    when: 'a task was deleted',
    text: 'Deleted task {id}, {title}. Say “undo that” to bring it back.',
    claims: true,
  },
  restored: { when: 'a deleted task was restored', text: 'Restored task {id}, {title}.', claims: true },
  renamed: { when: 'a task got another title', text: 'Renamed task {id} to {title}{changes}.', claims: true },
  updated: { when: 'a task was changed', text: 'Changed task {id}, {title}{changes}.', claims: true },

  alreadyDone: { when: 'what is to be completed is done', text: 'Task {id}, {title}, is done already.' },
  stillPending: {
    when: 'what is to be reopened is not done',
    text: 'Task {id}, {title}, is not done yet, so there was nothing to reopen.',
  },

  completedSeveral: {
    when: 'several tasks were completed',
    text: 'Marked {tasks} as done: {titles}.',
    claims: true,
  },
  reopenedSeveral: { when: 'several tasks were reopened', text: 'Reopened {tasks}: {titles}.', claims: true },
  deletedSeveral: {
    when: 'several tasks were deleted',
    text: 'Deleted {tasks}: {titles}. Say “undo that” to bring them back.',
    claims: true,
  },
  restoredSeveral: {
    when: 'several tasks were restored',
    text: 'Restored {tasks}: {titles}.',
    claims: true,
  },
  updatedSeveral: { when: 'several tasks were changed', text: 'Changed {tasks}: {titles}.', claims: true },
  atOnce: {
    when: 'as many were changed as can be at once',
    text: 'I can change {tasks} at once: say it again if there are more.',
  },

  noSuchTask: {
    when: 'there is no task of that number',
    text: 'There is no task {id}. Say “show all my tasks” to see the numbers.',
  },
  noSuchTasks: {
    when: 'there is none of those numbers',
    text: 'There are no tasks {ids}. Say “show all my tasks” to see the numbers.',
  },
  changedSince: {
    when: 'a task was changed by somebody after the question',
    text: 'Task {id} was changed in the meantime, so I left it alone. Ask me again if you still want it.',
  },
  refused: { when: 'a tool refused for another reason', text: 'That was not done: {reason}' },
  unsure: {
    when: 'what a tool answered can’t be read',
    text: 'I can’t tell whether that was done. Say “show all my tasks” to see.',
  },

  list: { when: 'tasks are shown', text: 'You have {tasks}:\n{items}' },
  shown: { when: 'one task is shown', text: 'Task {id}, {title}, is {details}.' },
  listMore: {
    when: 'there are more than are shown',
    text: '… and {more} more. Name a day, a tag or a word to see fewer.',
  },
  listNone: { when: 'no task is like that', text: 'You have {tasks}.' },
  listEmpty: {
    when: 'there are no tasks at all',
    text: 'You have no tasks. Tell me what you want to get done.',
  },
  stats: {
    when: 'tasks were counted',
    text: 'You have done {completed} of {tasks} ({percentage} %). {pending} pending, {overdue} overdue.',
  },
  statsAllDone: { when: 'they are all done', text: 'You have done all of your {tasks} (100 %).' },

  undone: { when: 'a turn was taken back', text: 'Undone: {changes}.', claims: true },
  nothingToUndo: {
    when: 'there is nothing to take back',
    text: 'I have changed nothing in this conversation that I could undo.',
  },

  askTitle: {
    when: '“add a task”, and nothing else',
    text: 'What should the task say? For example “add buy milk tomorrow”.',
  },
  askWhether: {
    when: 'what was said sounds like a task',
    text: 'Should that be a task? Then say “add” and what it is.',
  },
  askWhetherThis: {
    when: 'the same, and it is clear what it would say',
    text: 'Should that be a task? Then say “add {words}”.',
  },
  askWhichDone: {
    when: '“complete”, and nothing else',
    text: 'Which task is done? Tell me its number or its title.',
  },
  askWhichToDelete: {
    when: '“delete”, and nothing else',
    text: 'Which task should go? Tell me its number or its title.',
  },
  askWhichToChange: {
    when: '“change”, and not which one',
    text: 'Which task should be changed? Tell me its number or its title.',
  },
  askExactly: {
    when: '“all but …” and the like',
    text: 'Which tasks exactly do you mean? Tell me their numbers, such as “tasks 2 and 3”.',
  },
  askWhen: { when: '“move task 2”', text: 'To which day? For example “move task 2 to friday”.' },
  askWhat: {
    when: '“change task 2”',
    text: 'What should change? For example “rename task 2 to call mom”, or “move task 2 to friday”.',
  },
  askTag: { when: '“untag task 2”', text: 'Which tag? For example “remove the tag home from task 2”.' },
  askDays: {
    when: 'a list of days that it does not know',
    text: 'Which days do you mean? I can list what is overdue, due on a day, until a day, this week or next week.',
  },
  takenBack: {
    when: 'all that was asked for was taken back',
    text: 'You took that back, so I did nothing. What should I do instead?',
  },

  nothingMatches: {
    when: 'no task has those words',
    text: 'I found no task that matches {title}. Say “show all my tasks” to see what there is.',
  },
  which: { when: 'several tasks may be meant', text: 'Which one do you mean?\n{items}' },
  whichMore: {
    when: 'they are many',
    text: '… or one of {more} more. Tell me its number, or more of its title.',
  },
  whichTask: {
    when: 'nothing says which task',
    text: 'Which task do you mean? Tell me its number or its title.',
  },
  whichTasks: {
    when: 'nothing says which tasks',
    text: 'Which tasks do you mean? Tell me their numbers, or ask for a list first.',
  },
  oneAtATime: {
    when: 'a title or tags of several tasks at once',
    text: 'I can do that to one task at a time. Which one first?',
  },
  listIsShorter: {
    when: '“the fifth one” of a shorter list',
    text: 'That list has only {tasks}. Tell me the number of the one that you mean.',
  },
  listWasEmpty: { when: '“the first one” of no list', text: 'There is no task on that list.' },
  noSuchTag: {
    when: 'a tag is to be taken off a task that does not have it',
    text: 'Task {id}, {title}, has no such tag, so there was nothing to do.',
  },
  otherHasNoDay: {
    when: 'the day of a task that has none is to be that of another too',
    text: 'Task {id}, {title}, has no due date, so I changed nothing.',
  },
  noneToDoThatTo: {
    when: '“all” means no task',
    text: 'You have {tasks}, so there was nothing to do.',
  },
  alreadySo: {
    when: 'several tasks are already as they should become',
    text: 'They are like that already, so there was nothing to do.',
  },

  question: {
    when: 'it has to ask first',
    text: 'May I {changes}? None of that has been done yet. Say yes to go ahead, or no to leave everything as it is.',
  },
  leftAlone: { when: 'the answer was no', text: 'Fine, I left everything as it is.' },
  takenAsNo: {
    when: 'the answer was something else',
    text: 'I take that as a no, and left everything as it is. Ask me again if you still want it.',
  },
  tooLate: {
    when: 'the answer came too late',
    text: 'That question is no longer open, so I left everything as it is. Ask me again if you still want it.',
  },
  nothingAsked: {
    when: 'a yes or a no without a question',
    text: 'I have not asked you anything. Tell me what you want to do.',
  },

  greeting: {
    when: 'a greeting',
    text: 'Hello! Tell me what you need to get done, or ask what is pending.',
  },
  thanks: { when: 'a thank-you', text: 'You’re welcome.' },
  help: { when: 'help', text: 'I look after your tasks. Try:\n{items}' },
  unknown: {
    when: 'it did not understand',
    text: 'I didn’t understand that, so I changed nothing. Try “add buy milk tomorrow” or “what’s pending?”, or say “help”.',
  },
  lookedUp: {
    when: 'another model looked something up and went away',
    text: 'I looked that up, and changed nothing.',
  },

  endpointDown: {
    when: 'the endpoint does not answer',
    text: '(The language model can’t be reached, so the built-in assistant answered.)',
  },
  tokensUsed: {
    when: 'the tokens of the day are used up',
    text: '(Today’s tokens are used up, so the built-in assistant answered.)',
  },
  inCircles: {
    when: 'a model calls and calls',
    text: 'I stopped, because I was going in circles. What I did so far is shown above.',
  },
  tooLong: {
    when: 'a turn takes too long',
    text: 'I stopped, because this took too long. What I did so far is shown above.',
  },
  toolsDown: {
    when: 'the tools can’t be reached',
    text: 'I can’t reach your tasks at the moment. What I did so far, if anything, is shown above. Try again in a minute.',
  },
  broken: {
    when: 'anything else went wrong',
    text: 'Something went wrong on our side. What I did so far, if anything, is shown above. Try again.',
  },
} as const satisfies Record<string, Template>;

export type ReplyKey = keyof typeof REPLIES;
type Blank<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Blank<Rest> : never;
type Blanks<Key extends ReplyKey> = Blank<(typeof REPLIES)[Key]['text']>;
type Values<Key extends ReplyKey> = Record<Blanks<Key>, string | number>;

/** A reply with its blanks filled in. */
export const say = <Key extends ReplyKey>(
  key: Key,
  ...[values]: [Blanks<Key>] extends [never] ? [] : [Values<Key>]
): string =>
  REPLIES[key].text.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String((values as Record<string, string | number>)[name]),
  );

/** What a reply begins with, up to its first blank: by that it is known again. */
export const openingOf = (key: ReplyKey): string => REPLIES[key].text.split('{', 1)[0] ?? '';

/** Titles that are named in one sentence, and characters of each; a list has all of all. */
export const NAMED = 5;
const MAX_TITLE = 80;

/** A title in a sentence: what it quotes stands in single marks. */
export const quoted = (title: string): string => {
  const characters = [...title.replaceAll('“', '‘').replaceAll('”', '’')];
  return `“${
    characters.length > MAX_TITLE
      ? `${characters
          .slice(0, MAX_TITLE - 1)
          .join('')
          .trimEnd()}…`
      : characters.join('')
  }”`;
};

/** "a, b and c". */
export const together = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** The first few of what is named, and how many more there are. */
export const firstFew = (parts: readonly string[], most = NAMED): string =>
  together(parts.length > most ? [...parts.slice(0, most), `${parts.length - most} more`] : parts);

export const named = (titles: readonly string[], most = NAMED): string => firstFew(titles.map(quoted), most);
export const count = (number: number): string => `${number} task${number === 1 ? '' : 's'}`;
