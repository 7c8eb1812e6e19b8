import type { PayLinks } from '../../adapters/tokens/port.js';
import { isCancelled } from '../../domain/appointments/public.js';
import type { MessageData } from '../../domain/messaging/message-data.js';
import type { MessageInput } from '../../domain/messaging/message-input.js';
import { toDecimal } from '../../domain/money.js';
import type { AppointmentRow, AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { moneyOf } from '../payments/public.js';

type Scope = AppointmentsScope & ClinicsScope & IdentityScope & PaymentsScope & SchedulingScope & SupportScope;

/** Whom a message goes to and everything it may say. */
export interface MessageContent {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly data: MessageData;
}

const CANCELLED_BY = {
  cancelled_by_patient: 'patient',
  cancelled_by_doctor: 'doctor',
  cancelled_by_clinic: 'clinic',
} as const;

/** Reads the people, the clinic and the money of a message. */
export async function readMessageContent(
  scope: Scope,
  row: AppointmentRow,
  input: MessageInput,
  links: { readonly appUrl: string; readonly payLinks: PayLinks },
): Promise<MessageContent> {
  const [patient, doctor, clinic, slot] = [
    await scope.users.findEver(row.patientId),
    await scope.users.doctorName(row.doctorId),
    await scope.clinics.find(row.clinicId),
    await scope.slots.find(row.availabilityId),
  ];
  if (!patient || !doctor || !clinic || !slot) throw new Error('a message about people who are not there');
  const refund = input.refundId ? await scope.payments.findRefund(input.refundId) : null;
  const data: MessageData = {
    appointmentId: row.id,
    clinicName: clinic.name,
    ...(clinic.phone ? { clinicPhone: clinic.phone } : {}),
    patientFirstName: patient.firstName,
    doctorName: `${doctor.firstName} ${doctor.lastName}`,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    patientZone: patient.timezone,
    doctorZone: slot.timezone,
    ...(row.paymentRequired ? { price: toDecimal(row.price), currency: row.currency } : {}),
    expiresAt: row.expiresAt,
    paymentUrl: links.payLinks.linkTo(row.id),
    appUrl: links.appUrl,
    chatOpensAt: new Date(row.startsAt.getTime() - row.policy.chatOpensMs),
    money: await moneyOf(scope, { id: row.id, isPending: row.status === 'pending' }),
    ...(refund ? { refund: { amount: refund.amount, currency: refund.currency } } : {}),
    ...(input.previousStartsAt ? { previousStartsAt: new Date(input.previousStartsAt) } : {}),
    ...(isCancelled(row.status) ? { reason: CANCELLED_BY[row.status] } : {}),
    ...(input.kind === 'payment_expired' ? { paymentRefused: await wasRefused(scope, row) } : {}),
    ...(input.lateOutcome ? { lateOutcome: input.lateOutcome } : {}),
    ...(row.status === 'no_show'
      ? { correctableUntil: new Date(row.statusSince.getTime() + row.policy.correctionMs) }
      : {}),
    sequence: row.calendarSequence,
  };
  const name = `${patient.firstName} ${patient.lastName}`;
  return { name, email: patient.email, phone: patient.phone, data };
}

/**
 * Whether the provider's refusal ended the hold. An entry `payment_refused` does not say so: a provider may have refused
 * while another one was left to pay with, and the hold ended later because nobody paid.
 */
async function wasRefused(scope: Scope, row: AppointmentRow): Promise<boolean> {
  const history = await scope.history.list(row.id);
  const end = history.findLast(({ fromStatus, toStatus }) => fromStatus !== toStatus);
  return end?.toStatus === 'payment_expired' && end.context.refused !== undefined;
}
