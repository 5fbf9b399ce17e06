import type { TaskEvent } from '@todo/contracts';
import { connect, type StreamItem, type StreamState } from './connection';
import { createElection } from './election';

/** What the tabs of a browser say to each other. */
type Message =
  | { kind: 'item'; item: StreamItem }
  | { kind: 'state'; state: StreamState; position: number | null }
  /** To the leader: I am at this position, tell me what I missed. */
  | { kind: 'catch-up'; after: number | null }
  /** From the leader: whoever is below `before` missed something that I can't tell any more. */
  | { kind: 'too-late'; before: number };

/** How many events the leader keeps for tabs that come later. */
const KEPT = 500;
/** Milliseconds after which a leader that does not answer is replaced. */
const PATIENCE = 3_000;

export interface EventStream {
  /** Begins where a list stood (its X-Event-Id); null: now. A second call changes nothing. */
  start(after: number | null): void;
  stop(): void;
}

/**
 * The event stream of one person, one connection for all tabs of the browser: HTTP/1.1 allows six to an
 * origin. One tab leads and passes on what it hears; each tab keeps its own position, so nothing is handed
 * out twice and a tab that was asleep is brought up to date.
 */
export const createEventStream = (deps: {
  userId: string;
  onEvent: (event: TaskEvent) => void;
  /** Events were missed that can't be told any more: read everything again. */
  onReset: () => void;
  onState: (state: StreamState) => void;
  isSignedIn: () => Promise<boolean>;
}): EventStream => {
  const name = `todo-events-${deps.userId}`;
  const path = `/api/${encodeURIComponent(deps.userId)}/events`;
  let position: number | null = null;
  let leading = false;
  let state: StreamState = 'connecting';
  let recent: StreamItem[] = [];
  let channel: BroadcastChannel | undefined;
  let answerDue: ReturnType<typeof setTimeout> | undefined;
  let ended = new AbortController();

  const say = (message: Message) => channel?.postMessage(message);

  const setState = (next: StreamState) => {
    state = next;
    deps.onState(next);
  };

  const takeIn = (item: StreamItem) => {
    if (position !== null && item.id <= position && item.kind === 'task') return;
    position = item.id;
    if (item.kind === 'reset') deps.onReset();
    else deps.onEvent(JSON.parse(item.data) as TaskEvent);
  };

  const election = createElection(name, (term) => {
    leading = true;
    recent = [];
    clearTimeout(answerDue);
    term.addEventListener('abort', () => {
      leading = false;
    });
    connect({
      url: (after) => (after === null ? path : `${path}?after=${after}`),
      after: () => position,
      isSignedIn: deps.isSignedIn,
      signal: term,
      onItem: (item) => {
        recent = item.kind === 'reset' ? [] : [...recent.slice(1 - KEPT), item];
        takeIn(item);
        say({ kind: 'item', item });
      },
      onState: (next) => {
        setState(next);
        say({ kind: 'state', state: next, position });
      },
    });
  });

  const bringUpToDate = (after: number | null) => {
    say({ kind: 'state', state, position });
    if (after === null || position === null || after >= position) return;
    // Ids have no gaps: the first kept item says how far back they reach.
    const reachesBack = recent[0] !== undefined && recent[0].id <= after + 1;
    if (!reachesBack) return say({ kind: 'too-late', before: position });
    for (const item of recent) if (item.id > after) say({ kind: 'item', item });
  };

  const receive = (message: Message) => {
    switch (message.kind) {
      case 'item': {
        const { item } = message;
        const missedSome = item.kind === 'task' && position !== null && item.id > position + 1;
        return missedSome ? catchUp() : takeIn(item);
      }
      case 'state':
        clearTimeout(answerDue);
        position ??= message.position;
        return setState(message.state);
      case 'too-late':
        if (position !== null && position >= message.before) return;
        position = message.before;
        return deps.onReset();
      case 'catch-up':
        if (leading) bringUpToDate(message.after);
    }
  };

  const catchUp = () => {
    if (leading) return;
    say({ kind: 'catch-up', after: position });
    clearTimeout(answerDue);
    answerDue = setTimeout(election.challenge, PATIENCE);
  };

  return {
    start: (after) => {
      if (channel !== undefined) return;
      position = after;
      ended = new AbortController();
      channel = new BroadcastChannel(name);
      channel.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data));
      // A tab in the background may have been frozen.
      document.addEventListener(
        'visibilitychange',
        () => document.visibilityState === 'visible' && catchUp(),
        {
          signal: ended.signal,
        },
      );
      election.start();
      catchUp();
    },
    stop: () => {
      ended.abort();
      clearTimeout(answerDue);
      election.stop();
      channel?.close();
      channel = undefined;
    },
  };
};
