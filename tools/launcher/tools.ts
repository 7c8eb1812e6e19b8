import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { errorMessage, LauncherError } from './errors.js';
import { lastLines } from './log-file.js';

const PROGRESS_MS = 5_000;

/** Where a program lies that can be run by its name; undefined when it cannot. */
export function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/**
 * Builds a Go program of a pinned version into a folder.
 *
 * @throws LauncherError when there is no Go, or the build fails
 */
export async function goInstall(
  what: { readonly name: string; readonly module: string },
  folder: string,
  progress: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const go = onPath('go') ?? (existsSync('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : undefined);
  if (go === undefined) throw new LauncherError('Go is not installed');
  const begin = Date.now();
  const elapsed = () => `${Math.round((Date.now() - begin) / 1000)} s`;
  progress(`Building ${what.name} with Go, once: this takes a few minutes`);
  const timer = setInterval(() => progress(`Building ${what.name}: ${elapsed()}`), PROGRESS_MS);
  try {
    await run(go, ['install', what.module], { ...process.env, GOBIN: folder }, signal);
    progress(`Built ${what.name} in ${elapsed()}`);
  } catch (error) {
    throw new LauncherError(`go install failed: ${errorMessage(error)}`);
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a program to its end, in a process group of its own: the compilers that Go starts end with it when the start is
 * given up.
 *
 * @throws LauncherError with the last line that it wrote to its standard error
 */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    };
    let output = '';
    child.stderr.on('data', (part) => {
      output = (output + part).slice(-8_000);
    });
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code, by) => {
      signal?.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new LauncherError(lastLines(output, 1) || `${program} ended with ${code ?? by}`));
    });
  });
}

/** Lets a report through at most every five seconds. */
export function everySoOften(report: () => void): () => void {
  let last = Date.now();
  return () => {
    if (Date.now() - last < PROGRESS_MS) return;
    last = Date.now();
    report();
  };
}
