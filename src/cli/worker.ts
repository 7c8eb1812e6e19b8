import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createActivities } from '../activities/index.js';
import { ensureSchedules } from '../adapters/temporal/schedules.js';
import { createWorker, installRuntime } from '../adapters/temporal/worker.js';
import { compose } from '../composition/compose.js';
import type { Core } from '../composition/core.js';
import { readSigningFile } from '../composition/signing.js';
import { activityDeps } from '../composition/worker.js';
import type { Settings } from '../config/schema.js';
import { WorkerHeartbeatRepository } from '../models/repositories/operations/worker-heartbeats.js';
import { sqlOf } from '../models/sql.js';
import { repairPullSchedules } from '../usecases/catalogue/sources/follow-source.js';
import { refuseUnfit } from './preflight.js';
import { Unfit } from './unfit.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

const BEAT_MS = 3_000;
/** A worker whose event loop stands still this long is ended: whoever supervises it starts another. */
const HUNG_AFTER_MS = 30_000;

/** Runs the worker until `stop` is aborted, then lets what runs finish. */
export async function runWorker(settings: Settings, args: readonly string[], stop: AbortSignal): Promise<void> {
  const core = compose(settings, 'worker');
  const { WORKER_METRICS_PORT: port, HOST: host, KEEPWELL_EMBEDDED: embedded } = settings;
  installRuntime(
    core.logger,
    port > 0 ? { metricsAddress: `${host || (embedded ? '127.0.0.1' : '0.0.0.0')}:${port}` } : {},
  );
  try {
    await refuseUnfit('WORKER', core, args, stop);
    await refuseUnreadableFile(settings);
    await ensureSchedules(core.client, core.temporal.taskQueue);
    const worker = await createWorker({
      temporal: core.temporal,
      keys: settings.ENCRYPTION_KEYS,
      activities: createActivities(activityDeps(core)),
      logger: core.logger,
    });
    const over = new AbortController();
    stop.addEventListener('abort', () => worker.shutdown(), { once: true });
    const watchdog = startWatchdog(HUNG_AFTER_MS);
    const beating = beat(core, () => worker.isRunning, watchdog, over.signal);
    const repairing = repairSchedules(core);
    core.logger.info('worker ready', { taskQueue: core.temporal.taskQueue });
    try {
      await worker.run();
    } finally {
      over.abort();
      await Promise.all([beating, repairing]);
      watchdog.stop();
      await worker.close();
    }
  } finally {
    await core.close();
  }
}

/** @throws Unfit when prescriptions could not be signed with the file that the settings name */
async function refuseUnreadableFile(settings: Settings): Promise<void> {
  try {
    await readSigningFile(settings);
  } catch (error) {
    throw new Unfit(error instanceof Error ? error.message : String(error));
  }
}

/** Beside the work, which does not wait for it: what is fetched by hand, and everything else, needs no Schedule. Never rejects. */
async function repairSchedules(core: Core): Promise<void> {
  try {
    await repairPullSchedules({ ...core, pulls: core.supplierPulls })();
  } catch (error) {
    core.logger.warn('the Schedules of sources were not repaired', { error });
  }
}

/** Shows readiness that somebody polls: a row that is at most a few seconds old. */
async function beat(core: Core, running: () => boolean, watchdog: Watchdog, over: AbortSignal): Promise<void> {
  const heartbeats = new WorkerHeartbeatRepository(sqlOf(core.pool));
  const id = `${hostname()}/${process.pid}`;
  while (!over.aborted) {
    watchdog.feed();
    try {
      if (running()) await heartbeats.beat(id, core.temporal.taskQueue);
    } catch (error) {
      core.logger.warn('the heartbeat was not written', { error });
    }
    // Aborted on shutdown: that is the end of the loop, not a failure.
    await delay(BEAT_MS, undefined, { signal: over }).catch(() => undefined);
  }
  await heartbeats.remove(id).catch(() => undefined);
}
