import type { Mailer } from '../../adapters/email/port.js';
import type { SmsSender } from '../../adapters/sms/port.js';
import type { MessageRenderer } from '../../adapters/templates/port.js';
import type { PayLinks } from '../../adapters/tokens/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { isCancelled } from '../../domain/appointments/public.js';
import { notFound } from '../../domain/errors.js';
import { type DeliveryOutcome, type DeliveryOutcomes, NO_SMS_GATEWAY } from '../../domain/messaging/deliveries.js';
import { type Channel, channelsOf, isSmsKind } from '../../domain/messaging/kinds.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import type { AppointmentRow, AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { CarriedCalendar, DeliveryRow } from '../../models/repositories/messaging/notifications.js';
import type { MessagingScope } from '../../models/repositories/messaging/slice.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type MailedReceiptDeps, mailedReceipt } from '../payments/public.js';
import { buildInvitation, carriedCalendar } from './calendar-of.js';
import { type MessageContent, readMessageContent } from './message-content.js';
import { identify, sendClaimed } from './send-claimed.js';

type Scope = AppointmentsScope &
  ClinicsScope &
  IdentityScope &
  MessagingScope &
  PaymentsScope &
  SchedulingScope &
  SupportScope;

export interface MessageDeps extends MailedReceiptDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mailer: Mailer;
  /** Null where no gateway takes text messages. */
  readonly sms: SmsSender | null;
  readonly renderer: MessageRenderer;
  /** Address that invitations come from, and the domain of Message-IDs. */
  readonly organizer: { readonly name: string; readonly email: string };
  /** The client app. */
  readonly appUrl: string;
  readonly payLinks: PayLinks;
}

/**
 * Sends one message on every channel of its kind, each once: the delivery is claimed under the appointment's
 * lock before anything is sent, so nothing begins to go out after a cancel was acknowledged.
 * @throws anything transient (the mail server is unavailable): repeat, the claim and its Message-ID stay
 */
export function deliverMessage(deps: MessageDeps) {
  return async (input: MessageInput): Promise<DeliveryOutcomes> => {
    const outcomes: Partial<Record<Channel, DeliveryOutcome>> = {};
    for (const channel of channelsOf(input.kind)) outcomes[channel] = await deliver(deps, input, channel);
    return outcomes;
  };
}

async function deliver(deps: MessageDeps, input: MessageInput, channel: Channel): Promise<DeliveryOutcome> {
  const claim = await deps.unitOfWork.withScope(SYSTEM, (scope) => claimDelivery(deps, scope, input, channel));
  if (typeof claim === 'string') return claim;
  return sendClaimed(deps, claim.row, async () => {
    if (channel !== 'email') return { receipt: await sendSms(deps, input, claim) };
    const mail = await composeMail(deps, input, claim);
    return { receipt: await deps.mailer.send(mail), subject: mail.subject };
  });
}

interface Claim {
  readonly row: DeliveryRow;
  readonly content: MessageContent;
  readonly calendar: CarriedCalendar | null;
}

/** The delivery to send now, and everything it says; or how it has ended already. */
async function claimDelivery(
  deps: MessageDeps,
  scope: Scope,
  input: MessageInput,
  channel: Channel,
): Promise<Claim | DeliveryOutcome> {
  const appointment = await scope.appointments.lock(input.appointmentId);
  if (!appointment) throw notFound('Appointment');
  if (!(await isTrue(scope, input, appointment))) return 'void';
  const now = deps.now();
  const content = await readMessageContent(scope, appointment, input, deps);
  if (channel === 'sms' && !content.phone) return 'no_address';
  const calendar = channel === 'email' ? await carriedCalendar(scope, appointment.id, input.kind, now) : null;
  const owner = { clinicId: appointment.clinicId, userId: appointment.patientId };
  const { appointmentId, version, kind, occurrence } = input;
  const identity = identify(deps, appointmentId, version, kind, occurrence, channel);
  const row = await scope.notifications.claim(
    { ...input, subjectId: appointment.id, channel },
    { ...identity, ...owner, calendar, recipient: channel === 'sms' ? (content.phone ?? '') : content.email },
    now,
  );
  if (row.state !== 'sending') return row.state;
  if (channel === 'email' || deps.sms) return { row, content, calendar };
  await scope.notifications.finish(row.id, { state: 'suppressed', reason: NO_SMS_GATEWAY }, now);
  return 'suppressed';
}

/** A message goes out only while what it says is so; what it says of money comes from the books. */
async function isTrue(scope: Scope, input: MessageInput, row: AppointmentRow): Promise<boolean> {
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
      return input.refundId !== undefined && (await scope.payments.findRefund(input.refundId))?.status === 'succeeded';
    case 'payment_late':
      return input.lateOutcome !== 'rebooked' || row.status === 'booked' || row.status === 'in_progress';
  }
}

async function composeMail(
  deps: MessageDeps,
  input: MessageInput,
  { content, row, calendar }: Claim,
): Promise<Parameters<Mailer['send']>[0]> {
  const receipt = await mailedReceipt(deps)(input, row.attempts);
  const words = deps.renderer.render(input.kind, { ...content.data, ...(receipt ? { attached: receipt.name } : {}) });
  return {
    messageId: row.messageId,
    kind: input.kind,
    to: { name: content.name, address: content.email },
    ...words,
    ...(calendar ? { calendar: buildInvitation(calendar, content, deps.organizer, deps.now()) } : {}),
    ...(receipt ? { attachments: [receipt.attachment] } : {}),
  };
}

async function sendSms(deps: MessageDeps, input: MessageInput, { content, row }: Claim): Promise<null> {
  if (deps.sms && isSmsKind(input.kind) && content.phone) {
    const text = deps.renderer.renderSms(input.kind, content.data);
    await deps.sms.send({ id: row.id, kind: input.kind, to: content.phone, text });
  }
  return null;
}
