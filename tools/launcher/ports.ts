import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LauncherError } from './errors.js';

// Below 32768 the kernel never hands a port out as an outgoing one, so a port found free stays free across a restart.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 100;
const handedOut = new Set<number>();

/**
 * Chooses the port of a service on 127.0.0.1.
 *
 * @param requested a fixed port, or 0 for a free one between 20000 and 32000
 * @param setting name of the setting that asked for it, for the message
 * @param waitMs how long a fixed port may still be held by something that is just ending
 * @throws LauncherError when the fixed port is taken
 */
export async function pickPort(requested: number, setting = 'PORT', waitMs = 0): Promise<number> {
  if (requested !== 0) {
    const deadline = Date.now() + waitMs;
    for (;;) {
      if (await isFree(requested)) return requested;
      if (Date.now() >= deadline) break;
      await delay(50);
    }
    throw new LauncherError(`Port ${requested} is in use: stop the other program or set ${setting}=0`);
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    // Two picks in one process happen before either is bound: remember them.
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new LauncherError(`No free port found between ${LOWEST} and ${HIGHEST}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
