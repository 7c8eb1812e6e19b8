import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheDir } from '../../tools/launcher/cache.js';
import { LauncherError } from '../../tools/launcher/errors.js';
import { takeLock } from '../../tools/launcher/lock.mjs';
import { goInstall, onPath } from '../../tools/launcher/tools.js';

const VERSION = '0.203.0';
const BUILD_WAIT_MS = 10 * 60_000;
const START_MS = 30_000;

/** Stripe's own stateless stand-in: it knows every parameter of the API and refuses what it does not know. */
export interface StripeMock {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Finds `stripe-mock`: by STRIPE_MOCK, on the PATH, in the user's cache, or built with Go into the cache, once.
 *
 * @throws LauncherError when there is none and it cannot be built
 */
export async function resolveStripeMock(progress: (line: string) => void): Promise<string> {
  const named = process.env.STRIPE_MOCK;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new LauncherError(`STRIPE_MOCK names no file: ${named}`);
  }
  const target = join(cacheDir(), `stripe-mock-${VERSION}`, 'stripe-mock');
  const known = [onPath('stripe-mock'), target].find((path) => path !== undefined && existsSync(path));
  if (known !== undefined) return known;
  mkdirSync(cacheDir(), { recursive: true });
  const release = await takeLock(join(cacheDir(), `stripe-mock-${VERSION}.lock`), { waitMs: BUILD_WAIT_MS });
  if (release === undefined) throw new LauncherError('Another run does not come to an end building stripe-mock');
  const draft = join(cacheDir(), `stripe-mock-${VERSION}.${process.pid}`);
  try {
    if (existsSync(target)) return target;
    mkdirSync(draft, { recursive: true });
    const what = { name: 'stripe-mock', module: `github.com/stripe/stripe-mock@v${VERSION}` };
    await goInstall(what, draft, progress);
    rmSync(dirname(target), { recursive: true, force: true });
    renameSync(draft, dirname(target));
    return target;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    release();
  }
}

/** Starts it on a free loopback port. @throws LauncherError when it does not come up */
export async function startStripeMock(binary: string): Promise<StripeMock> {
  const child = spawn(binary, ['-http-addr', '127.0.0.1:0', '-https-addr', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return { url: await addressOf(child.stdout, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(output: NodeJS.ReadableStream, ended: Promise<void>): Promise<string> {
  const late = AbortSignal.timeout(START_MS);
  const lines = createInterface({ input: output, signal: late });
  void ended.then(() => lines.close());
  for await (const line of lines) {
    const address = /Listening for HTTP at address: (\S+)/.exec(line)?.[1];
    if (address !== undefined) return `http://${address}`;
  }
  throw new LauncherError('stripe-mock does not say where it listens');
}
