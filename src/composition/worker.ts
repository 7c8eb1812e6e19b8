import type { ActivityDeps } from '../activities/index.js';
import { createSmtpMailer } from '../adapters/email/smtp.js';
import { createMailboxSms } from '../adapters/sms/mailbox.js';
import { createMessageRenderer } from '../adapters/templates/handlebars.js';
import { stepActors } from '../adapters/temporal/sealed-actors.js';
import { payLinks } from '../adapters/tokens/pay-links.js';
import { WEBHOOK_SILENCE } from '../domain/payments/webhook-silence.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import type { Core } from './core.js';

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
      ...core.senders,
      payLinks: payLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL),
      now: core.now,
    },
    forgetOldKeys: () => keys.purge(),
    webhooks: { silence: WEBHOOK_SILENCE, logger },
  };
}
