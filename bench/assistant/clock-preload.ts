import { createServer } from 'node:net';

/**
 * Loaded into a server before its own code, so that the whole process believes that it is another time. Each line that
 * comes over the socket is the time that it now is, in milliseconds since the epoch; from then on the clock goes on.
 * Timers and `performance.now()` stay as they are.
 */
const RealDate = Date;
const realNow = Date.now;
let ahead = 0;

const now = (): number => realNow() + ahead;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[], made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

const path = process.env.BENCH_CLOCK;
if (path === undefined) throw new Error('BENCH_CLOCK is the path of the socket that sets the clock');
createServer((socket) => {
  socket.setEncoding('utf8').on('data', (line: string) => {
    ahead = Number(line) - realNow();
    socket.write('set\n');
  });
  socket.on('error', () => undefined).unref();
})
  .listen(path)
  .unref();
