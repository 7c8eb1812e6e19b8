import { EventEmitter } from 'node:events';
import { argon2Hasher } from '../adapters/passwords/argon2.js';
import { fairHasher } from '../adapters/passwords/fair-hasher.js';
import { FontLibrary } from '../adapters/pdf/fonts/font-library.js';
import { createPurchaseOrderPrinter } from '../adapters/pdf/purchase-order-pdf.js';
import { createReceiptPrinter } from '../adapters/pdf/receipt-pdf.js';
import { createTranscriptPrinter } from '../adapters/pdf/transcript-pdf.js';
import { BY_HAND } from '../adapters/registers/by-hand.js';
import { TemporalAccountMailWorkflows } from '../adapters/temporal/account-mail-workflows.js';
import { TemporalAppointmentWorkflows } from '../adapters/temporal/appointment-workflows.js';
import { TemporalAttentionWorkflows } from '../adapters/temporal/attention-workflows.js';
import { openClient, type TemporalSettings } from '../adapters/temporal/connection.js';
import { TemporalListImportWorkflows } from '../adapters/temporal/list-import-workflows.js';
import { TemporalSupplierPulls } from '../adapters/temporal/supplier-pull-schedules.js';
import { visitTokens } from '../adapters/tokens/visit-tokens.js';
import type { Settings } from '../config/schema.js';
import { backendsOf, openPool } from '../models/connection.js';
import { unitOfWork } from '../models/unit-of-work.js';
import { createLogger } from '../observability/logger.js';
import { appointmentPayable } from '../usecases/appointments/appointment-payable.js';
import { readSnapshotOf } from '../usecases/appointments/snapshot.js';
import { apiKeyCache } from '../usecases/identity/api-key-cache.js';
import { sessionCache } from '../usecases/identity/session-cache.js';
import { showEntry } from '../usecases/support/show-entry.js';
import { repositories } from './contexts.js';
import type { Core } from './core.js';
import { defaultPolicy } from './default-policy.js';
import { defaultSecurity } from './default-security.js';
import { paymentProviders } from './payment-providers.js';
import { documentMaker } from './signing.js';

export function temporalSettings(settings: Settings): TemporalSettings {
  return {
    address: settings.TEMPORAL_ADDRESS,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.TEMPORAL_TASK_QUEUE,
    apiKey: settings.TEMPORAL_API_KEY,
    tls: { ca: settings.TEMPORAL_TLS_CA, cert: settings.TEMPORAL_TLS_CERT, key: settings.TEMPORAL_TLS_KEY },
  };
}

/** Who opens a core. API and worker have a database login of their own; what makes the schema and accounts is its owner. */
export type Service = 'api' | 'worker' | 'migrate' | 'seed' | 'admin' | 'resume' | 'reconcile' | 'import';

export function urlOf(settings: Settings, service: Service): string {
  const { DATABASE_URL: owner, DATABASE_URL_API: api = owner, DATABASE_URL_WORKER: worker = owner } = settings;
  if (service === 'api') return api;
  return ['worker', 'reconcile', 'resume', 'import'].includes(service) ? worker : owner;
}

/** Opens everything that `service` needs; nothing connects before it is used. */
export function compose(settings: Settings, service: Service): Core {
  const logger = createLogger(settings.LOG_LEVEL, service);
  const pool = openPool(
    {
      url: urlOf(settings, service),
      max: settings.DATABASE_POOL_MAX,
      statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT,
      applicationName: `keepwell-${service}`,
    },
    logger,
  );
  const isOwnBackend = backendsOf(pool);
  const committed: Core['committed'] = new EventEmitter();
  const work = unitOfWork(pool, settings.ENCRYPTION_KEYS, repositories, (changed) =>
    committed.emit('changed', changed),
  );
  const temporal = temporalSettings(settings);
  const client = openClient(temporal, settings.ENCRYPTION_KEYS);
  const entries = new TemporalAttentionWorkflows(client, temporal.taskQueue);
  const now = () => new Date();
  const requireVerifiedDoctors = settings.REQUIRE_VERIFIED_DOCTORS ?? !settings.KEEPWELL_EMBEDDED;
  // One for all use cases: a font that has been read serves each of them.
  const fonts = new FontLibrary();
  const printer = createReceiptPrinter(fonts);
  const makerOfDocuments = documentMaker(settings);
  const tokens = visitTokens(settings.ENCRYPTION_KEYS);
  return {
    settings,
    logger,
    pool,
    unitOfWork: work,
    committed,
    isOwnBackend,
    temporal,
    client,
    engine: new TemporalAppointmentWorkflows(client, temporal.taskQueue, settings.ENCRYPTION_KEYS),
    entries,
    passwords: fairHasher(argon2Hasher()),
    accountMails: new TemporalAccountMailWorkflows(client, temporal.taskQueue),
    formularyImports: new TemporalListImportWorkflows(client, temporal.taskQueue, 'formulary'),
    supplierImports: new TemporalListImportWorkflows(client, temporal.taskQueue, 'supplier'),
    supplierPulls: new TemporalSupplierPulls(client, temporal.taskQueue),
    showEntry: showEntry({ entries, logger }),
    sessionCache: sessionCache(now),
    apiKeyCache: apiKeyCache(now),
    policy: defaultPolicy(settings),
    security: defaultSecurity(settings),
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
          requireVerifiedDoctors,
        }),
      },
      readSubject: readSnapshotOf,
      now,
    },
    requireVerifiedDoctors,
    register: BY_HAND,
    printer,
    documentMaker: makerOfDocuments,
    transcriptPrinter: createTranscriptPrinter(fonts),
    orderPrinter: createPurchaseOrderPrinter(fonts),
    characters: printer,
    senders: { organizer: organizerOf(settings.MAIL_FROM), appUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL },
    now,
    async close() {
      await makerOfDocuments.close();
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
