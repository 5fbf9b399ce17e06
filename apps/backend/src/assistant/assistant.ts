import { EventEmitter, setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isOver, type Turn, type TurnStatus } from '@todo/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { onceWithin } from './once-within.js';
import { say } from './replies.js';
import { type RunTurnDeps, runTurn, type TurnProgress } from './run-turn.js';
import { type ClaimedTurn, LEASE_MS, LeaseLostError, type TurnKey, type TurnStore } from './turn-store.js';

/** What a follower of a turn is told: its state, or what happens in it. */
export type TurnNews = { kind: 'turn'; turn: Turn } | TurnProgress;

export interface Assistant {
  /** Begins to take turns. */
  start(): void;
  /** There is something to take. */
  wake(): void;
  /** How many turns run here. */
  running(): number;
  /** Tells how each turn ended here. */
  onOver(listener: (status: TurnStatus) => void): void;
  /**
   * The turn, then what happens in it wherever it runs, until it is over or the signal aborts.
   * @param begun the turn, when it has just been begun and nobody can have done anything in it
   */
  follow(key: TurnKey, signal: AbortSignal, begun?: Turn | null): AsyncGenerator<TurnNews>;
  /** Hurries a cancel that has been stored to the turn, when it runs here. */
  cancel(key: TurnKey): void;
  /** Ends what runs here, for other replicas to go on with; resolves when it has. */
  close(): Promise<void>;
}

export interface AssistantDeps extends Omit<RunTurnDeps, 'store'> {
  store: TurnStore;
  /** Whether the process is about to end: then no turn is begun, and one that runs ends after its step. */
  leaving: () => boolean;
  log: FastifyBaseLogger;
  /** Turns at the same time. They wait for a model most of the time. */
  concurrent?: number;
  /** How often other replicas' turns are looked for, ms. */
  pollMs?: number;
}

/** What a turn that runs here has said, for those who come to hear it in the middle. */
interface Running {
  partial: string;
  /** How much has been heard of calls. */
  calls: number;
  listeners: Set<(news: TurnNews | 'over') => void>;
  cancel: AbortController;
  cut: AbortController;
  lost: AbortController;
}

const keyOf = ({ userId, turnId }: TurnKey): string => `${turnId} ${userId}`;
/** How often a turn is looked at that runs on another replica, ms. */
const WATCH_MS = 250;
const RENEW_MS = 1_000;
/** How long a step may go on when nothing new is accepted any more, ms. It has had the drain before that. */
const LAST_STEP_MS = 1_000;

/**
 * Takes turns out of the database and carries them out, beside the same on other replicas. Whose request began a turn
 * makes no difference to who carries it out, and its going away none to the turn.
 */
export const createAssistant = (deps: AssistantDeps): Assistant => {
  const { store, log, concurrent = 20, pollMs = 1_000 } = deps;
  const endpoint = { pausedUntil: 0 };
  const running = new Map<string, Running>();
  const work = new Set<Promise<void>>();
  const ends: ((status: TurnStatus) => void)[] = [];
  /** Emits the key of a turn that begins to run here. */
  const begins = new EventEmitter().setMaxListeners(0);
  const closed = new AbortController();
  let polling: NodeJS.Timeout | undefined;
  let claiming: Promise<void> | undefined;
  let claimAgain = false;
  /** Somebody said something here since turns were looked for. */
  let somethingNew = false;

  /** Keeps the lease while the turn runs, and hears of a cancel that was asked for elsewhere. */
  const keep = async (turn: ClaimedTurn, { cancel, lost }: Running, over: AbortSignal): Promise<void> => {
    let renewedAt = performance.now();
    while (!over.aborted) {
      await delay(RENEW_MS, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return;
      try {
        const { cancelRequested } = await store.renew(turn);
        renewedAt = performance.now();
        if (cancelRequested) cancel.abort();
      } catch (error) {
        if (error instanceof LeaseLostError || performance.now() - renewedAt > LEASE_MS) return lost.abort();
      }
    }
  };

  const carryOut = async (turn: ClaimedTurn): Promise<void> => {
    const state: Running = {
      partial: '',
      calls: 0,
      listeners: new Set(),
      cancel: new AbortController(),
      cut: new AbortController(),
      lost: new AbortController(),
    };
    // Each call of a tool and each answer of a model listens.
    setMaxListeners(0, state.cancel.signal, state.cut.signal, state.lost.signal);
    if (turn.cancelRequested) state.cancel.abort();
    running.set(keyOf(turn), state);
    begins.emit(keyOf(turn));
    const { turnId, conversationId, attempt } = turn;
    log.info({ turnId, conversationId, attempt }, 'turn begins');
    const over = new AbortController();
    const keeping = keep(turn, state, over.signal);
    const begunAt = performance.now();
    try {
      const ended = await runTurn(deps, turn, {
        cancel: state.cancel.signal,
        cut: state.cut.signal,
        lost: state.lost.signal,
        endpoint,
        leaving: () => closed.signal.aborted || deps.leaving(),
        progress: (progress) => {
          if (progress.kind === 'text')
            state.partial = `${progress.reset ? '' : state.partial}${progress.delta}`;
          else {
            state.partial = '';
            state.calls += 1;
          }
          for (const listener of state.listeners) listener(progress);
        },
      });
      if (ended === null) return;
      const { status } = ended;
      for (const listener of state.listeners) listener({ kind: 'turn', turn: ended });
      log.info({ turnId, conversationId, status, ms: Math.round(performance.now() - begunAt) }, 'turn over');
      for (const listener of ends) listener(status);
    } catch (error) {
      // Its lease runs out, and then it is tried again.
      log.error({ err: error, turnId: turn.turnId }, 'turn broke off');
    } finally {
      over.abort();
      running.delete(keyOf(turn));
      for (const listener of state.listeners) listener('over');
      await keeping;
    }
  };

  const claimAll = async (): Promise<void> => {
    do {
      claimAgain = false;
      const onlyForgotten = !somethingNew;
      somethingNew = false;
      for (let more = true; more && work.size < concurrent && !closed.signal.aborted && !deps.leaving(); ) {
        const turn = await store.claim(onlyForgotten);
        if (turn === null) break;
        ({ more } = turn);
        const carried = carryOut(turn).finally(() => {
          work.delete(carried);
          // The next of its conversation has waited for this one.
          wake();
        });
        work.add(carried);
      }
    } while (claimAgain);
  };

  const look = (): void => {
    claimAgain = true;
    claiming ??= claimAll()
      .catch((err: unknown) => log.warn({ err }, 'turns could not be looked for'))
      .finally(() => {
        claiming = undefined;
      });
  };

  const wake = (): void => {
    somethingNew = true;
    look();
  };

  /** Hears, from now on, what happens in a turn that runs here, until it is over. */
  const listen = (state: Running, signal: AbortSignal): AsyncGenerator<TurnNews> => {
    const heard: (TurnNews | 'over')[] = [];
    let ring = (): void => undefined;
    const listener = (news: TurnNews | 'over'): void => {
      heard.push(news);
      ring();
    };
    const leave = (): void => listener('over');
    state.listeners.add(listener);
    signal.addEventListener('abort', leave);
    const tell = async function* (): AsyncGenerator<TurnNews> {
      try {
        for (;;) {
          const news = heard.shift();
          if (news === 'over') return;
          if (news !== undefined) yield news;
          else
            await new Promise<void>((resolve) => {
              ring = resolve;
            });
        }
      } finally {
        state.listeners.delete(listener);
        signal.removeEventListener('abort', leave);
      }
    };
    return tell();
  };

  return {
    start() {
      polling = setInterval(() => {
        look();
        store.giveUpLost(say('broken')).catch(() => undefined);
      }, pollMs);
      wake();
    },

    wake,
    running: () => running.size,
    onOver: (listener) => void ends.push(listener),

    async *follow(key, signal, begun = null) {
      let told = '';
      let heard = false;
      let known = begun;
      for (;;) {
        const state = running.get(keyOf(key));
        const calls = state?.calls;
        const turn = known ?? (await store.read(key));
        known = null;
        // It began, ended or went on meanwhile: look again.
        if (state !== running.get(keyOf(key)) || state?.calls !== calls) continue;
        const text = JSON.stringify(turn);
        if (text !== told) yield { kind: 'turn', turn };
        told = text;
        if (isOver(turn.status) || signal.aborted) return;
        if (state === undefined) {
          await onceWithin(begins, keyOf(key), WATCH_MS, signal);
          const here = running.get(keyOf(key));
          // Nothing has happened in it since, so nothing has to be looked up.
          if (turn.status === 'queued' && here?.calls === 0 && here.partial === '')
            known = { ...turn, status: 'running' };
          continue;
        }
        const { partial } = state;
        const news = listen(state, signal);
        // What was heard of an earlier try is void.
        if (partial !== '' || heard) yield { kind: 'text', delta: partial, reset: true };
        heard = true;
        for await (const one of news) {
          yield one;
          if (one.kind !== 'turn') continue;
          if (isOver(one.turn.status)) return;
          told = JSON.stringify(one.turn);
        }
      }
    },

    cancel: (key) => running.get(keyOf(key))?.cancel.abort(),

    async close() {
      clearInterval(polling);
      closed.abort();
      const late = setTimeout(() => {
        for (const { cut } of running.values()) cut.abort();
      }, LAST_STEP_MS);
      await claiming;
      await Promise.all(work);
      clearTimeout(late);
    },
  };
};
