import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createActivities } from '../activities/index.js';
import { ensureSchedules } from '../adapters/temporal/schedules.js';
import { createWorker, installRuntime } from '../adapters/temporal/worker.js';
import type { Settings } from '../config/schema.js';
import { WorkerHeartbeatRepository } from '../models/repositories/worker-heartbeats.js';
import { activityDeps, type Core, compose } from './compose.js';
import { refuseUnfitEngine, refuseUnfitSchema } from './preflight.js';

const BEAT_MS = 3_000;

/** Runs the worker until `stop` is aborted, then lets what runs finish. */
export async function runWorker(settings: Settings, stop: AbortSignal): Promise<void> {
  const core = compose(settings, 'worker');
  installRuntime(core.logger);
  try {
    await refuseUnfitSchema(core.pool);
    await refuseUnfitEngine(core.client, core.temporal.namespace);
    await ensureSchedules(core.client, core.temporal.taskQueue);
    const { worker, close } = await createWorker({
      temporal: core.temporal,
      keys: settings.ENCRYPTION_KEYS,
      activities: createActivities(activityDeps(core)),
      logger: core.logger,
    });
    const over = new AbortController();
    stop.addEventListener('abort', () => worker.getState() === 'RUNNING' && worker.shutdown(), { once: true });
    const beating = beat(core, () => worker.getState() === 'RUNNING', over.signal);
    core.logger.info('worker ready', { task_queue: core.temporal.taskQueue });
    try {
      await worker.run();
    } finally {
      over.abort();
      await beating;
      await close();
    }
  } finally {
    await core.close();
  }
}

/** Shows readiness that somebody polls: a row that is at most a few seconds old. */
async function beat(core: Core, running: () => boolean, over: AbortSignal): Promise<void> {
  const heartbeats = new WorkerHeartbeatRepository(core.pool);
  const id = `${hostname()}/${process.pid}`;
  while (!over.aborted) {
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
