import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from './errors.js';
import { startPostgres } from './postgres.js';
import { findServer } from './postgres-cluster.js';
import { commandLine, endProcess, isAlive } from './processes.mjs';
import { resolveTemporalBinary, startTemporal } from './temporal.js';

/** A service that a test may use; `stop` leaves a shared one alone. */
export interface TestService {
  readonly url: string;
  /** Where it writes its log. */
  readonly logFile: string;
  stop(): Promise<void>;
}

const PREFIX = 'keepwell-test-';
/** Before the names of the settings by which the files of a run know its servers. */
const SHARED = 'KEEPWELL_TEST_';
const ROOM_BYTES = 1024 ** 3;
// SIGQUIT makes PostgreSQL give its shared memory back, which SIGKILL does not.
const END_NOW = [
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/** A PostgreSQL server: the run's own (`KEEPWELL_TEST_DATABASE_URL`), else one for this test file. */
export async function useTestPostgres(): Promise<TestService> {
  const shared = sharedService('DATABASE_URL', 'DATABASE_LOG');
  if (shared) return shared;
  const folder = testFolder();
  const logFile = join(folder, 'postgres.log');
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), port: 0, fsync: false, logFile });
  return serviceOf({ url: server.url, logFile }, server, folder);
}

/** A Temporal server: the run's own (`KEEPWELL_TEST_TEMPORAL_ADDRESS`), else one in memory for this test file. */
export async function useTestTemporal(): Promise<TestService> {
  const shared = sharedService('TEMPORAL_ADDRESS', 'TEMPORAL_LOG');
  if (shared) return shared;
  const binary = await resolveTemporalBinary({ onProgress: (line) => console.error(line) });
  const folder = testFolder();
  const logFile = join(folder, 'temporal.log');
  const server = await startTemporal({ binary, port: 0, uiPort: 0, logFile });
  writeFileSync(join(folder, 'temporal.pid'), `${server.pid}`);
  return serviceOf({ url: server.address, logFile }, server, folder);
}

/** Both servers for a whole run, under the names that `useTestPostgres` and `useTestTemporal` look for. */
export async function startTestServices(): Promise<{ env: NodeJS.ProcessEnv; stop(): Promise<void> }> {
  await endAbandoned();
  const [postgres, temporal] = await Promise.allSettled([useTestPostgres(), useTestTemporal()]);
  const stop = async () => {
    await Promise.all([postgres, temporal].map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
  };
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled') {
    const env = {
      [`${SHARED}DATABASE_URL`]: postgres.value.url,
      [`${SHARED}DATABASE_LOG`]: postgres.value.logFile,
      [`${SHARED}TEMPORAL_ADDRESS`]: temporal.value.url,
      [`${SHARED}TEMPORAL_LOG`]: temporal.value.logFile,
    };
    return { env, stop };
  }
  await stop();
  throw postgres.status === 'rejected' ? postgres.reason : temporal.status === 'rejected' ? temporal.reason : undefined;
}

/** A new folder for a test's state, in memory where there is room; the next run removes what a killed one left. */
export function testFolder(): string {
  return mkdtempSync(join(baseFolder(), `${PREFIX}${process.pid}-`));
}

function sharedService(url: string, log: string): TestService | undefined {
  const { [`${SHARED}${url}`]: shared, [`${SHARED}${log}`]: logFile = '' } = process.env;
  return shared ? { url: shared, logFile, stop: async () => undefined } : undefined;
}

function serviceOf(
  place: Pick<TestService, 'url' | 'logFile'>,
  server: { pid: number; stop(): Promise<void> },
  folder: string,
): TestService {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A file that ends without stopping its server must not leave it behind.
  const onExit = () => {
    if (isAlive(server.pid)) process.kill(server.pid, 'SIGQUIT');
    remove();
  };
  process.once('exit', onExit);
  const stop = async () => {
    process.removeListener('exit', onExit);
    await server.stop();
    remove();
  };
  return { ...place, stop };
}

function baseFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ROOM_BYTES ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir(); // not Linux
  }
}

async function endAbandoned(): Promise<void> {
  const base = baseFolder();
  for (const name of readdirSync(base).filter((entry) => entry.startsWith(PREFIX))) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    const folder = join(base, name);
    try {
      const server = findServer(join(folder, 'postgres'));
      if (server !== undefined) await endProcess(server.pid, END_NOW);
      const pid = temporalPid(folder);
      if (pid !== undefined) await endProcess(pid, END_NOW);
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Another user's folder.
      if (errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM') throw error;
    }
  }
}

function temporalPid(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, 'temporal.pid'), 'utf8'));
    return commandLine(pid)?.includes('start-dev') === true ? pid : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
