import type { STREAM_EVENTS } from '@todo/contracts';

/** How the stream is doing. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'signed-out';

export type StreamItem = { kind: 'task'; id: number; data: string } | { kind: 'reset'; id: number };

// Its values would bring zod into the page; the compiler sees that they are the same.
const NAMES: typeof STREAM_EVENTS = { task: 'task', reset: 'reset', end: 'end' };

/** Milliseconds. */
const FIRST_WAIT = 300;
const LONGEST_WAIT = 15_000;

/**
 * Reads the event stream until `signal` ends, and comes back by itself: at once when the network does, with
 * growing waits otherwise. `after()` says where to go on.
 */
export const connect = (options: {
  url: (after: number | null) => string;
  after: () => number | null;
  onItem: (item: StreamItem) => void;
  onState: (state: StreamState) => void;
  /** Whether the person is still signed in: an EventSource does not tell why it was refused. */
  isSignedIn: () => Promise<boolean>;
  signal: AbortSignal;
}): void => {
  const { signal, onItem, onState } = options;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const close = () => {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  };

  const later = (wait: number) => {
    close();
    timer = setTimeout(open, wait);
  };

  const failed = async () => {
    close();
    onState('waiting');
    const signedIn = await options.isSignedIn();
    if (signal.aborted || source !== undefined) return;
    if (!signedIn) return onState('signed-out');
    failures += 1;
    later(Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT) * (0.5 + Math.random() / 2));
  };

  const open = () => {
    close();
    onState('connecting');
    const opened = new EventSource(options.url(options.after()));
    source = opened;
    opened.addEventListener('open', () => {
      failures = 0;
      onState('live');
    });
    opened.addEventListener(NAMES.task, ({ lastEventId, data }: MessageEvent<string>) =>
      onItem({ kind: 'task', id: Number(lastEventId), data }),
    );
    opened.addEventListener(NAMES.reset, ({ lastEventId }: MessageEvent<string>) =>
      onItem({ kind: 'reset', id: Number(lastEventId) }),
    );
    // The server is stopping: another one takes over, and says how soon so that not everybody comes at once.
    opened.addEventListener(NAMES.end, ({ data }: MessageEvent<string>) =>
      later((JSON.parse(data) as { retry: number }).retry),
    );
    opened.addEventListener('error', () => void failed());
  };

  signal.addEventListener('abort', close);
  addEventListener('online', open, { signal });
  open();
};
