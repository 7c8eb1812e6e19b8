import type { MessageKind } from '../../domain/messaging/kinds.js';
import type { MessageData } from '../../domain/messaging/message-data.js';
import { isPositiveAmount, spokenMoney } from '../../domain/messaging/wording.js';
import { toDecimal } from '../../domain/money.js';
import { type MoneyView, mayAskForPayment, nothingTaken, type Sum } from '../../domain/payments/money-view.js';
import { MessageDataError } from './port.js';
import { oneLine, webLink } from './view-text.js';
import { elsewhere, type ZonedTime, zonedTime } from './zoned-time.js';

// Without these the message of that kind would be a sentence with a hole.
const REQUIRED: Readonly<Partial<Record<MessageKind, readonly (keyof MessageData)[]>>> = {
  booking_held: ['expiresAt'],
  payment_warning: ['expiresAt'],
  rescheduled: ['previousStartsAt'],
  cancelled: ['reason'],
  refunded: ['refund'],
  payment_late: ['lateOutcome'],
};

/**
 * Data as the templates see it: every name exists (null for nothing), because they run in strict mode and a
 * misspelt or missing name must fail a test instead of leaving a hole in a mail.
 */
export function messageView(kind: MessageKind, data: MessageData) {
  for (const field of REQUIRED[kind] ?? []) {
    if (data[field] === undefined) throw new MessageDataError(`${kind} needs ${field}`);
  }
  const at = (instant: Date) => zonedTime(instant, data.patientZone);
  const when = at(data.startsAt);
  const appointmentUrl = appointmentLink(data);
  return {
    reference: data.appointmentId,
    because: `You get this message because you booked an appointment with ${oneLine(data.clinicName)}. It is sent automatically and, for your privacy, says nothing about your visit but its time.`,
    clinicName: oneLine(data.clinicName),
    clinicPhone: data.clinicPhone ? oneLine(data.clinicPhone) : null,
    smsSender: oneLine(data.smsSender ?? 'Keepwell'),
    firstName: oneLine(data.patientFirstName),
    doctorName: oneLine(data.doctorName),
    when,
    doctorWhen: elsewhere(when, data.startsAt, data.doctorZone),
    length: `${Math.round((data.endsAt.getTime() - data.startsAt.getTime()) / 60_000)} minutes`,
    previous: data.previousStartsAt ? at(data.previousStartsAt) : null,
    joinFrom: data.chatOpensAt ? joinFrom(at(data.chatOpensAt), when) : null,
    correctableUntil: data.correctableUntil ? at(data.correctableUntil) : null,
    expires: data.expiresAt ? at(data.expiresAt) : null,
    price: isPositiveAmount(data.price) ? spokenMoney(data.price, data.currency ?? 'aud') : null,
    refund: data.refund ? spokenSums([data.refund]) : null,
    money: moneyWords(data.money),
    attached: data.attached ? oneLine(data.attached) : null,
    byPatient: data.reason === 'patient',
    byDoctor: data.reason === 'doctor',
    byClinic: data.reason === 'clinic',
    paymentRefused: data.paymentRefused ?? false,
    rebooked: data.lateOutcome === 'rebooked',
    appUrl: webLink(data.appUrl),
    appointmentUrl,
    payUrl: webLink(data.paymentUrl),
  };
}

/** The money in the words of templates: a sum or null; at most one of the flags that exclude each other. */
function moneyWords(money: MoneyView) {
  const { kept, unmatched, returning, returned, stuck, awaiting } = money;
  const back = [returning, returned, stuck, awaiting].filter((sums) => sums.length > 0);
  // A share of what was paid is said where everything that goes back goes the same way.
  const sharePercent = back.length === 1 && unmatched.length === 0 ? money.percentBack : null;
  return {
    nothing: nothingTaken(money),
    ask: mayAskForPayment(money),
    kept: spokenSums(kept),
    unmatched: spokenSums(unmatched),
    returning: spokenSums(returning),
    returned: spokenSums(returned),
    stuck: spokenSums(stuck),
    awaiting: spokenSums(awaiting),
    back: back.length > 0,
    everything: sharePercent === 100,
    sharePercent: sharePercent === 0 ? null : sharePercent,
    disputed: money.dispute === 'open',
    lost: money.dispute === 'lost',
    underWay: money.underWay,
    unrecorded: money.unrecorded === 'open',
    mismatchOpen: money.mismatchOpen,
    notWhatWasDue: unmatched.length > 0 || money.unrecorded !== null,
  };
}

function spokenSums(sums: readonly Sum[]): string | null {
  return sums.map(({ amount, currency }) => spokenMoney(toDecimal(amount), currency)).join(' and ') || null;
}

/**
 * The app's front door with the appointment in the query, as its payment pages have it: no client route is assumed,
 * and sign-in comes first.
 */
function appointmentLink(data: MessageData): string {
  const url = new URL(webLink(data.appUrl));
  url.searchParams.set('appointment_id', data.appointmentId);
  return url.href;
}

// The date stands in the same message; only around midnight it is another one.
function joinFrom(opens: ZonedTime, starts: ZonedTime): string {
  return opens.longDate === starts.longDate ? `${opens.clock} ${opens.zone}` : opens.short;
}
