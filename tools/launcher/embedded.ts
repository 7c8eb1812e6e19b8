import { join } from 'node:path';
import type { DataDir } from './data-dir.js';
import { DetachedService } from './detached-service.js';
import type { LauncherSettings } from './launcher-settings.js';
import { type PostgresServer, startPostgres } from './postgres.js';
import type { Part, Shutdown } from './shutdown.js';
import { resolveTemporalBinary, startTemporal, type TemporalServer } from './temporal.js';

/** The servers that the launcher runs itself; undefined where the settings name an outside one. */
export interface Servers {
  readonly postgres: DetachedService<PostgresServer> | undefined;
  readonly temporal: DetachedService<TemporalServer> | undefined;
}

export interface StartContext {
  readonly settings: LauncherSettings;
  readonly data: DataDir;
  /** Port of the API, already chosen. */
  readonly apiPort: number;
  readonly shutdown: Shutdown;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
  /** Called when a server was started again under a new pid. */
  readonly onChange: () => void;
  /** Temporal keeps nothing on disk: faster, for runs in which nothing happens to it. */
  readonly engineInMemory?: boolean;
}

/** Starts PostgreSQL and Temporal side by side, unless the settings name outside ones. */
export async function startServers(context: StartContext): Promise<Servers> {
  const { env } = context.settings;
  const [postgres, temporal] = await Promise.allSettled([
    env.DATABASE_URL === undefined ? embeddedPostgres(context) : undefined,
    env.TEMPORAL_ADDRESS === undefined ? embeddedTemporal(context) : undefined,
  ]);
  // Both are waited for before either failure counts: what did start has to be stopped.
  if (postgres.status === 'fulfilled') addPart(context.shutdown, 'postgres', postgres.value);
  if (temporal.status === 'fulfilled') addPart(context.shutdown, 'temporal', temporal.value);
  if (postgres.status === 'rejected') throw postgres.reason;
  if (temporal.status === 'rejected') throw temporal.reason;
  return { postgres: postgres.value, temporal: temporal.value };
}

function addPart(shutdown: Shutdown, name: string, service: Omit<Part, 'name'> | undefined): void {
  if (service !== undefined) shutdown.add({ name, stop: () => service.stop(), kill: () => service.kill?.() });
}

async function embeddedPostgres(context: StartContext): Promise<DetachedService<PostgresServer>> {
  const start = (port: number) =>
    startPostgres({
      dataDir: context.data.at('postgres'),
      port,
      logFile: context.data.at('logs', 'postgres.log'),
    });
  const server = await start(context.settings.postgresPort);
  return new DetachedService({
    name: 'PostgreSQL',
    server,
    restart: () => start(server.port),
    onRestart: context.onChange,
    say: context.say,
  });
}

async function embeddedTemporal(context: StartContext): Promise<DetachedService<TemporalServer>> {
  const { settings, data } = context;
  const namespace = settings.env.TEMPORAL_NAMESPACE;
  const binary = await resolveTemporalBinary({ onProgress: context.say, signal: context.stop });
  const start = (port: number, uiPort: number) =>
    startTemporal({
      binary,
      port,
      uiPort,
      codecEndpoint: `http://localhost:${context.apiPort}/codec`,
      ...(context.engineInMemory ? {} : { dbFile: join(data.path, 'temporal', 'temporal.db') }),
      ...(namespace === undefined ? {} : { namespace }),
      logFile: data.at('logs', 'temporal.log'),
    });
  const server = await start(settings.temporalPort, settings.temporalUiPort);
  return new DetachedService({
    name: 'Temporal',
    server,
    restart: () => start(server.port, server.uiPort),
    onRestart: context.onChange,
    say: context.say,
  });
}
