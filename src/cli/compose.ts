import type { Client } from '@temporalio/client';
import type { ActivityDeps } from '../activities/index.js';
import { createSmtpMailer } from '../adapters/email/smtp.js';
import type { PrintableCharacters, ReceiptPrinter } from '../adapters/pdf/port.js';
import { createReceiptPrinter } from '../adapters/pdf/receipt-pdf.js';
import { createMailboxSms } from '../adapters/sms/mailbox.js';
import { createMessageRenderer } from '../adapters/templates/handlebars.js';
import { TemporalAppointmentEngine } from '../adapters/temporal/appointment-engine.js';
import { TemporalAttentionEngine } from '../adapters/temporal/attention-engine.js';
import { openClient, type TemporalSettings } from '../adapters/temporal/connection.js';
import type { AttentionEngine } from '../adapters/temporal/port.js';
import { stepActors } from '../adapters/temporal/sealed-actors.js';
import { payLinks } from '../adapters/tokens/pay-links.js';
import { visitTokens } from '../adapters/tokens/visit-tokens.js';
import { SettingsError } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import { FIXED_POLICY } from '../domain/appointments/policies.js';
import type { ClinicPolicy } from '../domain/clinics/policy.js';
import { refuseFee } from '../domain/payments/least-charges.js';
import { GATEWAYS } from '../domain/payments/orders.js';
import { WEBHOOK_SILENCE } from '../domain/payments/webhook-silence.js';
import { openPool, type Pool } from '../models/connection.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import { type UnitOfWork, unitOfWork } from '../models/unit-of-work.js';
import { createLogger, type Logger } from '../observability/logger.js';
import type { PaymentDeps } from '../usecases/payments/deps.js';
import { type ShowEntry, showEntry } from '../usecases/support/show-entry.js';
import { paymentProviders } from './payment-providers.js';

/** Everything that both long-running processes and the commands are made of. */
export interface Core {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly unitOfWork: UnitOfWork;
  readonly temporal: TemporalSettings;
  readonly client: Client;
  readonly engine: TemporalAppointmentEngine;
  readonly entries: AttentionEngine;
  readonly showEntry: ShowEntry;
  readonly policy: ClinicPolicy;
  readonly payments: PaymentDeps;
  readonly printer: ReceiptPrinter;
  readonly characters: PrintableCharacters;
  readonly now: () => Date;
  close(): Promise<void>;
}

/** @throws SettingsError for a fee that the payment provider would refuse of every patient */
export function defaultPolicy(settings: Settings): ClinicPolicy {
  refuseSmallFees(settings);
  return {
    ...FIXED_POLICY,
    paymentWindowMs: settings.POLICY_PAYMENT_WINDOW,
    paymentWarningMs: settings.POLICY_PAYMENT_WARNING,
    processingLimitMs: settings.POLICY_PROCESSING_LIMIT,
    refundTiers: settings.POLICY_REFUND_TIERS,
    remindersMs: settings.POLICY_REMINDERS,
    chatOpensMs: settings.POLICY_CHAT_OPENS,
    chatArchiveMs: settings.POLICY_CHAT_ARCHIVE,
    checkInOpensMs: settings.POLICY_CHECK_IN_OPENS,
    noShowAfterMs: settings.POLICY_NO_SHOW_AFTER,
    feeNew: settings.POLICY_FEE_NEW,
    feeReturning: settings.POLICY_FEE_RETURNING,
    slotShortMs: settings.POLICY_SLOT_SHORT,
    slotLongMs: settings.POLICY_SLOT_LONG,
    noShowRefundPercent: settings.POLICY_REFUND_NO_SHOW,
    refundApprovalAbove: settings.POLICY_REFUND_APPROVAL_ABOVE,
  };
}

function refuseSmallFees(settings: Settings): void {
  const { PAYMENTS_ENABLED, CURRENCY, STRIPE_SECRET_KEY, PAYSTACK_SECRET_KEY } = settings;
  const keys = { stripe: STRIPE_SECRET_KEY, paystack: PAYSTACK_SECRET_KEY };
  const gateways = GATEWAYS.filter((name) => PAYMENTS_ENABLED && keys[name]);
  for (const name of ['POLICY_FEE_NEW', 'POLICY_FEE_RETURNING'] as const) {
    const problem = refuseFee(settings[name], CURRENCY, gateways);
    if (problem) throw new SettingsError(`${name} ${problem}.`);
  }
}

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
  const work = unitOfWork(pool, settings.ENCRYPTION_KEYS);
  const temporal = temporalSettings(settings);
  const client = openClient(temporal, settings.ENCRYPTION_KEYS);
  const entries = new TemporalAttentionEngine(client, temporal.taskQueue);
  const now = () => new Date();
  // One for all use cases: a font that has been read serves each of them.
  const printer = createReceiptPrinter();
  return {
    settings,
    logger,
    pool,
    unitOfWork: work,
    temporal,
    client,
    engine: new TemporalAppointmentEngine(client, temporal.taskQueue, settings.ENCRYPTION_KEYS),
    entries,
    showEntry: showEntry({ entries, logger }),
    policy: defaultPolicy(settings),
    payments: {
      unitOfWork: work,
      ...paymentProviders(settings, work, now),
      methods: { stripe: settings.STRIPE_PAYMENT_METHODS, paystack: settings.PAYSTACK_CHANNELS },
      customerDomain: organizerOf(settings.MAIL_FROM).email.split('@')[1] ?? 'keepwell.invalid',
      frontendUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
      visitTokens: visitTokens(settings.ENCRYPTION_KEYS),
      now,
    },
    printer,
    characters: printer,
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

/** What the worker's activities need beyond the core. */
export function activityDeps(core: Core): ActivityDeps {
  const { settings, logger } = core;
  const mailer = createSmtpMailer({ url: settings.SMTP_URL, from: settings.MAIL_FROM });
  const keys = new IdempotencyKeyRepository(core.pool, settings.ENCRYPTION_KEYS);
  return {
    unitOfWork: core.unitOfWork,
    now: core.now,
    engine: core.engine,
    actors: stepActors(settings.ENCRYPTION_KEYS),
    entries: core.entries,
    showEntry: core.showEntry,
    payments: core.payments,
    characters: core.characters,
    claim: {
      unitOfWork: core.unitOfWork,
      policy: core.policy,
      paymentsEnabled: settings.PAYMENTS_ENABLED,
      waived: core.payments.providers('waived'),
      bookingLimit: settings.RATE_LIMIT_BOOKINGS,
      now: core.now,
    },
    messages: {
      unitOfWork: core.unitOfWork,
      mailer,
      // The mail that stands for a text message holds number and text: it may only ever reach a mail catcher on this
      // machine. A real installation has no gateway yet, and says so of each text message.
      sms: settings.KEEPWELL_EMBEDDED
        ? createMailboxSms({ log: (line) => logger.info('text message', { ...line }), mailer })
        : null,
      renderer: createMessageRenderer(),
      printer: core.printer,
      characters: core.characters,
      logger,
      organizer: organizerOf(settings.MAIL_FROM),
      appUrl: settings.FRONTEND_URL ?? settings.PUBLIC_URL,
      payLinks: payLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL),
      now: core.now,
    },
    forgetOldKeys: () => keys.purge(),
    webhooks: { silence: WEBHOOK_SILENCE, logger },
  };
}
