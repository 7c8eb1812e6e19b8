import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { ATTENTION, type AttentionCode } from '../../domain/appointment/attention.js';
import { type AppointmentSnapshot, unsettledRefunds } from '../../domain/appointment/snapshot.js';
import { toDecimal } from '../../domain/payment/money.js';
import { utc, words } from '../support/markdown.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import type { TimelineEntry } from './contract.js';

const EVENTS_SHOWN = 8;
/** Entries that end with what they ask for, by API, and in no other way. */
const SETTLED_BY_API: readonly AttentionCode[] = ['refund_approval', 'desk_refund_due'];
/** Entries that end with a decision, which has an update of its own. */
const DECIDED: readonly AttentionCode[] = ['absence_undecided'];

/** What the list of workflows can be searched by. */
export function attributesOf(snapshot: AppointmentSnapshot): SearchAttributeUpdatePair[] {
  return [
    { key: keys.AppointmentStatus, value: snapshot.status },
    { key: keys.PaymentStatus, value: snapshot.paymentStatus },
    { key: keys.DoctorId, value: snapshot.doctorId },
    { key: keys.PatientId, value: snapshot.patientId },
    { key: keys.ClinicId, value: snapshot.clinicId },
    // An empty list would still be found by `Attention IS NOT NULL`.
    { key: keys.Attention, value: snapshot.attention.length > 0 ? [...snapshot.attention] : null },
    { key: keys.StartsAt, value: new Date(snapshot.startsAt) },
  ];
}

/** The page that support staff read in the Temporal UI: state, deadlines, money, what happened, what can be done. */
export function describe(
  snapshot: AppointmentSnapshot,
  waitsFor: string,
  until: number | undefined,
  timeline: readonly TimelineEntry[],
): string {
  return [
    `## ${words(snapshot.status)}`,
    until === undefined ? `Waits for: **${waitsFor}**` : `Waits for: **${waitsFor}**, until **${utc(until)}**`,
    '',
    attention(snapshot),
    '| | |',
    '|---|---|',
    `| Starts | ${utc(snapshot.startsAt)} |`,
    `| Ends | ${utc(snapshot.endsAt)} |`,
    ...(snapshot.status === 'pending' ? [`| Pay until | ${utc(snapshot.expiresAt)} |`] : []),
    `| Price | ${toDecimal(snapshot.price)} ${snapshot.currency.toUpperCase()} |`,
    `| Payment | ${words(snapshot.paymentStatus)} |`,
    ...snapshot.refunds.map((r) => `| Refund \`${r.id.slice(0, 8)}\` | ${toDecimal(r.amount)}, ${words(r.status)} |`),
    `| Moved | ${snapshot.version} times |`,
    `| Doctor, patient, clinic | \`${snapshot.doctorId}\`, \`${snapshot.patientId}\`, \`${snapshot.clinicId}\` |`,
    '',
    '### What happened',
    ...timeline.slice(-EVENTS_SHOWN).map((entry) => `- ${utc(Date.parse(entry.at))}: ${entry.what}`),
    '',
    '### What you can do',
    ...actions(snapshot).map((action) => `- ${action}`),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function attention(snapshot: AppointmentSnapshot): string | null {
  if (snapshot.attention.length === 0) return null;
  const entries = snapshot.attention.map((code) => `- **${words(code)}**: ${ATTENTION[code]}`);
  return ['### Needs a person', ...entries, ''].join('\n');
}

function actions(snapshot: AppointmentSnapshot): readonly string[] {
  const list: string[] = [];
  if (snapshot.status === 'pending') {
    list.push(
      'Give more time to pay: update `extendPaymentWindow` with `{"by": "your name", "reason": "...", "minutes": 30}`',
    );
  }
  if (snapshot.openOrders.length > 0 || snapshot.status === 'payment_expired') {
    list.push(
      'Ask the provider now whether it was paid: update `checkPayment` with `{"by": "your name", "reason": "..."}`',
    );
  }
  if (snapshot.status === 'booked') {
    list.push('Send the confirmation again: update `resendConfirmation` with `{"by": "...", "reason": "..."}`');
  }
  if (['pending', 'booked', 'in_progress'].includes(snapshot.status)) {
    list.push(
      'Cancel for the clinic, with a full refund: update `cancelForClinic` with `{"by": "...", "reason": "..."}`',
    );
  }
  if (unsettledRefunds(snapshot).some((refund) => refund.status === 'failed')) {
    list.push('Send the failed refund again: update `retryRefund` with `{"by": "...", "reason": "..."}`');
  }
  if (snapshot.paymentStatus === 'paid' || snapshot.paymentStatus === 'partially_refunded') {
    list.push('Give money back: update `issueRefund` with `{"by": "...", "reason": "...", "amount": 2000}` (in cents)');
  }
  if (snapshot.attention.includes('absence_undecided') || snapshot.attention.includes('doctor_absent')) {
    list.push(
      'Say who was absent: update `decideAbsence` with `{"by": "...", "reason": "...", "outcome": "doctor_absent"}` (full refund) or `"no_show"` (fee kept by policy)',
    );
  }
  for (const code of snapshot.attention.filter((one) => ![...SETTLED_BY_API, ...DECIDED].includes(one))) {
    list.push(
      `When it is dealt with: update \`resolveAttention\` with \`{"by": "...", "reason": "...", "code": "${code}"}\``,
    );
  }
  list.push('If this workflow was terminated by mistake it is resumed within a minute by maintenance.');
  return list;
}
