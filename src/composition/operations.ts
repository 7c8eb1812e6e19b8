import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { DocumentStore } from '../adapters/documents/port.js';
import type { HealthServices, MetricsServices } from '../api/operations/services.js';
import { SYSTEM } from '../domain/actor.js';
import { directQueries } from '../models/direct-queries.js';
import { DatabaseHealthRepository } from '../models/repositories/operations/database-health.js';
import { FigureRepository } from '../models/repositories/operations/figures.js';
import { WorkerHeartbeatRepository } from '../models/repositories/operations/worker-heartbeats.js';
import { sqlOf } from '../models/sql.js';
import { checkHealth, type HealthProbe, Unhealthy } from '../usecases/operations/check-health.js';
import { readWebhookSilence } from '../usecases/operations/read-webhook-silence.js';
import type { Core } from './core.js';
import { documentStore } from './documents.js';
import type { Manifest } from './manifest.js';

const BEAT_TOO_OLD_SECONDS = 10;
const SKEW_TOO_LARGE_MS = 5_000;

/** Whether everything runs, and its figures. */
export const operations = {
  repositories: {},
  services: (core: Core) => ({ health: healthServices(core), metrics: metricsServices(core) }),
} satisfies Manifest;

function metricsServices({ pool, settings }: Core): MetricsServices {
  const figures = new FigureRepository(directQueries(pool, settings.ENCRYPTION_KEYS)(SYSTEM));
  return { figures: () => figures.read(), pool };
}

export function healthServices(core: Core): HealthServices {
  const { settings, payments, now } = core;
  const heartbeats = new WorkerHeartbeatRepository(sqlOf(core.pool));
  const health = new DatabaseHealthRepository(sqlOf(core.pool));
  const writable = { database: () => health.write() };
  const needed = {
    ...writable,
    temporal: async () => {
      await core.engine.ping();
      return undefined;
    },
    worker: async () => {
      const age = await heartbeats.age(core.temporal.taskQueue);
      const figures = { ageMs: age === null ? null : Math.round(age * 1000) };
      if (age === null || age > BEAT_TOO_OLD_SECONDS) throw new Unhealthy('no worker polls', figures);
      return figures;
    },
  };
  const all: Readonly<Record<string, HealthProbe>> = {
    ...needed,
    ...(settings.PAYMENTS_ENABLED ? { paymentProvider: () => pingProviders(payments) } : {}),
    mail: async () => {
      await reach(settings.SMTP_URL);
      return undefined;
    },
    documents: () => tryStore(documentStore(settings)),
    pool: async () => {
      const figures = { open: core.pool.totalCount, idle: core.pool.idleCount, waiting: core.pool.waitingCount };
      if (core.pool.waitingCount > 0) throw new Unhealthy('requests wait for a connection', figures);
      return figures;
    },
    clock: async () => {
      const skew = Math.abs((await health.clock()).getTime() - Date.now());
      const figures = { skewMs: skew };
      if (skew > SKEW_TOO_LARGE_MS) throw new Unhealthy('the clocks of machine and database differ', figures);
      return figures;
    },
  };
  const vital = Object.keys(needed);
  return {
    ready: checkHealth({ probes: writable, vital, now }),
    deep: checkHealth({ probes: needed, vital, now }),
    check: checkHealth({ probes: all, vital, now }),
    webhookSilence: readWebhookSilence(core),
  };
}

/** Whether the store keeps what it is given. */
async function tryStore(documents: DocumentStore) {
  const [name, bytes] = [randomUUID(), randomBytes(16)];
  await documents.put(name, bytes);
  const kept = await documents.get(name);
  await documents.delete(name);
  if (!kept || !bytes.equals(kept)) throw new Unhealthy('the store loses documents', { uploadTest: 'failed' });
  return { uploadTest: 'passed' };
}

async function pingProviders({ gateways, providers }: Core['payments']) {
  await Promise.all(gateways.map((name) => providers(name).ping()));
  return { providers: gateways.map((name) => ({ name, apiVersion: providers(name).apiVersion })) };
}

/** Resolves when somebody listens there. */
function reach(url: string): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port) || (protocol === 'smtps:' ? 465 : 25), hostname);
    socket.setTimeout(2_500, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
