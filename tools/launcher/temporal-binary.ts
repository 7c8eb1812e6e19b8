import { execFile } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cacheDir } from './cache.js';
import { errorMessage, LauncherError } from './errors.js';
import { takeLock } from './lock.mjs';
import { everySoOften, goInstall, onPath, run } from './tools.js';

const VERSION = '1.5.1';
/** Oldest server that answers an update-with-start the way the product needs it. */
const OLDEST_SERVER_MINOR = 28;
const CONNECT_MS = 8_000;
const STALL_MS = 30_000;
const BUILD_WAIT_MS = 30 * 60_000;

export interface ResolveOptions {
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the `temporal` program: on the PATH, in the user's cache, by the official download, or built with Go. The last
 * two end in the cache, whole or not at all, and two starts at once do the work once.
 *
 * @throws LauncherError that lists the options when none works
 */
export async function resolveTemporalBinary(options: ResolveOptions = {}): Promise<string> {
  const progress = options.onProgress ?? (() => undefined);
  const installed = onPath('temporal');
  if (installed !== undefined) {
    if (await isUsable(installed)) return installed;
    progress(`${installed} does not run or is too old: not used`);
  }
  const target = join(cacheDir(), `temporal-${VERSION}`, 'temporal');
  if (existsSync(target)) return target;
  mkdirSync(cacheDir(), { recursive: true });
  const release = await takeLock(join(cacheDir(), `temporal-${VERSION}.lock`), {
    waitMs: BUILD_WAIT_MS,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onWait: everySoOften(() => progress('Waiting for another start that is fetching the Temporal server')),
  });
  if (release === undefined) throw new LauncherError('Another start does not come to an end fetching Temporal');
  const draft = join(cacheDir(), `temporal-${VERSION}.${process.pid}`);
  try {
    if (existsSync(target)) return target;
    mkdirSync(draft, { recursive: true });
    const reasons: string[] = [];
    for (const provide of [download, buildWithGo]) {
      try {
        await provide(draft, progress, options.signal);
        chmodSync(join(draft, 'temporal'), 0o755);
        if (!(await isUsable(join(draft, 'temporal')))) throw new LauncherError('the result does not run');
        rmSync(dirname(target), { recursive: true, force: true });
        renameSync(draft, dirname(target));
        return target;
      } catch (error) {
        options.signal?.throwIfAborted();
        reasons.push(errorMessage(error));
        progress(errorMessage(error));
      }
    }
    throw new LauncherError(
      `No Temporal server: put the temporal CLI on the PATH, allow the download from temporal.download, ` +
        `install Go, or set TEMPORAL_ADDRESS (${reasons.join('; ')})`,
    );
  } finally {
    rmSync(draft, { recursive: true, force: true });
    release();
  }
}

function isUsable(binary: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(binary, ['--version'], { timeout: 10_000 }, (error, output) => {
      const [, minor] = /Server 1\.(\d+)/.exec(output) ?? [];
      resolve(error === null && minor !== undefined && Number(minor) >= OLDEST_SERVER_MINOR);
    });
  });
}

async function download(folder: string, progress: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${process.platform}&arch=${arch}`;
  progress(`Downloading the Temporal CLI ${VERSION}`);
  const abort = new AbortController();
  const giveUp = () => abort.abort(new LauncherError('no answer'));
  signal?.addEventListener('abort', giveUp, { once: true });
  let watchdog = setTimeout(giveUp, CONNECT_MS);
  const archive = join(folder, 'archive.tar.gz');
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new LauncherError(`status ${response.status}`);
    let bytes = 0;
    const report = everySoOften(() => progress(`Downloading the Temporal CLI: ${(bytes / 1e6).toFixed(0)} MB`));
    const source = Readable.fromWeb(response.body).on('data', (part: Buffer) => {
      bytes += part.length;
      clearTimeout(watchdog);
      watchdog = setTimeout(giveUp, STALL_MS);
      report();
    });
    await pipeline(source, createWriteStream(archive), { signal: abort.signal });
    await run('tar', ['-xzf', archive, '-C', folder, 'temporal'], process.env, signal);
    rmSync(archive);
  } catch (error) {
    throw new LauncherError(`download failed: ${errorMessage(abort.signal.reason ?? error)}`);
  } finally {
    clearTimeout(watchdog);
    signal?.removeEventListener('abort', giveUp);
  }
}

function buildWithGo(folder: string, progress: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const what = { name: 'the Temporal server', module: `github.com/temporalio/cli/cmd/temporal@v${VERSION}` };
  return goInstall(what, folder, progress, signal);
}
