import { type Mailer, MailRefused, type OutgoingAttachment } from '../../adapters/email/port.js';
import type { MessageRenderer } from '../../adapters/templates/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { type AccountMailContent, linkUrl } from '../../domain/identity/account-mails.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { AccountMailEnd, WaitingAccountMail } from '../../models/repositories/identity/account-mails.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = AppointmentsScope & IdentityScope & SupportScope;

export interface DeliverAccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mailer: Mailer;
  readonly renderer: MessageRenderer;
  /** The client app, whose pages links lead to. */
  readonly appUrl: string;
  /** Starts the workflow that shows an attention entry. */
  readonly showEntry: (entryId: string, change: 'opened') => Promise<void>;
  /** What goes with the mail of an order at a supplier; null where the order was cancelled before the mail went out. */
  readonly orderDocument: (clinicId: string, orderId: string) => Promise<OutgoingAttachment | null>;
  readonly now: () => Date;
}

/**
 * Sends one mail about an account; what the mail server refuses becomes an attention entry. A repeat sends it again under the same Message-ID only when the one before it died
 * between the server's answer and our note of it.
 * @throws anything transient (the mail server is unavailable): repeat
 */
export function deliverAccountMail(deps: DeliverAccountMailDeps) {
  const { unitOfWork, mailer, renderer, appUrl } = deps;
  return async ({ mailId }: { readonly mailId: string }): Promise<AccountMailEnd['state'] | 'sent_before'> => {
    const found = await unitOfWork.withScope(SYSTEM, (scope) => findMail(scope, mailId));
    if (!found) return 'sent_before';
    const { mail } = found;
    const { kind, content, messageId, recipient } = mail;
    const words = renderer.renderAccountMail(kind, content, urlIn(content, appUrl));
    const attachments = await attachmentsOf(deps, mail);
    const isTrue = found.isTrue && attachments !== null;
    let end: AccountMailEnd;
    try {
      if (!found.isTrue) throw new MailRefused('The visit is not booked for this time any more.');
      if (attachments === null) throw new MailRefused('The order was cancelled.');
      const to = { name: content.firstName, address: recipient };
      const receipt = await mailer.send({ messageId, kind, to, ...words, attachments });
      end = { state: 'sent', subject: words.subject, smtpResponse: receipt.response };
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      end = { state: 'refused', subject: words.subject, smtpResponse: error.response ?? error.message };
    }
    await finish(deps, mail, end, { needsPerson: isTrue && end.state === 'refused' });
    return end.state;
  };
}

/** The files of a mail; null where it is about an order that was cancelled meanwhile. */
async function attachmentsOf(
  { orderDocument }: Pick<DeliverAccountMailDeps, 'orderDocument'>,
  { clinicId, content }: WaitingAccountMail,
): Promise<readonly OutgoingAttachment[] | null> {
  if (!content.order || clinicId === null) return [];
  const document = await orderDocument(clinicId, content.order.id);
  return document && [document];
}

/** Ends a mail whose server could not be reached for a day; administrators see it like one that was refused. */
export function giveUpAccountMail(deps: Omit<DeliverAccountMailDeps, 'mailer' | 'orderDocument'>) {
  return async ({ mailId }: { readonly mailId: string }): Promise<void> => {
    const found = await deps.unitOfWork.withScope(SYSTEM, (scope) => findMail(scope, mailId));
    if (!found) return;
    const { mail, isTrue } = found;
    const { subject } = deps.renderer.renderAccountMail(mail.kind, mail.content, urlIn(mail.content, deps.appUrl));
    const smtpResponse = 'The mail server could not be reached for a day.';
    await finish(deps, mail, { state: 'refused', subject, smtpResponse }, { needsPerson: isTrue });
  };
}

async function finish(
  { unitOfWork, showEntry, now }: Pick<DeliverAccountMailDeps, 'unitOfWork' | 'showEntry' | 'now'>,
  mail: WaitingAccountMail,
  end: AccountMailEnd,
  { needsPerson }: { readonly needsPerson: boolean },
): Promise<void> {
  const entry = await unitOfWork.withScope(SYSTEM, async (scope) => {
    const ended = await scope.accountMails.finish(mail.id, end, now());
    return ended && needsPerson ? flag(scope, mail, now()) : null;
  });
  if (entry !== null) await showEntry(entry, 'opened');
}

/**
 * One open entry for each account, for each invitation and for each order at a supplier. None for an address that nobody has an account with: whoever types
 * wrong ones into the registration must not fill the list.
 */
async function flag(
  scope: Scope,
  { id, kind, userId, clinicId }: WaitingAccountMail,
  now: Date,
): Promise<string | null> {
  const about = userId === null ? `account-mail/${id}` : `account/${userId}`;
  const isAwaited = userId !== null || kind === 'invitation' || kind === 'purchase_order';
  if (clinicId === null || !isAwaited) return null;
  const code = 'account_mail_undelivered';
  // The mail says whose account it is, to whoever may read the audit.
  const context = { mail: id, kind };
  const entry = await scope.attention.open({ clinicId, subjectId: clinicId, code, about, context }, now);
  if (entry === null) return null;
  const opened = { action: 'attention.opened', entity: 'attention', entityId: clinicId, clinicId } as const;
  await scope.audit.record({ ...opened, details: { code } }, now);
  return entry;
}

/** The mail that waits, and whether what it says of a visit is still so: whoever cancelled or moved it is not reminded of it. */
async function findMail(scope: Scope, mailId: string) {
  const mail = await scope.accountMails.findWaiting(mailId);
  const visit = mail?.content.visit;
  const row = visit ? await scope.appointments.find(visit.appointmentId) : null;
  const isTrue = !visit || (row?.status === 'booked' && row.startsAt.toISOString() === visit.startsAt);
  return mail && { mail, isTrue };
}

function urlIn({ link, visit, chat, stock, held }: AccountMailContent, appUrl: string): string | null {
  if (link) return linkUrl(appUrl, link);
  return visit || chat || stock || held ? appUrl : null;
}
