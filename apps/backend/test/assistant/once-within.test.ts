import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { onceWithin } from '../../src/assistant/once-within.js';

const NEVER = new AbortController().signal;
const SOON = 20;
const LATE = 60_000;

describe('waiting for an event', () => {
  it('ends with the event', async () => {
    const emitter = new EventEmitter();
    const waiting = onceWithin(emitter, 'begins', LATE, NEVER);
    emitter.emit('begins');
    await waiting;
    expect(emitter.listenerCount('begins')).toBe(0);
  });

  it('ends with the signal, also one that has aborted before', async () => {
    const emitter = new EventEmitter();
    const leaving = new AbortController();
    const waiting = onceWithin(emitter, 'begins', LATE, leaving.signal);
    leaving.abort();
    await waiting;
    await onceWithin(emitter, 'begins', LATE, leaving.signal);
    expect(emitter.listenerCount('begins')).toBe(0);
  });

  it('ends after its time, whatever is collected as garbage meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const emitter = new EventEmitter().setMaxListeners(0);
    const outer = new AbortController();
    let ended = 0;
    for (let wait = 0; wait < 50; wait += 1)
      void onceWithin(emitter, 'begins', SOON, outer.signal).then(() => {
        ended += 1;
      });
    await delay(1);
    collect();
    await expect.poll(() => ended).toBe(50);
  });
});
