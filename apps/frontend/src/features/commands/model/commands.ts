/** Where a command is listed: for the whole product, a place to go to, or the task that has the focus. */
export type CommandGroup = 'anywhere' | 'go' | 'task';

export interface Command {
  /** What it does, in the palette and in the help. */
  label: string;
  group: CommandGroup;
  /**
   * One key, or two one after the other, as KeyboardEvent.key has them. `Mod+k`: with Ctrl, on Apple's with Cmd;
   * it works in text fields too.
   */
  keys?: readonly [string] | readonly [string, string];
  /** A place: choosing the command goes there. */
  href?: string;
  /** Other words that people look for it by. */
  also?: string;
}

/** Everything that a key or the palette can do. Keys, palette and help all come from here. */
export const COMMANDS = {
  palette: { label: 'Find a command or a task', group: 'anywhere', keys: ['Mod+k'] },
  'new-task': { label: 'New task', group: 'anywhere', keys: ['n'], also: 'add create' },
  search: { label: 'Search tasks', group: 'anywhere', keys: ['/'], also: 'find' },
  undo: { label: 'Undo the last change', group: 'anywhere', keys: ['z'], also: 'restore back deleted' },
  'select-task': { label: 'Select tasks', group: 'anywhere', keys: ['s'], also: 'several bulk mark' },
  assistant: { label: 'Open the assistant', group: 'anywhere', keys: ['c'], also: 'chat ask' },
  help: { label: 'Keyboard shortcuts', group: 'anywhere', keys: ['?'], also: 'help keys' },
  'theme-light': { label: 'Light appearance', group: 'anywhere', also: 'theme bright' },
  'theme-dark': { label: 'Dark appearance', group: 'anywhere', also: 'theme night' },
  'theme-system': { label: 'Appearance as the system', group: 'anywhere', also: 'theme automatic' },
  'sign-out': { label: 'Sign out', group: 'anywhere', also: 'log out leave' },

  'next-task': { label: 'Next task', group: 'task', keys: ['j'] },
  'previous-task': { label: 'Previous task', group: 'task', keys: ['k'] },
  complete: { label: 'Complete or reopen', group: 'task', keys: ['x'], also: 'done check' },
  edit: { label: 'Edit details', group: 'task', keys: ['e'], also: 'change due priority tags' },
  'extend-down': { label: 'Extend the selection down', group: 'task', keys: ['J'] },
  'extend-up': { label: 'Extend the selection up', group: 'task', keys: ['K'] },
  'edit-title': { label: 'Edit the title', group: 'task', keys: ['F2'] },
  delete: { label: 'Delete', group: 'task', keys: ['#'], also: 'remove trash' },

  'go-all': { label: 'All tasks', group: 'go', keys: ['g', 'a'], href: '/tasks', also: 'home list' },
  'go-pending': {
    label: 'To do',
    group: 'go',
    keys: ['g', 'p'],
    href: '/tasks?status=pending',
    also: 'open',
  },
  'go-done': {
    label: 'Done',
    group: 'go',
    keys: ['g', 'd'],
    href: '/tasks?status=completed',
    also: 'completed',
  },
  'go-today': { label: 'Due today', group: 'go', keys: ['g', 't'], href: '/tasks?due=today' },
  'go-week': { label: 'Due in the next 7 days', group: 'go', keys: ['g', 'w'], href: '/tasks?due=week' },
  'go-overdue': { label: 'Overdue', group: 'go', keys: ['g', 'o'], href: '/tasks?due=overdue', also: 'late' },
  'go-undated': { label: 'Without a date', group: 'go', keys: ['g', 'n'], href: '/tasks?due=none' },
  'go-trash': { label: 'Trash', group: 'go', keys: ['g', 'b'], href: '/trash', also: 'bin deleted' },
  'go-settings': { label: 'Settings', group: 'go', keys: ['g', 's'], href: '/settings', also: 'account' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;

/** The key of a command that has one. */
export type KeyOf<Id extends CommandId> = (typeof COMMANDS)[Id] extends { keys: readonly [infer Key] }
  ? Key
  : never;

/** All of them, in the order in which they are listed. */
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

export const commandOf = (id: CommandId): Command => COMMANDS[id];

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** The commands of which every word of the query begins a word, those that match by their label first. */
export const matchingCommands = (query: string, ids: readonly CommandId[]): CommandId[] => {
  const wanted = wordsOf(query);
  const matches = (text: string) => {
    const words = wordsOf(text);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
  const byLabel = ids.filter((id) => matches(COMMANDS[id].label));
  const byOtherWords = ids.filter((id) => {
    const { label, also = '' } = commandOf(id);
    return !byLabel.includes(id) && matches(`${label} ${also}`);
  });
  return [...byLabel, ...byOtherWords];
};
