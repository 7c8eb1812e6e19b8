import { type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode, LauncherError } from './errors.js';
import { lastLines } from './log-file.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { ServerUser } from './postgres-user.js';
import { commandLine, isAlive } from './processes.mjs';
import { keptSecret } from './secrets.js';

/** What a server says about itself in its postmaster.pid. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Spawn options of everything that touches the data: the server's user, and none of the caller's PG* settings. */
export function spawnOptions(user: ServerUser | undefined): SpawnOptions {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: '/', env, ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }) };
}

/** Reads the pid file of `dataDir`. */
export function readPidFile(dataDir: string): RunningServer | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** The live server of `dataDir`. A pid file of a dead server, or one whose pid a stranger got, is none. */
export function findServer(dataDir: string): RunningServer | undefined {
  const noted = readPidFile(dataDir);
  if (noted === undefined || !isAlive(noted.pid)) return undefined;
  const args = commandLine(noted.pid) ?? [];
  const directory = args[args.indexOf('-D') + 1];
  const ours = args.some((part) => part.endsWith('postgres')) && directory !== undefined && sameDir(directory, dataDir);
  return ours ? noted : undefined;
}

/** The superuser's password, made once; of two starts at the same time both get the same one. */
export function ensurePassword(path: string, dataDir: string): string {
  if (!existsSync(path) && existsSync(join(dataDir, 'PG_VERSION'))) {
    throw new LauncherError(`${path} is missing: nobody can log in to the database beside it; restore it or reset`);
  }
  return keptSecret(path, () => randomBytes(24).toString('hex'));
}

/**
 * Makes the data directory when there is none, and checks the version of an existing one.
 *
 * @throws LauncherError for data of another PostgreSQL version, or when initdb fails
 */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  options: { user: ServerUser | undefined; password: string; fsync: boolean },
): Promise<void> {
  const versionFile = join(dataDir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (found === binaries.major) return;
    throw new LauncherError(`${dataDir} holds PostgreSQL ${found} data, the installed server is ${binaries.major}`);
  }
  // Into a sibling and renamed at the end: an interrupted initdb never looks like a database.
  const draft = `${dataDir}.${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.pw`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  try {
    for (const path of options.user === undefined ? [] : [draft, passwordFile]) {
      chownSync(path, options.user?.uid ?? 0, options.user?.gid ?? 0);
    }
    const flags = ['-D', draft, '-U', 'keepwell', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const sync = options.fsync ? [] : ['--no-sync'];
    await runInitdb(binaries.initdb, [...flags, ...locale, ...sync], options.user);
    renameSync(draft, dataDir);
  } catch (error) {
    // A rename onto a directory that another start has just put there: theirs is as good.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Turns what a server or initdb said before it died into one line that helps. */
export function explain(output: string, fallback: string): LauncherError {
  if (/No space left on device|Check free disk space/.test(output))
    return new LauncherError('PostgreSQL: no space left on the disk');
  const reason = output
    .split('\n')
    .reverse()
    .find((line) => /FATAL|PANIC|error:|cannot|could not/i.test(line));
  return new LauncherError(`PostgreSQL: ${reason?.trim() ?? (lastLines(output, 1) || fallback)}`);
}

function runInitdb(program: string, args: string[], user: ServerUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions(user), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (part) => {
      output += part;
    });
    child.stderr?.on('data', (part) => {
      output += part;
    });
    child.once('error', (error) => reject(new LauncherError(`initdb does not start: ${error.message}`)));
    child.once('close', (code) => (code === 0 ? resolve() : reject(explain(output, `initdb ended with ${code}`))));
  });
}

function sameDir(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false; // that directory is gone, so it is not ours
  }
}
