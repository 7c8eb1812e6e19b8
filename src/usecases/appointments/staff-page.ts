import { eventWords } from '../../domain/appointments/event-wording.js';
import { undecidedUntil } from '../../domain/appointments/policies.js';
import type {
  PageCheckout,
  PageEntry,
  PageEvent,
  PagePayment,
  PageRefundRequest,
  PageTime,
  StaffPage,
} from '../../domain/appointments/staff-page.js';
import { type ChatRole, countsForVisit } from '../../domain/chat/public.js';
import { type DeliveryOutcome, deliveryNote } from '../../domain/messaging/public.js';
import { toDecimal } from '../../domain/money.js';
import { isMoot, isOpenOrder, isOwed, mayBringMoney, standingOf } from '../../domain/payments/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { StaffPageRecord } from '../../models/repositories/appointments/snapshots.js';
import { dashboardUrl, isTestSession } from '../payments/public.js';
import { localTime } from './local-time.js';

const EVENTS_SHOWN = 10;
const LONGEST_TEXT = 160;

/** What support staff read in the Temporal UI about an appointment, from the record alone: no run has to remember it. */
export function staffPage(row: AppointmentRow, record: StaffPageRecord, seen: readonly SeenMember[]): StaffPage {
  const time = (at: Date | string): PageTime => ({ at: new Date(at).getTime(), local: localTime(at, record.zone) });
  return {
    zone: record.zone,
    readAt: Date.now(),
    startsAt: time(row.startsAt).local,
    endsAt: time(row.endsAt).local,
    deadline: deadlineOf(row, record, time),
    entries: record.entries.map((entry) => ({
      code: entry.code,
      opened: time(entry.openedAt),
      facts: factsOf(entry, row, record, time),
    })),
    checkouts: record.orders.flatMap(checkoutOf),
    payments: record.payments.map(paymentOf),
    refunds: record.refunds.map((refund) => ({
      id: refund.id,
      provider: refund.provider,
      providerRefundId: refund.providerRefundId,
      failure: refund.failureReason,
    })),
    refundRequests: record.refundRequests.map((request) => requestOf(request, record)),
    mayBringMoney: record.orders.some(({ status }) => mayBringMoney(status)),
    chat: chatWords(record.room, time),
    seen: seenWords(row, seen, time),
    prescriptions: record.prescriptions.map(
      ({ number, status, delivery }) => `${number}, ${status}, delivery: ${delivery}`,
    ),
    happened: happened(record, time),
  };
}

type Time = (at: Date | string) => PageTime;

/** Somebody who was in the chat room around the visit's present time. */
export interface SeenMember {
  readonly role: ChatRole;
  readonly at: Date;
}

/** Who was seen in the room for the visit's present time. */
export function seenFor(row: AppointmentRow, room: StaffPageRecord['room']): readonly SeenMember[] {
  const { startsAt, endsAt, policy } = row;
  const visit = { startsAt, endsAt, checkInOpensMs: policy.checkInOpensMs };
  const seen = (room?.seen ?? []).map(({ role, at }) => ({ role, at: new Date(at) }));
  return seen.filter(({ at }) => countsForVisit(visit, at));
}

function chatWords(room: StaffPageRecord['room'], time: Time): string | null {
  if (!room) return null;
  if (room.status === 'active') return `open from ${both(time(room.opensAt))}`;
  if (room.openUntil !== null) return `opened again until ${both(time(room.openUntil))}`;
  return room.closedAt === null ? room.status : `closed since ${both(time(room.closedAt))}`;
}

function seenWords({ checkedInAt }: AppointmentRow, seen: readonly SeenMember[], time: Time): readonly string[] {
  const checkedIn = checkedInAt ? [`patient checked in at ${both(time(checkedInAt))}`] : [];
  return [...checkedIn, ...seen.map(({ role, at }) => `${words(role)} in the chat from ${both(time(at))}`)];
}

function words(role: ChatRole): string {
  return role.replaceAll('_', ' ');
}

/** A dispute that has to be answered comes first: missing its deadline loses the money. */
function deadlineOf(row: AppointmentRow, { entries }: StaffPageRecord, time: Time): StaffPage['deadline'] {
  const answers = entries
    .filter(({ code }) => code === 'dispute')
    .map(({ context }) => context.respondBy)
    .filter((at): at is string => typeof at === 'string')
    .sort();
  if (answers[0]) return { what: 'Answer the dispute before', ...time(answers[0]) };
  switch (row.status) {
    case 'pending': {
      const undecided = entries.some(({ code }) => code === 'payment_undecided');
      if (!undecided) return { what: 'Pay before', ...time(row.expiresAt) };
      const limit = undecidedUntil(row.policy, row.expiresAt.getTime(), row.startsAt.getTime());
      return { what: 'The slot is kept until', ...time(new Date(limit)) };
    }
    case 'booked':
      return { what: 'Starts', ...time(row.startsAt) };
    case 'in_progress':
      return { what: 'Ends', ...time(row.endsAt) };
    default:
      return null;
  }
}

function checkoutOf({ provider, session, status }: StaffPageRecord['orders'][number]): readonly PageCheckout[] {
  if (session === null || !mayBringMoney(status)) return [];
  return [{ id: session, words: `${provider}, ${isOpenOrder({ status }) ? 'open' : 'closed'}` }];
}

function paymentOf(payment: StaffPageRecord['payments'][number]): PagePayment {
  const { id, purpose, provider, amount, currency } = payment;
  return {
    id,
    purpose,
    refundable: standingOf(payment).refundable,
    words: `${toDecimal(amount)} ${currency.toUpperCase()} by ${provider}`,
    provider: {
      id: payment.providerPaymentId,
      url: dashboardUrl(provider, payment.providerPaymentId, isTestSession(payment.session)),
    },
  };
}

function requestOf(
  request: StaffPageRecord['refundRequests'][number],
  { payments }: StaffPageRecord,
): PageRefundRequest {
  const { id, paymentId, amount } = request;
  const payment = payments.find((one) => one.id === paymentId);
  const moot = payment !== undefined && isMoot(request, standingOf(payment));
  return { id, paymentId, amount, owed: isOwed(request) && !moot };
}

/** What an entry knows, one line a fact; ids stay whole, so that they can be searched for. */
function factsOf(
  { code, context, openedAt }: StaffPageRecord['entries'][number],
  row: AppointmentRow,
  record: StaffPageRecord,
  time: Time,
): PageEntry['facts'] {
  const currency = String(context.currency ?? row.currency).toUpperCase();
  const facts = Object.entries(context)
    .filter(([name, value]) => value !== null && name !== 'currency' && name !== 'findings')
    .map(
      ([name, value]) =>
        `${FACT_NAMES[name] ?? name}: ${disputeLink(name, value, record) ?? factValue(name, value, currency, time)}`,
    );
  return [...facts, ...findings(context), ...extraFacts({ code, context, openedAt }, record)];
}

const FACT_NAMES: Readonly<Record<string, string>> = {
  got: 'Got',
  expected: 'Expected',
  amount: 'Amount',
  reason: 'Reason',
  respondBy: 'Answer before',
  order: 'Order',
  refund: 'Refund',
  dispute: 'Dispute',
  request: 'Refund request',
  report: 'Report',
};
/** What whoever approves has to know of somebody who typed a name in the Temporal UI. */
const CLAIMED = 'A name in the Temporal UI is only a claim: approve it only if it was not you who asked';
const AMOUNTS: readonly string[] = ['got', 'expected', 'amount'];

function factValue(name: string, value: unknown, currency: string, time: Time): string {
  if (AMOUNTS.includes(name) && typeof value === 'number') return `${toDecimal(value)} ${currency}`;
  if (name === 'respondBy' && typeof value === 'string') return both(time(value));
  if (name === 'reason') return short(String(value)).replaceAll('_', ' ');
  return `\`${short(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

/** A dispute with its page at the provider, where it has one. */
function disputeLink(name: string, value: unknown, { payments }: StaffPageRecord): string | null {
  const payment = payments.find((one) => standingOf(one).dispute !== null) ?? payments[0];
  if (name !== 'dispute' || typeof value !== 'string' || !payment) return null;
  const url = payment.provider === 'stripe' ? dashboardUrl('stripe', value, isTestSession(payment.session)) : null;
  return url && `[${value}](${url})`;
}

function both({ at, local }: PageTime): string {
  return `${local} (${new Date(at).toISOString()})`;
}

function findings({ findings: found }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(found)) return [];
  return found
    .slice(0, 5)
    .map((one: { code?: unknown; objectId?: unknown }) => `Finding: ${one.code} \`${one.objectId}\``);
}

/** What other rows know about an entry: who asked for the refund and why, which message did not arrive. */
function extraFacts({ code, context }: StaffPageRecord['entries'][number], record: StaffPageRecord): readonly string[] {
  if (code === 'refund_approval') {
    return record.refundRequests
      .filter(({ id }) => id === context.request)
      .flatMap((request) => [
        `Asked for by ${who(request.requestedLabel, request.requestedBy)}: ${short(request.reason)}`,
        ...(request.requestedBy ? [] : [CLAIMED]),
        ...(isOwed(request) ? ['The patient is owed it: it can only be approved'] : []),
      ]);
  }
  if (code !== 'message_undelivered') return [];
  const last = record.messages.findLast(({ outcomes }) => ['refused', 'sending'].includes(outcomes.email ?? ''));
  return last ? [`Message: ${last.kind.replaceAll('_', ' ')}`] : [];
}

function happened(record: StaffPageRecord, time: Time): readonly PageEvent[] {
  const events = record.history.map((row) => ({
    ...time(row.changedAt),
    what: eventWords({ move: row.move, to: row.toStatus, context: row.context }),
    by: who(row.actorLabel, row.actorUserId),
    reason: row.reason ? short(row.reason) : null,
  }));
  const opened = record.entries.map((entry) => ({
    ...time(entry.openedAt),
    what: `Needs a person: ${entry.code.replaceAll('_', ' ')}`,
    by: null,
    reason: null,
  }));
  const prescribed = record.prescriptions.flatMap(({ number, status, issuedAt, doctorId, endedAt, endedBy }) => [
    { ...time(issuedAt), what: `Prescription ${number} issued`, by: who('doctor', doctorId), reason: null },
    ...(endedAt === null
      ? []
      : [{ ...time(endedAt), what: `Prescription ${number} ${status}`, by: who('doctor', endedBy), reason: null }]),
  ]);
  // One that is still being sent is no event yet; the run shows it when it has ended.
  const messages = record.messages
    .filter(({ outcomes }) => !Object.values(outcomes).includes('sending'))
    .map(({ kind, occurrence, at, outcomes }) => ({
      ...time(at),
      what: `${occurrence.startsWith('resend/') ? 'Again: ' : ''}${deliveryNote(kind, outcomes as Readonly<Record<string, DeliveryOutcome>>)}`,
      by: null,
      reason: null,
      message: kind,
    }));
  return [...events, ...opened, ...prescribed, ...messages].sort((a, b) => a.at - b.at).slice(-EVENTS_SHOWN);
}

function who(label: string, userId: string | null): string {
  return userId ? `${label} \`${userId}\`` : label;
}

/** People's words can be long; each step's answer carries them. */
function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
