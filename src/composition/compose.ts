import { createReceiptPrinter } from '../adapters/pdf/receipt-pdf.js';
import { TemporalAppointmentWorkflows } from '../adapters/temporal/appointment-workflows.js';
import { TemporalAttentionWorkflows } from '../adapters/temporal/attention-workflows.js';
import { openClient, type TemporalSettings } from '../adapters/temporal/connection.js';
import { visitTokens } from '../adapters/tokens/visit-tokens.js';
import type { Settings } from '../config/schema.js';
import { openPool } from '../models/connection.js';
import { unitOfWork } from '../models/unit-of-work.js';
import { createLogger } from '../observability/logger.js';
import { appointmentPayable } from '../usecases/appointments/appointment-payable.js';
import { readSnapshotOf } from '../usecases/appointments/snapshot.js';
import { sessionCache } from '../usecases/identity/session-cache.js';
import { showEntry } from '../usecases/support/show-entry.js';
import { repositories } from './contexts.js';
import type { Core } from './core.js';
import { defaultPolicy } from './default-policy.js';
import { paymentProviders } from './payment-providers.js';

export function temporalSettings(settings: Settings): TemporalSettings {
  return {
    address: settings.TEMPORAL_ADDRESS,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.TEMPORAL_TASK_QUEUE,
    apiKey: settings.TEMPORAL_API_KEY,
    tls: { ca: settings.TEMPORAL_TLS_CA, cert: settings.TEMPORAL_TLS_CERT, key: settings.TEMPORAL_TLS_KEY },
  };
}

/** Who opens a core; the two long-running ones take on a database role that can do no more than they need. */
export type Service = 'api' | 'worker' | 'migrate' | 'seed' | 'admin' | 'resume' | 'reconcile';

function roleOf(settings: Settings, service: Service): string | undefined {
  if (service === 'api') return settings.DATABASE_ROLE_API;
  return service === 'worker' || service === 'reconcile' ? settings.DATABASE_ROLE_WORKER : undefined;
}

/** Opens everything that `service` needs; nothing connects before it is used. */
export function compose(settings: Settings, service: Service): Core {
  const logger = createLogger(settings.LOG_LEVEL, service);
  const pool = openPool(
    {
      url: settings.DATABASE_URL,
      max: settings.DATABASE_POOL_MAX,
      statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT,
      applicationName: `keepwell-${service}`,
      role: roleOf(settings, service),
    },
    logger,
  );
  const work = unitOfWork(pool, settings.ENCRYPTION_KEYS, repositories);
  const temporal = temporalSettings(settings);
  const client = openClient(temporal, settings.ENCRYPTION_KEYS);
  const entries = new TemporalAttentionWorkflows(client, temporal.taskQueue);
  const now = () => new Date();
  // One for all use cases: a font that has been read serves each of them.
  const printer = createReceiptPrinter();
  const tokens = visitTokens(settings.ENCRYPTION_KEYS);
  return {
    settings,
    logger,
    pool,
    unitOfWork: work,
    temporal,
    client,
    engine: new TemporalAppointmentWorkflows(client, temporal.taskQueue, settings.ENCRYPTION_KEYS),
    entries,
    showEntry: showEntry({ entries, logger }),
    sessionCache: sessionCache(now),
    policy: defaultPolicy(settings),
    visitTokens: tokens,
    payments: {
      unitOfWork: work,
      ...paymentProviders(settings, work, now),
      methods: { stripe: settings.STRIPE_PAYMENT_METHODS, paystack: settings.PAYSTACK_CHANNELS },
      customerDomain: organizerOf(settings.MAIL_FROM).email.split('@')[1] ?? 'keepwell.invalid',
      payables: {
        appointment: appointmentPayable({
          frontendUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
          visitTokens: tokens,
        }),
      },
      readSubject: readSnapshotOf,
      now,
    },
    printer,
    characters: printer,
    senders: { organizer: organizerOf(settings.MAIL_FROM), appUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL },
    now,
    async close() {
      await client.connection.close();
      await pool.end();
    },
  };
}

/** `Name <address>` or a bare address. */
export function organizerOf(from: string): { name: string; email: string } {
  const match = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from);
  const email = match?.[2] ?? from.trim();
  return { name: match?.[1] || email, email };
}
