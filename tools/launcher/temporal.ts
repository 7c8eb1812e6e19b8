import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { errorMessage, LauncherError } from './errors.js';
import { lastLines, openLog, readTail } from './log-file.js';
import { pickPort } from './ports.js';
import { commandLine, endProcess, isAlive } from './processes.mjs';
import { accepts } from './wait.js';

export { resolveTemporalBinary } from './temporal-binary.js';

export interface TemporalOptions {
  readonly binary: string;
  /** Without it the server keeps everything in memory. */
  readonly dbFile?: string;
  /** 0 picks a free one, as for the UI. */
  readonly port: number;
  readonly uiPort: number;
  readonly codecEndpoint?: string;
  readonly namespace?: string;
  readonly searchAttributes?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export interface TemporalServer {
  readonly address: string;
  readonly uiUrl: string;
  readonly port: number;
  readonly uiPort: number;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Note {
  readonly pid: number;
  readonly port: number;
  readonly uiPort: number;
}

const READY_MS = 60_000;
const DYING_MS = 5_000;
// The dev server's default of one day is shorter than the life of an appointment's chat.
const RETENTION_SECONDS = 90 * 24 * 3600;
const LIMITS = ['frontend.rps', 'frontend.namespaceRPS', 'frontend.namespaceRPS.visibility', 'history.rps'];

/**
 * Starts a Temporal dev server, detached, so Ctrl-C does not reach it before the workers are drained. A server that a
 * killed launcher left on the same database file is ended first: two on one file would damage it.
 *
 * @throws LauncherError when it does not become ready, with the end of its log
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { dbFile } = options;
  let waitMs = 0;
  if (dbFile !== undefined) {
    mkdirSync(dirname(dbFile), { recursive: true });
    // The threads of a killed server hold its ports for a moment after it counts as gone.
    if (readNote(dbFile) !== undefined) waitMs = DYING_MS;
    await endLeftover(dbFile);
  }
  const port = await pickPort(options.port, 'TEMPORAL_PORT', waitMs);
  const uiPort = await pickPort(options.uiPort, 'TEMPORAL_UI_PORT', waitMs);
  const address = `127.0.0.1:${port}`;
  const pid = await spawnServer(options, port, uiPort, address);
  const stop = async () => {
    await endServer(pid);
    if (dbFile !== undefined) rmSync(noteOf(dbFile), { force: true });
  };
  return { address, uiUrl: `http://localhost:${uiPort}`, port, uiPort, pid, stop };
}

/** Ends the server that is noted beside a database file, if it still runs. */
export async function endLeftover(dbFile: string): Promise<void> {
  const note = readNote(dbFile);
  if (note === undefined || !isAlive(note.pid)) return;
  // The pid may belong to a stranger by now.
  if (commandLine(note.pid)?.includes(dbFile) === true) await endServer(note.pid);
}

async function spawnServer(options: TemporalOptions, port: number, uiPort: number, address: string): Promise<number> {
  const log = openLog(options.logFile);
  let failure: string | undefined;
  try {
    const stdio: ['ignore', number, number] = ['ignore', log.fd, log.fd];
    const child = spawn(options.binary, serverArgs(options, port, uiPort), { detached: true, stdio });
    child.once('error', (error) => {
      failure = error.message;
    });
    child.once('exit', (code, signal) => {
      failure = `the server ended with ${code ?? signal}`;
    });
    child.unref();
    const pid = child.pid ?? 0;
    if (options.dbFile !== undefined) writeNote(options.dbFile, { pid, port, uiPort });
    try {
      await prepare(address, options.namespace ?? 'default', () => failure);
    } catch (error) {
      if (pid !== 0) await endServer(pid);
      throw error;
    }
    child.removeAllListeners();
    return pid;
  } catch (error) {
    const said = lastLines(readTail(options.logFile, log.start), 1);
    throw new LauncherError(`Temporal: ${failure ?? errorMessage(error)}${said === '' ? '' : ` (${said})`}`);
  } finally {
    closeSync(log.fd);
  }
}

function serverArgs(options: TemporalOptions, port: number, uiPort: number): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${port}`, '--ui-port', `${uiPort}`];
  args.push('--log-level', 'error');
  if (options.dbFile !== undefined) args.push('--db-filename', options.dbFile);
  if (options.codecEndpoint !== undefined) args.push('--ui-codec-endpoint', options.codecEndpoint);
  if (options.namespace !== undefined) args.push('--namespace', options.namespace);
  for (const key of LIMITS) args.push('--dynamic-config-value', `${key}=100000`);
  for (const [name, type] of Object.entries(options.searchAttributes ?? {})) {
    args.push('--search-attribute', `${name}=${type}`);
  }
  return args;
}

/** Waits for the server's health answer, then for the namespace, and sets the namespace's retention. */
async function prepare(address: string, namespace: string, failure: () => string | undefined): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      // A gRPC connection that is refused tries again only a second later.
      const listening = await accepts(Number(address.split(':')[1]));
      if (!listening) throw new LauncherError('nothing listens on its port');
      await setRetention(address, namespace);
      return;
    } catch (error) {
      if (failure() !== undefined || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

async function setRetention(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    const service = 'temporal.api.workflowservice.v1.WorkflowService';
    const { status } = await connection.healthService.check({ service });
    // 1 is SERVING in grpc.health.v1.
    if (status !== 1) throw new LauncherError('the server is not healthy yet');
    const workflowExecutionRetentionTtl = msToTs(RETENTION_SECONDS * 1000);
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= RETENTION_SECONDS) return;
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
  } finally {
    await connection.close();
  }
}

function endServer(pid: number): Promise<void> {
  return endProcess(pid, [
    { signal: 'SIGTERM', waitMs: 4_000 },
    { signal: 'SIGKILL', waitMs: 1_000 },
  ]);
}

function noteOf(dbFile: string): string {
  return `${dbFile}.server.json`;
}

function writeNote(dbFile: string, note: Note): void {
  writeFileSync(`${noteOf(dbFile)}.new`, JSON.stringify(note));
  renameSync(`${noteOf(dbFile)}.new`, noteOf(dbFile));
}

function readNote(dbFile: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteOf(dbFile), 'utf8'));
  } catch {
    return undefined; // no server was ever started on this file, or it was stopped in order
  }
}
