import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, LauncherError } from './errors.js';
import { takeLock } from './lock.mjs';
import { openLog, readTail } from './log-file.js';
import { pickPort } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import { ensureCluster, ensurePassword, explain, findServer, readPidFile, spawnOptions } from './postgres-cluster.js';
import { placeDataDir, type ServerUser, serverUser } from './postgres-user.js';
import { endProcess, isAlive } from './processes.mjs';

export interface PostgresOptions {
  readonly dataDir: string;
  /** 0 picks a free one; a server that already runs on the directory keeps its own. */
  readonly port: number;
  /** false for tests: fast, and worthless after a power cut. */
  readonly fsync?: boolean;
  readonly logFile?: string;
}

export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

// Recovery after a crash takes as long as there is log to replay.
const READY_MS = 60_000;
const ORPHANS_MS = 15_000;
const ATTEMPTS = 5;
/**
 * The server's log names databases and carries no value of a row: PostgreSQL would add the row that breaks a constraint to
 * its line, names and addresses included, and its parameters to a slow statement's.
 */
const LOGGING = [
  'log_line_prefix=%m [%p] %d ',
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];

/**
 * Starts PostgreSQL on `dataDir`, making the cluster and the database `keepwell` the first time. A live server on the
 * directory is adopted; two starts at once, also of two processes, end in one server. The server is detached: it
 * outlives a crash of the launcher and never sees its Ctrl-C.
 *
 * @throws LauncherError when it cannot start, with the reason in one line
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  mkdirSync(dirname(options.dataDir), { recursive: true });
  const owner = serverUser(options.dataDir);
  const dataDir = placeDataDir(options.dataDir, owner);
  const release = await takeLock(`${options.dataDir}.lock`, { waitMs: READY_MS });
  if (release === undefined) throw new LauncherError(`Another start of ${dataDir} does not come to an end`);
  try {
    const password = ensurePassword(`${options.dataDir}.password`, dataDir);
    for (let attempt = 1; ; attempt += 1) {
      const { pid, port } = await runServer(dataDir, options, owner, password);
      const server = `postgres://keepwell:${password}@127.0.0.1:${port}`;
      try {
        await ensureDatabase(`${server}/postgres?sslmode=disable`);
      } catch (error) {
        // A server that is just dying still looks alive: what we adopted may be gone by now.
        if (attempt === ATTEMPTS) throw error;
        await delay(100);
        continue;
      }
      return { url: `${server}/keepwell?sslmode=disable`, port, pid, stop: () => stopServer(pid) };
    }
  } catch (error) {
    if (errorCode(error) === 'ENOSPC') throw new LauncherError('PostgreSQL: no space left on the disk');
    throw error;
  } finally {
    release();
  }
}

async function runServer(
  dataDir: string,
  options: PostgresOptions,
  user: ServerUser | undefined,
  password: string,
): Promise<{ pid: number; port: number }> {
  const running = findServer(dataDir);
  if (running !== undefined) {
    await waitUntilReady(dataDir, running.pid, () => undefined);
    return running;
  }
  const binaries = postgresBinaries(user);
  const fsync = options.fsync ?? true;
  await ensureCluster(dataDir, binaries, { user, password, fsync });
  const crashed = readPidFile(dataDir);
  // The children of a killed postmaster hold its port for a moment.
  const waitMs = crashed?.port === options.port ? ORPHANS_MS : 0;
  const port = await pickPort(options.port, 'POSTGRES_PORT', waitMs);
  const logFile = options.logFile ?? join(dirname(options.dataDir), `${basename(options.dataDir)}.log`);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'max_connections=200',
    ...LOGGING,
  ];
  if (!fsync) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const args = ['-D', dataDir, ...settings.flatMap((setting) => ['-c', setting])];
  const deadline = Date.now() + ORPHANS_MS;
  for (;;) {
    // Left behind by a crash; with a reused pid in it, it would block the start for good.
    rmSync(join(dataDir, 'postmaster.pid'), { force: true });
    try {
      return { pid: await spawnServer(binaries.postgres, args, { dataDir, logFile, user }), port };
    } catch (error) {
      // The backends of a killed postmaster need a moment to notice.
      const orphans = error instanceof LauncherError && /still in use|is being used/.test(error.message);
      if (!orphans || Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

async function spawnServer(
  program: string,
  args: string[],
  place: { dataDir: string; logFile: string; user: ServerUser | undefined },
): Promise<number> {
  const log = openLog(place.logFile);
  let failure: string | undefined;
  try {
    const options = { ...spawnOptions(place.user), detached: true };
    const child = spawn(program, args, { ...options, stdio: ['ignore', log.fd, log.fd] });
    child.once('error', (error) => {
      failure = error.message;
    });
    child.once('exit', (code, signal) => {
      failure = `the server ended with ${code ?? signal}`;
    });
    child.unref();
    await waitUntilReady(place.dataDir, child.pid ?? 0, () => failure);
    child.removeAllListeners();
    return child.pid ?? 0;
  } catch (error) {
    throw failure === undefined ? error : explain(readTail(place.logFile, log.start), failure);
  } finally {
    closeSync(log.fd);
  }
}

async function waitUntilReady(dataDir: string, pid: number, failure: () => string | undefined): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const noted = readPidFile(dataDir);
    if (noted?.pid === pid && noted.ready) return;
    const reason = failure() ?? (isAlive(pid) ? undefined : 'the server is gone');
    if (reason !== undefined) throw new LauncherError(`PostgreSQL: ${reason}`);
    if (Date.now() > deadline) throw new LauncherError(`PostgreSQL on ${dataDir} does not become ready`);
    await delay(15);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // reported by the query that fails
  try {
    await client.connect();
    const found = await client.query("select 1 from pg_database where datname = 'keepwell'");
    if (found.rowCount === 0) await client.query('create database keepwell');
  } catch (error) {
    // 42P04: it is there. 23505: another start is just making it.
    if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves the rest to the recovery of the next start.
function stopServer(pid: number): Promise<void> {
  return endProcess(pid, [
    { signal: 'SIGINT', waitMs: 4_000 },
    { signal: 'SIGQUIT', waitMs: 1_500 },
    { signal: 'SIGKILL', waitMs: 500 },
  ]);
}
