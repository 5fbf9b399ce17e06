import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { isOver, type Turn } from '@todo/contracts';
import { ApiProblem } from '@/lib/api';
import { isTransient } from '@/lib/query-client';
import type { ChatApi, TurnPage } from './chat-api';
import { type LiveTurn, liveTurn, type TurnEvent, takeEvent } from './turn-stream';

/** Where the query cache keeps what. */
export const chatKeys = {
  all: ['chat'] as const,
  model: ['chat', 'model'] as const,
  conversations: ['chat', 'conversations'] as const,
  turns: (conversationId: number) => ['chat', 'turns', conversationId] as const,
};

/** A conversation by its number, or one that the server does not know yet by a name of this page. */
export type Thread = number | string;

/** A message that the server has not taken yet. */
export interface Outgoing {
  key: string;
  thread: Thread;
  message: string;
}

/** Messages that were not sent, and why. Their text is to go back to where it was typed. */
export interface Unsent {
  thread: Thread;
  text: string;
  error: unknown;
}

export interface ChatState {
  outgoing: readonly Outgoing[];
  /** The turns whose streams are being read, by number. */
  live: ReadonlyMap<number, LiveTurn>;
  unsent: Unsent | null;
}

/** Milliseconds. */
const FIRST_WAIT = 300;
const LONGEST_WAIT = 15_000;
const SEND_RETRIES = 2;
/** How often an interrupted turn is asked for again: another replica may go on with it. */
const INTERRUPTED_LOOKS = 5;

const isCode = (error: unknown, ...codes: ApiProblem['code'][]): boolean =>
  error instanceof ApiProblem && codes.includes(error.code);

/** What a conversation shows: the server's turns, with what their streams have said since. */
export const shownTurns = (pages: readonly TurnPage[], live: ChatState['live']): Turn[] =>
  pages
    .toReversed()
    .flatMap(({ turns }) => turns)
    .map((turn) => (isOver(turn.status) ? turn : (live.get(turn.turn_id)?.turn ?? turn)));

/** Whether nothing more happens to a turn by itself. */
const isSettled = ({ status }: Turn): boolean => isOver(status) && status !== 'interrupted';

/** The turn to listen to: the first that is not over, or the last when somebody may yet go on with it. */
export const turnToFollow = (turns: readonly Turn[]): Turn | undefined => {
  const last = turns.at(-1);
  return turns.find(({ status }) => !isOver(status)) ?? (last?.status === 'interrupted' ? last : undefined);
};

/** Puts a turn where it belongs in pages of which the first holds the newest. */
export const placeTurn = (pages: readonly TurnPage[], turn: Turn): TurnPage[] => {
  const isKnown = pages.some(({ turns }) => turns.some(({ turn_id }) => turn_id === turn.turn_id));
  return pages.map((page, index) => {
    if (!isKnown && index === 0) return { ...page, turns: [...page.turns, turn] };
    return { ...page, turns: page.turns.map((known) => (known.turn_id === turn.turn_id ? turn : known)) };
  });
};

/**
 * The talk with the assistant as this page knows it: sends what is said in its order, listens to the answers, and
 * comes back to them when a stream breaks. The turns themselves are in the query cache.
 */
export const createChat = (deps: {
  client: QueryClient;
  api: ChatApi;
  randomId: () => string;
  onSignedOut: () => void;
  /** A conversation of this page has got its number. */
  onNumber: (thread: string, conversationId: number) => void;
  /** A turn that was listened to is over. */
  onOver: (turn: Turn) => void;
  /** Something new is known of a conversation: other tabs want to know. */
  onNews: (conversationId: number) => void;
  /** Resolves after so many milliseconds, sooner when the network comes back; rejects when the signal ends. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}) => {
  const { client, api } = deps;
  const numbers = new Map<string, number>();
  const following = new Map<number, { turnId: number; leaving: AbortController }>();
  const listeners = new Set<() => void>();
  let state: ChatState = { outgoing: [], live: new Map(), unsent: null };
  let sending = false;
  /** What was sent last without an answer: said again, it is the same message. */
  let doubtful: Outgoing | null = null;

  const set = (change: Partial<ChatState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const setLive = (turnId: number, turn: LiveTurn | null) => {
    const live = new Map(state.live);
    if (turn === null) live.delete(turnId);
    else live.set(turnId, turn);
    set({ live });
  };

  const place = (turn: Turn) => {
    client.setQueryData<InfiniteData<TurnPage>>(chatKeys.turns(turn.conversation_id), (data) =>
      data === undefined ? undefined : { ...data, pages: placeTurn(data.pages, turn) },
    );
  };
  const refresh = (conversationId: number) => {
    void client.invalidateQueries({ queryKey: chatKeys.turns(conversationId) });
    void client.invalidateQueries({ queryKey: chatKeys.conversations });
  };
  const tell = (conversationId: number) => {
    refresh(conversationId);
    deps.onNews(conversationId);
  };

  const over = (turn: Turn) => {
    tell(turn.conversation_id);
    deps.onOver(turn);
  };

  /** Takes in an event. */
  const take = (turnId: number, event: TurnEvent): void => {
    if (event.kind === 'turn') {
      place(event.turn);
      setLive(turnId, isOver(event.turn.status) ? null : liveTurn(event.turn));
      return;
    }
    const before = state.live.get(turnId);
    if (before !== undefined) setLive(turnId, takeEvent(before, event));
  };

  /** Listens until the turn is over, whatever breaks in between. `events`: a stream that is open already. */
  const listen = async (
    turn: Turn,
    leaving: AbortController,
    events?: AsyncGenerator<TurnEvent, void>,
  ): Promise<void> => {
    const { turn_id: turnId, conversation_id: conversationId } = turn;
    const { signal } = leaving;
    let stream = events;
    let latest = turn;
    let looks = 0;
    try {
      for (let failures = 0; ; failures += 1) {
        try {
          stream ??= await api.follow(turnId, signal);
          for await (const event of stream) {
            if (signal.aborted) return;
            failures = 0;
            take(turnId, event);
            if (event.kind === 'turn') latest = event.turn;
            // At once: what shows the turn stops listening now.
            if (isSettled(latest)) return over(latest);
            if (event.kind === 'end') break;
          }
        } catch (error) {
          if (signal.aborted) return;
          if (isCode(error, 'unauthenticated')) return deps.onSignedOut();
          if (isCode(error, 'not_found', 'forbidden')) return refresh(conversationId);
        }
        stream = undefined;
        if (latest.status === 'interrupted') looks += 1;
        if (looks > INTERRUPTED_LOOKS) return over(latest);
        await deps.wait(Math.min(FIRST_WAIT * 2 ** Math.max(failures, looks), LONGEST_WAIT), signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (following.get(conversationId)?.leaving === leaving) following.delete(conversationId);
      // What was said so far stays, until the server says more.
      const heard = state.live.get(turnId);
      if (heard !== undefined) place(heard.turn);
      setLive(turnId, null);
    }
  };

  const stopFollowing = (conversationId: number, turnId: number) => {
    const current = following.get(conversationId);
    if (current?.turnId !== turnId) return;
    following.delete(conversationId);
    current.leaving.abort();
  };

  const numberOf = (thread: Thread): number | null =>
    typeof thread === 'number' ? thread : (numbers.get(thread) ?? null);

  /** Sends one message; resolves when the server has taken it. */
  const deliver = async ({ thread, message, key }: Outgoing): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      const leaving = new AbortController();
      try {
        const said = { conversationId: numberOf(thread), message, idempotencyKey: key };
        const events = await api.say(said, leaving.signal);
        const { value: first } = await events.next();
        if (first?.kind !== 'turn') throw new Error('a turn begins with itself');
        const { turn } = first;
        const conversationId = turn.conversation_id;
        if (typeof thread === 'string') {
          numbers.set(thread, conversationId);
          // There is nothing before the first turn of a conversation.
          if (client.getQueryData(chatKeys.turns(conversationId)) === undefined)
            client.setQueryData<InfiniteData<TurnPage>>(chatKeys.turns(conversationId), {
              pages: [{ turns: [], earlier: null }],
              pageParams: [null],
            });
          deps.onNumber(thread, conversationId);
        }
        // An answer under way was made before this turn, and would take it away again.
        await client.cancelQueries({ queryKey: chatKeys.turns(conversationId) });
        take(turn.turn_id, first);
        deps.onNews(conversationId);
        if (isOver(turn.status)) {
          // Said before: the answer came whole.
          leaving.abort();
          over(turn);
        } else if (following.has(conversationId)) {
          // One stream for each conversation: a browser has six connections. It is listened to when its turn comes.
          leaving.abort();
          setLive(turn.turn_id, null);
        } else {
          following.set(conversationId, { turnId: turn.turn_id, leaving });
          void listen(turn, leaving, events);
        }
        return;
      } catch (error) {
        leaving.abort();
        if (!isTransient(error) || attempt === SEND_RETRIES) throw error;
        await deps.wait(FIRST_WAIT * 2 ** attempt);
      }
    }
  };

  const sendAll = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    for (let next = state.outgoing[0]; next !== undefined; next = state.outgoing[0]) {
      const { thread } = next;
      try {
        await deliver(next);
        doubtful = null;
        set({ outgoing: state.outgoing.slice(1) });
      } catch (error) {
        if (isCode(error, 'unauthenticated')) deps.onSignedOut();
        if (isCode(error, 'not_found') && typeof thread === 'number') refresh(thread);
        doubtful = isTransient(error) ? next : null;
        // Those after it would be said out of their context.
        const text = state.outgoing.filter((said) => said.thread === thread).map(({ message }) => message);
        set({
          outgoing: state.outgoing.filter((said) => said.thread !== thread),
          unsent: { thread, text: text.join('\n'), error },
        });
      }
    }
    sending = false;
  };

  return {
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: (): ChatState => state,
    /** Says something, after what was said before. Never rejects: what fails is in `unsent`. */
    say: (thread: Thread, message: string): void => {
      const isAgain = doubtful?.thread === thread && doubtful.message === message;
      const key = isAgain && doubtful !== null ? doubtful.key : deps.randomId();
      set({ outgoing: [...state.outgoing, { key, thread, message }], unsent: null });
      void sendAll();
    },
    /** The text of what was not sent is where it belongs again. */
    takenBack: (): void => set({ unsent: state.unsent === null ? null : { ...state.unsent, text: '' } }),
    /** Listens to a turn until the returned function is called. */
    follow: (turn: Turn): (() => void) => {
      const { conversation_id: conversationId, turn_id: turnId } = turn;
      const current = following.get(conversationId);
      if (current?.turnId !== turnId) {
        current?.leaving.abort();
        const leaving = new AbortController();
        following.set(conversationId, { turnId, leaving });
        void listen(turn, leaving);
      }
      return () => stopFollowing(conversationId, turnId);
    },
    /** Another tab has said something, or what it said has been answered. */
    hear: refresh,
    cancel: async (turnId: number): Promise<void> => place(await api.cancel(turnId)),
    retry: async (turnId: number): Promise<void> => {
      const turn = await api.retry(turnId);
      stopFollowing(turn.conversation_id, turnId);
      place(turn);
      deps.onNews(turn.conversation_id);
    },
    undo: async (turn: Turn): Promise<void> => {
      await api.undo(turn.turn_id);
      place({ ...turn, can_undo: false, undone: true });
      tell(turn.conversation_id);
    },
    removeConversation: async (id: number): Promise<void> => {
      await api.removeConversation(id).catch((error: unknown) => {
        // Gone is what was wanted.
        if (!isCode(error, 'not_found')) throw error;
      });
      client.removeQueries({ queryKey: chatKeys.turns(id) });
      await client.invalidateQueries({ queryKey: chatKeys.conversations });
      deps.onNews(id);
    },
  };
};

export type Chat = ReturnType<typeof createChat>;
