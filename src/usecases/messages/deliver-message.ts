import { createHash } from 'node:crypto';
import type { Mailer } from '../../adapters/email/port.js';
import { MailRefused } from '../../adapters/email/port.js';
import { SmsRefused, type SmsSender } from '../../adapters/sms/port.js';
import type { MessageRenderer } from '../../adapters/templates/port.js';
import { isCancelled } from '../../domain/appointment/states.js';
import { notFound } from '../../domain/errors.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import { type Channel, channelsOf, isSmsKind } from '../../domain/messages/kinds.js';
import type { MessageInput } from '../../domain/messages/message-input.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { DeliveryRow } from '../../models/repositories/notifications.js';
import { failPoint } from '../../observability/fail-points.js';
import { type MailedReceiptDeps, mailedReceipt } from '../receipts/mailed-receipt.js';
import { calendarOf } from './calendar-of.js';
import { type Correspondence, loadCorrespondence } from './correspondence.js';

export interface MessageDeps extends MailedReceiptDeps {
  readonly mailer: Mailer;
  readonly sms: SmsSender;
  readonly renderer: MessageRenderer;
  /** Address that invitations come from, and the domain of Message-IDs. */
  readonly organizer: { readonly name: string; readonly email: string };
  readonly appUrl: string;
}

export type DeliveryOutcome = 'sent' | 'refused' | 'void' | 'no_address';

/**
 * Sends one message on every channel of its kind, each once: the delivery is claimed under the appointment's
 * lock before anything is sent, so nothing begins to go out after a cancel was acknowledged.
 * @throws anything transient (mail server away): repeat, the claim and its Message-ID stay
 */
export function deliverMessage(deps: MessageDeps) {
  return async (input: MessageInput): Promise<Partial<Record<Channel, DeliveryOutcome>>> => {
    const outcomes: Partial<Record<Channel, DeliveryOutcome>> = {};
    for (const channel of channelsOf(input.kind)) outcomes[channel] = await deliver(deps, input, channel);
    return outcomes;
  };
}

async function deliver(deps: MessageDeps, input: MessageInput, channel: Channel): Promise<DeliveryOutcome> {
  const claim = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const row = await scope.appointments.lock(input.appointmentId);
    if (!row) throw notFound('Appointment');
    if (!speaksTruth(input, row)) return null;
    const letter = await loadCorrespondence(scope, row, input, deps.appUrl, deps.now());
    if (channel === 'sms' && !letter.phone) return { letter, row: null };
    const key = { ...input, channel };
    const delivery = await scope.notifications.claim(
      key,
      { ...identify(input, channel, deps.organizer.email), clinicId: row.clinic_id, userId: row.patient_id },
      deps.now(),
    );
    return { letter, row: delivery };
  });
  failPoint('message.claimed');
  if (!claim) return 'void';
  if (!claim.row) return 'no_address';
  if (claim.row.state !== 'sending') return claim.row.state === 'sent' ? 'sent' : 'refused';
  if (claim.row.busy) throw new Error('another attempt is sending this message');
  const refusal = await attempt(deps, claim.row.id, () =>
    channel === 'email'
      ? sendMail(deps, input, claim.letter, claim.row)
      : sendSms(deps, input, claim.letter, claim.row.id),
  );
  failPoint('message.sent');
  await deps.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.notifications.finish(claim.row.id, refusal ? 'refused' : 'sent', deps.now(), refusal),
  );
  failPoint('message.recorded');
  return refusal ? 'refused' : 'sent';
}

/** A message goes out only while what it says is so. */
function speaksTruth(input: MessageInput, row: AppointmentRow): boolean {
  switch (input.kind) {
    case 'booking_held':
    case 'payment_warning':
      return row.status === 'pending';
    case 'booking_confirmed':
      return row.status === 'booked' || row.status === 'in_progress';
    case 'reminder':
    case 'rescheduled':
      return row.status === 'booked' && row.version === input.version;
    case 'payment_expired':
    case 'no_show':
      return row.status === input.kind;
    case 'cancelled':
      return isCancelled(row.status);
    case 'refunded':
    case 'payment_late':
      return true;
  }
}

/** The row's id and Message-ID follow from what the message is: a repeat after a crash is the same message. */
function identify(input: MessageInput, channel: Channel, from: string): { id: string; messageId: string } {
  const name = [input.appointmentId, input.version, input.kind, input.occurrence, channel].join('/');
  const hash = createHash('sha256').update(name).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return { id, messageId: `<${id}@${from.split('@')[1] ?? 'keepwell.invalid'}>` };
}

/** Null when sent, else why it never can be. */
async function attempt(deps: MessageDeps, id: string, send: () => Promise<unknown>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof MailRefused || error instanceof SmsRefused) return error.message;
    await deps.unitOfWork.withScope(SYSTEM, (scope) => scope.notifications.release(id));
    throw error;
  }
}

async function sendMail(
  deps: MessageDeps,
  input: MessageInput,
  letter: Correspondence,
  delivery: DeliveryRow,
): Promise<unknown> {
  const receipt = await mailedReceipt(deps)(input, delivery.attempts);
  const words = deps.renderer.render(input.kind, { ...letter.data, ...(receipt ? { attached: receipt.name } : {}) });
  const calendar = calendarOf(input.kind, letter, deps.organizer, deps.now());
  return deps.mailer.send({
    messageId: delivery.message_id,
    kind: input.kind,
    to: { name: letter.name, address: letter.email },
    ...words,
    ...(calendar ? { calendar } : {}),
    ...(receipt ? { attachments: [receipt.attachment] } : {}),
  });
}

async function sendSms(deps: MessageDeps, input: MessageInput, letter: Correspondence, id: string): Promise<void> {
  if (!isSmsKind(input.kind) || !letter.phone) return;
  await deps.sms.send({
    id,
    kind: input.kind,
    to: letter.phone,
    text: deps.renderer.renderSms(input.kind, letter.data),
  });
}
