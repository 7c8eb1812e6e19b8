import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage, LauncherError } from './errors.js';
import { lastLines } from './log-file.js';

const READY_MS = 120_000;
const PAUSE_MS = 100;

/**
 * Waits until `url` answers 200.
 *
 * @throws LauncherError with the last answer when it does not within two minutes
 */
export async function waitUntilReady(url: string, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_MS;
  let last = 'no answer';
  while (Date.now() < deadline) {
    stop.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
      if (response.status === 200) return;
      last = `${response.status} ${lastLines(await response.text(), 1)}`;
    } catch (error) {
      last = errorMessage(error); // not listening yet
    }
    await delay(PAUSE_MS);
  }
  throw new LauncherError(`The API does not become ready: ${last}`);
}

/** Waits until something accepts connections on the port of 127.0.0.1. */
export async function waitUntilListening(port: number, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (!(await accepts(port))) {
    stop.throwIfAborted();
    if (Date.now() > deadline) throw new LauncherError(`Nothing listens on port ${port}`);
    await delay(PAUSE_MS);
  }
}

/** Whether something accepts connections on the port of 127.0.0.1. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
