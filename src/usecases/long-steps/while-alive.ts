import { setTimeout as delay } from 'node:timers/promises';

/** Shows that a step lives, and how far it is: what was said last, where nothing is. */
export type Heartbeat = (progress?: object) => void;

/** How an attempt at a long step shows that it lives, and learns that nobody needs it any more. */
export interface Attempt {
  readonly heartbeat: Heartbeat;
  readonly signal: AbortSignal;
}

const BEAT_MS = 2_000;

/** Shows that long work goes on, every two seconds until it ends: a statement that changes thousands of rows says nothing itself. */
export async function whileAlive<T>(work: Promise<T>, heartbeat: Heartbeat): Promise<T> {
  let isOver = false;
  const over = work.then(
    () => undefined,
    // Thrown below, to whoever waits.
    () => undefined,
  );
  void over.then(() => {
    isOver = true;
  });
  while (!isOver) {
    heartbeat();
    await Promise.race([over, delay(BEAT_MS, undefined, { ref: false })]);
  }
  return work;
}
