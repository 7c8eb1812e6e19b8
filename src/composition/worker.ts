import { setImmediate } from 'node:timers/promises';
import type { ActivityDeps } from '../activities/index.js';
import { createSmtpMailer } from '../adapters/email/smtp.js';
import { createMailboxSms } from '../adapters/sms/mailbox.js';
import { threadedReader } from '../adapters/spreadsheets/threaded-reader.js';
import { createMessageRenderer } from '../adapters/templates/handlebars.js';
import { stepActors } from '../adapters/temporal/sealed-actors.js';
import { payLinks } from '../adapters/tokens/pay-links.js';
import { transcriptJson } from '../adapters/transcripts/json.js';
import { SYSTEM } from '../domain/actor.js';
import { WEBHOOK_SILENCE } from '../domain/payments/webhook-silence.js';
import { directQueries } from '../models/direct-queries.js';
import { IdempotencyKeyRepository } from '../models/repositories/identity/idempotency-keys.js';
import { mailedOrderDocument } from '../usecases/catalogue/purchase-orders/order-document.js';
import { removeSpentFiles } from '../usecases/chat/remove-spent-files.js';
import { catalogueActivityDeps } from './catalogue.js';
import type { Core } from './core.js';
import { documentStore } from './documents.js';
import { mailDomainOf } from './identity.js';
import { prescriptionActivityDeps } from './prescriptions.js';

/** What the worker's activities need beyond the core. */
export function activityDeps(core: Core): ActivityDeps {
  const { settings, logger } = core;
  const mailer = createSmtpMailer({ url: settings.SMTP_URL, from: settings.MAIL_FROM });
  const renderer = createMessageRenderer();
  const keys = new IdempotencyKeyRepository(
    directQueries(core.pool, settings.ENCRYPTION_KEYS),
    settings.ENCRYPTION_KEYS,
  );
  const documents = documentStore(settings);
  const forgetFiles = removeSpentFiles({ ...core, documents });
  return {
    unitOfWork: core.unitOfWork,
    now: core.now,
    engine: core.engine,
    actors: stepActors(settings.ENCRYPTION_KEYS),
    entries: core.entries,
    accountMail: {
      unitOfWork: core.unitOfWork,
      mailer,
      renderer,
      appUrl: core.senders.appUrl,
      showEntry: core.showEntry,
      orderDocument: mailedOrderDocument({ ...core, breathe: () => setImmediate() }),
      now: core.now,
    },
    accountMails: core.accountMails,
    formularyImports: core.formularyImports,
    lists: {
      unitOfWork: core.unitOfWork,
      documents,
      reader: threadedReader(),
      now: core.now,
      breathe: () => setImmediate(),
    },
    mailDomain: mailDomainOf(core),
    requireVerifiedDoctors: core.requireVerifiedDoctors,
    showEntry: core.showEntry,
    rooms: {
      ...core,
      documents,
      transcripts: { json: transcriptJson, pdf: core.transcriptPrinter },
      breathe: () => setImmediate(),
    },
    payments: core.payments,
    characters: core.characters,
    claim: {
      unitOfWork: core.unitOfWork,
      policy: core.policy,
      paymentsEnabled: settings.PAYMENTS_ENABLED,
      waived: core.payments.providers('waived'),
      requireVerifiedDoctors: core.requireVerifiedDoctors,
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
      renderer,
      printer: core.printer,
      characters: core.characters,
      logger,
      ...core.senders,
      payLinks: payLinks(settings.ENCRYPTION_KEYS, settings.PUBLIC_URL),
      now: core.now,
    },
    forgetOldKeys: async () => {
      const spent = await core.unitOfWork.withScope(SYSTEM, async ({ oneTimeTokens, mfaChallenges, oauthFlows }) => {
        const links = await oneTimeTokens.purge(core.now());
        return links + (await mfaChallenges.purge(core.now())) + (await oauthFlows.purge(core.now()));
      });
      return spent + (await keys.purge()) + (await forgetFiles());
    },
    ...catalogueActivityDeps(core),
    ...prescriptionActivityDeps(core, { mailer, renderer }),
    silence: WEBHOOK_SILENCE,
    logger,
  };
}
