import { Worker } from 'node:worker_threads';

/** Watches over this process from a thread of its own. */
export interface Watchdog {
  /** The event loop is alive. */
  feed(): void;
  stop(): void;
}

/**
 * Runs in the thread: waits for the counter to change. A wait that ends without a change means that nobody fed the
 * watchdog in all that time. SIGKILL, because a process whose event loop stands still answers no other signal.
 */
const THREAD = `
  const { workerData: { shared, limitMs } } = require('node:worker_threads');
  const counter = new Int32Array(shared);
  for (let seen = Atomics.load(counter, 0); seen >= 0; seen = Atomics.load(counter, 0)) {
    if (Atomics.wait(counter, 0, seen, limitMs) === 'timed-out') process.kill(process.pid, 'SIGKILL');
  }
`;

/**
 * Ends this process when its event loop has not come round for `limitMs`: a hung worker holds its tasks and polls no
 * more, but looks alive from outside. Losing it costs nothing, because its steps are repeated by the next one.
 */
export function startWatchdog(limitMs: number): Watchdog {
  const shared = new SharedArrayBuffer(4);
  const counter = new Int32Array(shared);
  const thread = new Worker(THREAD, { eval: true, workerData: { shared, limitMs }, execArgv: [] });
  thread.unref();
  return {
    feed() {
      Atomics.add(counter, 0, 1);
      Atomics.notify(counter, 0);
    },
    stop() {
      Atomics.store(counter, 0, -1);
      Atomics.notify(counter, 0);
    },
  };
}
