import type { Priority } from '@todo/contracts';
import type { Span } from './quotes.js';

/** The moment and the place of whoever speaks: "today" and "5pm" mean nothing without them. */
export interface Context {
  now: Date;
  /** IANA, such as Europe/Vienna. */
  timeZone: string;
  /** What the clock on their wall shows, when it was asked before: asking costs more than reading a word. */
  wall?: Due & { time: string };
  /** Dates that were found in texts before: the same words are read more than once. */
  dates?: Map<string, FoundDue | null>;
  /** What messages were found to say before: a reader goes through a conversation again at each of its steps. */
  messages?: Map<string, readonly Intent[]>;
  /** What clauses were found to say, with these titles and tags: pieces of a message are read alone and put together. */
  clauses?: Map<string, readonly Intent[]>;
  /** Titles of the tasks that there are: their words name a task without saying so, as in "milk done". */
  titles?: readonly string[];
  /** Those of them that are done: of these "I never paid it" is news. */
  done?: readonly string[];
  /** Tags that there are: "show work" asks for those. */
  tags?: readonly string[];
  /** What the person said before, the last at the end: "friday" may be the answer to it, "the rent too" more of the same. */
  earlier?: readonly string[];
  /** The titles that there were when that was said, where they are not the same now. */
  formerly?: readonly string[];
}

/** A day, and perhaps a time of it, on the person's own clock. */
export interface Due {
  /** YYYY-MM-DD. */
  on: string;
  /** HH:MM. */
  time: string | null;
}

/** A date in a text: the words that say it, and whether they name no day. */
export interface FoundDue {
  due: Due;
  timeOnly: boolean;
  spans: Span[];
}

/** What narrows a list. */
export interface Filter {
  /** Words to look for. */
  q?: string;
  tag?: string;
  priority?: Priority;
  due?: 'overdue' | 'today' | 'week' | 'none';
  /** One day, YYYY-MM-DD; with `to` the first of several. */
  on?: string;
  /** The last day, itself included. Without `on` it is what is due until then, and what is late. */
  to?: string;
}

export type Status = 'all' | 'pending' | 'completed';

/** Which task or tasks are meant. */
export type Reference =
  /** "task 3", "#3", a bare number. */
  | { kind: 'id'; id: number }
  /** "tasks 2, 3 and 5". */
  | { kind: 'ids'; ids: number[] }
  /** Of the last list shown: "the first one" is 1, "the last one" -1; "the middle one" is of an odd number. */
  | { kind: 'ordinal'; position: number | 'middle' }
  /** "it", "that one": the last task spoken of; `after` is what the same message said before. */
  | { kind: 'it'; after?: string }
  /** "the other one" of two that were shown. */
  | { kind: 'other' }
  /** "them", "those": the last list shown. */
  | { kind: 'them'; after?: string; except?: readonly Reference[] }
  /** "the rest": of the last list shown, or of all, those of which nothing was said. */
  | { kind: 'rest'; except?: readonly Reference[] }
  /** "the meeting task": words to look for. */
  | { kind: 'title'; text: string }
  /** "the one tagged home", "the newest task": one, told by what it has rather than by its title. */
  | { kind: 'one'; status: Status; filter: Filter; edge?: 'newest' | 'oldest' }
  /** "all completed tasks", "everything"; without those of `except`. */
  | { kind: 'all'; status: Status; filter?: Filter; except?: readonly Reference[] };

/** So much later; earlier when negative. */
export interface Shift {
  count: number;
  unit: 'minute' | 'day' | 'month';
}

/** What an update sets; null clears, what is left out stays. */
export interface Changes {
  title?: string;
  /** Words of the title that go, and what comes in their place; or words that come at its start or its end. */
  words?: { from: string; to: string; at?: 'start' | 'end' };
  description?: string;
  priority?: Priority | null;
  due?: Due | null;
  /** The day stays, without a time. */
  noTime?: true;
  /** Only a time was said: the day stays, if there is one. */
  timeOnly?: true;
  /** "by a week", "an hour later": from where it is due now, or from now. */
  shift?: Shift;
  /** So many days after the day of another task, earlier when negative: "the same day as the dentist". */
  dayOf?: { target: Reference; days: number };
  addTags?: string[];
  removeTags?: string[];
}

/** A task to add, in the person's own words. */
export interface NewTaskWords {
  title: string;
  due: Due | null;
  priority: Priority | null;
  tags: string[];
  description?: string;
}

/** What a person is to be asked: the words are those of whoever asks. */
export type Question =
  /** What a new task is to say, and whether what was said is to be one. */
  | 'title'
  | 'whether to add'
  /** Which task, and which of several. */
  | 'which'
  | 'exactly which'
  /** To what a task is to be changed: its day, anything, or which tag goes. */
  | 'when'
  | 'what'
  | 'which tag'
  /** The tasks of which days are to be listed. */
  | 'which days'
  /** All that was asked for has been taken back. */
  | 'anything else';

/** One thing that a person wants. */
export type Intent =
  /** `reminder`: "remind me to …", which deserves the answer that no reminder will be sent. */
  | { intent: 'add'; tasks: NewTaskWords[]; reminder: boolean }
  | { intent: 'list'; status: Status; filter: Filter; except?: readonly Reference[] }
  | { intent: 'search'; text: string }
  | { intent: 'complete'; target: Reference }
  | { intent: 'reopen'; target: Reference }
  /** `doubtful`: what was said may mean less, and is to be asked about first. */
  | { intent: 'delete'; target: Reference; doubtful?: true }
  | { intent: 'restore'; target: Reference }
  | { intent: 'update'; target: Reference; changes: Changes }
  | { intent: 'show'; target: Reference }
  | { intent: 'stats' }
  | { intent: 'undo'; doubtful?: true }
  | { intent: 'help' }
  | { intent: 'greeting' }
  | { intent: 'thanks' }
  | { intent: 'yes' }
  | { intent: 'no' }
  /** A bare answer to "which one?". */
  | { intent: 'choose'; target: Reference }
  /** Something is wanted, but a part is missing; `said` is what may be a task. */
  | { intent: 'unclear'; about?: 'add' | 'complete' | 'delete' | 'update'; asks: Question; said?: string }
  /** Anything else: nothing may be changed. */
  | { intent: 'unknown' };
