import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, errorMessage, LauncherError } from './errors.js';
import { lockHolder, takeLock } from './lock.mjs';
import { commandLine, endProcess, isAlive } from './processes.mjs';

/** The directory of all embedded state, held by this launcher alone. */
export interface DataDir {
  readonly path: string;
  /** A path inside. */
  at(...parts: string[]): string;
  /** Notes the pids of the children, so that the next start can end what a killed launcher left. */
  noteChildren(pids: readonly number[]): void;
  release(): void;
}

const CHILD_SCRIPTS = [join('dist', 'programs', 'product.mjs'), join('dist', 'programs', 'sandbox.mjs')];

/**
 * Makes the data directory when needed, takes its lock, and clears what a killed launcher left.
 *
 * @throws LauncherError when another launcher holds it, or it cannot be written
 */
export async function openDataDir(path: string): Promise<DataDir> {
  const at = (...parts: string[]) => join(path, ...parts);
  try {
    mkdirSync(path, { recursive: true });
    // As root the database runs as another user, which has to get through to its own part.
    chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    // For us and all our children: nothing in here is for other users.
    process.umask(0o077);
    mkdirSync(at('logs'), { recursive: true });
    if (!existsSync(at('.keepwell-data'))) writeFileSync(at('.keepwell-data'), 'Made by npm start.\n');
  } catch (error) {
    throw new LauncherError(`KEEPWELL_DATA_DIR ${path} cannot be written: ${errorMessage(error)}`);
  }
  const release = await takeLock(at('launcher.lock'), { waitMs: 1_000 });
  if (release === undefined) {
    const holder = lockHolder(at('launcher.lock'));
    throw new LauncherError(`${path} is in use by another npm start (pid ${holder}): stop it or set KEEPWELL_DATA_DIR`);
  }
  rmSync(at('ready.json'), { force: true });
  await endLeftChildren(at('children.json'));
  return {
    path,
    at,
    noteChildren: (pids) => writeFileSync(at('children.json'), JSON.stringify(pids)),
    release: () => {
      rmSync(at('ready.json'), { force: true });
      rmSync(at('children.json'), { force: true });
      release();
    },
  };
}

async function endLeftChildren(file: string): Promise<void> {
  let pids: number[];
  try {
    pids = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    pids = []; // written while the machine went down
  }
  const ours = pids.filter((pid) => {
    const args = isAlive(pid) ? (commandLine(pid) ?? []) : [];
    return args.some((arg) => CHILD_SCRIPTS.some((script) => arg.endsWith(script)));
  });
  const steps = [
    { signal: 'SIGTERM', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ] as const;
  await Promise.all(ours.map((pid) => endProcess(pid, steps)));
  rmSync(file, { force: true });
}
