import type { ApiProblem } from '@/lib/api';
import type { BulkWire } from './bulk-request';
import { itemsOf, type Operation, type RowKey } from './operations';

/** A change that the server has not answered for yet, as it is kept over a reload. */
export interface KeptChange {
  /** Later changes have greater ids. */
  id: string;
  operation: Operation;
  /** The server's ids of the rows it speaks of, as far as they are known. */
  ids: Record<RowKey, number>;
  /** What a bulk operation was sent as: under the same key the same has to be said. */
  wire?: BulkWire;
  /** Why it was refused. It is told once more after a reload, until it has been seen. */
  refused?: Refusal;
}

/** `error` in a form that can be kept. */
export interface Refusal {
  code: ApiProblem['code'];
  message: string;
  status: number;
}

/** What of a change was refused, and why. */
export interface Refused {
  operation: Operation;
  error: unknown;
}

/** What became of a change. `away`: no answer was had, and it has to be sent again. */
export type Outcome = 'done' | 'away' | 'signed out' | Refused;

/** What sending a change may ask of the outbox. */
export interface SendSide {
  /** Notes what a bulk operation is sent as, before it is sent. */
  note: (wire: BulkWire) => Promise<void>;
  /** What was done after it. */
  later: () => readonly Operation[];
}

/** Where changes outlive the page. */
export interface Keeper {
  put(change: KeptChange): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface OutboxState {
  /** What was done here and is not saved yet, in order. */
  operations: readonly Operation[];
  /** Whether they wait for the server or the network, rather than for an answer that is on its way. */
  waiting: boolean;
}

interface Entry {
  change: KeptChange;
  attempts: number;
  kept: boolean;
  done: Promise<void>;
  settle: () => void;
}

/** Milliseconds. */
const FIRST_WAIT = 300;
const LONGEST_WAIT = 15_000;
/** After which an answer counts as lost: a network can go without a word. */
const PATIENCE = 30_000;

/**
 * Carries out changes one after the other, in the order in which they were made. While the server is away they wait
 * and are sent again, as often as it takes: each of them can be repeated without harm.
 */
export const createOutbox = (deps: {
  /** Sends a change; to reject is to be `away`. */
  send: (change: KeptChange, side: SendSide) => Promise<Outcome>;
  /** `forget`, when it has been seen: until then it is told again after a reload. */
  onRefused: (refused: Refused, forget: () => void) => void;
  /** Undefined for what has to be sent again to be told. */
  refusalOf: (error: unknown) => Refusal | undefined;
  idsOf: (operation: Operation) => Record<RowKey, number>;
  isOnline: () => boolean;
  randomId: () => string;
}) => {
  const owner = deps.randomId();
  const listeners = new Set<() => void>();
  let entries: readonly Entry[] = [];
  let away = false;
  let state: OutboxState = { operations: [], waiting: false };
  let keeper: Keeper | null = null;
  let sending = false;
  let lastTime = 0;
  let wake = (): void => undefined;

  const tell = () => {
    state = {
      operations: entries.map(({ change }) => change.operation),
      waiting: away && entries.length > 0,
    };
    for (const listener of listeners) listener();
  };

  const keep = async (entry: Entry): Promise<void> => {
    if (keeper === null) return;
    entry.change = { ...entry.change, ids: deps.idsOf(entry.change.operation) };
    entry.kept = false;
    const { change } = entry;
    // What can't be kept lives as long as the page, which warns before it is left.
    await keeper.put(change).then(
      () => {
        entry.kept = entry.change === change;
      },
      () => undefined,
    );
  };

  const forget = (id: string): void => void keeper?.remove(id).catch(() => undefined);

  const pause = (wait: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const setAway = (now: boolean) => {
    if (away === now) return;
    away = now;
    tell();
  };

  const attempt = (entry: Entry, side: SendSide): Promise<Outcome> => {
    entry.attempts += 1;
    const patience = new Promise<Outcome>((resolve) => setTimeout(resolve, PATIENCE, 'away'));
    return Promise.race([deps.send(entry.change, side).catch((): Outcome => 'away'), patience]);
  };

  const deliver = async (entry: Entry): Promise<'done' | Refused> => {
    const side: SendSide = {
      note: (wire) => {
        entry.change = { ...entry.change, wire };
        return keep(entry);
      },
      later: () => state.operations.slice(1),
    };
    for (let failures = 0; ; failures += 1) {
      // Known to be in vain at first; later it is tried all the same, because a browser may be wrong about its network.
      const offline = failures === 0 && !deps.isOnline();
      const outcome = offline ? 'away' : await attempt(entry, side);
      if (outcome !== 'away' && outcome !== 'signed out') {
        setAway(false);
        return outcome;
      }
      // One lost answer is not worth a word.
      if (failures > 0 || offline || outcome === 'signed out') setAway(true);
      // Signed out, only the person can help, who wakes this.
      const longest = offline || outcome === 'signed out';
      await pause(
        longest
          ? LONGEST_WAIT
          : Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT) * (0.5 + Math.random() / 2),
      );
    }
  };

  const pump = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    for (let [entry] = entries; entry !== undefined; [entry] = entries) {
      const outcome = await deliver(entry);
      const { id, operation } = entry.change;
      entries = entries.filter((other) => other !== entry);
      if (outcome === 'done') {
        const keys = new Set(itemsOf(operation).map(({ key }) => key));
        // From now on they have the id of what was created.
        if (operation.kind === 'create')
          for (const other of entries)
            if (itemsOf(other.change.operation).some(({ key }) => keys.has(key))) void keep(other);
        forget(id);
      } else {
        const refused = deps.refusalOf(outcome.error);
        const ids = deps.idsOf(outcome.operation);
        void keeper
          ?.put({ id, operation: outcome.operation, ids, ...(refused !== undefined && { refused }) })
          .catch(() => undefined);
        deps.onRefused(outcome, () => forget(id));
      }
      tell();
      entry.settle();
    }
    sending = false;
    away = false;
  };

  const enter = (change: KeptChange, attempts: number): Entry => {
    let settle = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      settle = resolve;
    });
    return { change, attempts, kept: attempts > 0, done, settle };
  };

  /** An edit of what was edited before and not sent yet becomes part of that edit, so that it is told of once. */
  const joined = (operation: Operation): Entry | undefined => {
    if (operation.kind !== 'edit') return undefined;
    const last = entries.findLast(({ change }) =>
      itemsOf(change.operation).some(({ key }) => key === operation.key),
    );
    if (last?.change.operation.kind !== 'edit' || last.attempts > 0) return undefined;
    const { operation: earlier } = last.change;
    last.change = {
      ...last.change,
      operation: { ...earlier, change: { ...earlier.change, ...operation.change } },
    };
    return last;
  };

  return {
    state: (): OutboxState => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Shows a change at once and has it carried out after those before it. Resolves when it is settled. */
    add: (operation: Operation): Promise<void> => {
      let entry = joined(operation);
      if (entry === undefined) {
        lastTime = Math.max(lastTime + 1, Date.now());
        entry = enter({ id: `${lastTime}-${owner}`, operation, ids: {} }, 0);
        entries = [...entries, entry];
      }
      away ||= !deps.isOnline();
      tell();
      void keep(entry);
      void pump();
      return entry.done;
    },
    /** Tries again now: the network or the server is back. */
    wake: (): void => wake(),
    /** Keeps what is here and what comes; null: no longer. */
    keepIn: (opened: Keeper | null): void => {
      keeper = opened;
      for (const entry of entries) {
        entry.kept = false;
        void keep(entry);
      }
    },
    /** Takes over what a page that is gone has kept. It was made before what is here. */
    adopt: (changes: readonly KeptChange[]): void => {
      const underWay = sending ? 1 : 0;
      const adopted = changes.map((change) => enter(change, 1));
      entries = [...entries.slice(0, underWay), ...adopted, ...entries.slice(underWay)];
      tell();
      void pump();
    },
    forget,
    /** The change that is being sent. */
    underWay: (): { operation: Operation; done: Promise<void> } | undefined => {
      const [entry] = entries;
      return entry && { operation: entry.change.operation, done: entry.done };
    },
    /** Whether something would be lost with the page. */
    hasUnkept: (): boolean => entries.some(({ kept }) => !kept),
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
