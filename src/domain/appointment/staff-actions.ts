import type { AttentionCode } from './attention.js';
import { type AppointmentSnapshot, unsettledRefunds } from './snapshot.js';
import { STAFF_UPDATES, type StaffUpdateName } from './staff-updates.js';

/** Actions that only somebody who is signed in to the API may take. */
export type ApiAction = 'approve_refund' | 'confirm_desk_refund';

/** What support staff can do, with the exact input: an update in the Temporal UI, or an action of the API. */
export interface StaffAction {
  readonly name: StaffUpdateName | ApiAction;
  readonly by: 'update' | 'api';
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The actions that help with an open entry, the most helpful first; none where it ends by itself or outside. */
export const HELPS: Readonly<Record<AttentionCode, readonly (StaffUpdateName | ApiAction)[]>> = {
  payment_undecided: ['extendPaymentWindow', 'cancelForClinic'],
  payment_unresolved: ['resolveAttention'],
  payment_mismatch: ['issueRefund', 'resolveAttention'],
  payment_refused: ['resolveAttention'],
  refund_failed: ['retryRefund', 'resolveAttention'],
  refund_in_dispute: [],
  dispute: [],
  dispute_lost: ['resolveAttention'],
  paid_back_twice: ['resolveAttention'],
  refund_approval: ['approve_refund', 'rejectRefund'],
  desk_refund_due: ['confirm_desk_refund'],
  reconciliation: ['resolveAttention'],
  webhook_silence: ['resolveAttention'],
  doctor_absent: ['decideAbsence'],
  absence_undecided: ['decideAbsence'],
  overrun: ['resolveAttention'],
  message_undelivered: ['resendConfirmation', 'resolveAttention'],
  unmatched_payment: ['resolveAttention'],
  name_unprintable: ['resolveAttention'],
  step_failed: ['resolveAttention'],
};

const API_TITLES: Readonly<Record<ApiAction, string>> = {
  approve_refund: 'Lets the refund go out. Only a second person, signed in, who may move money.',
  confirm_desk_refund: 'Records that the money was paid out at the desk.',
};
const staff = { by: 'your name', reason: 'why' };

/** The actions that help with one open entry of this appointment and are possible now. */
export function actionsFor(code: AttentionCode, snapshot: AppointmentSnapshot): readonly StaffAction[] {
  return HELPS[code].flatMap((name) => withInput(name, code, snapshot));
}

/** What can be done without an entry that asks for it. */
export function otherActions(snapshot: AppointmentSnapshot): readonly StaffAction[] {
  const offered = new Set(snapshot.attention.flatMap((code) => actionsFor(code, snapshot)).map(({ name }) => name));
  const names = ['extendPaymentWindow', 'resendConfirmation', 'retryRefund', 'issueRefund', 'cancelForClinic'] as const;
  return names.filter((name) => !offered.has(name)).flatMap((name) => withInput(name, null, snapshot));
}

function withInput(
  name: StaffUpdateName | ApiAction,
  code: AttentionCode | null,
  snapshot: AppointmentSnapshot,
): readonly StaffAction[] {
  if (name === 'approve_refund' || name === 'confirm_desk_refund') {
    return apiInputs(name, snapshot).map((input) => ({ name, by: 'api', title: API_TITLES[name], input }));
  }
  const { description, example } = STAFF_UPDATES[name];
  return updateInputs(name, code, snapshot, example).map((input) => ({
    name,
    by: 'update',
    title: description,
    input,
  }));
}

function apiInputs(name: ApiAction, { page, refunds }: AppointmentSnapshot): readonly Record<string, string>[] {
  if (name === 'approve_refund') {
    return (page?.refundRequests ?? []).map((id) => ({ action: name, reason: 'why', refund_request_id: id }));
  }
  const due = refunds.filter(({ status }) => status === 'pending');
  return due.map(({ id }) => ({ action: name, reason: 'why', refund_id: id }));
}

function updateInputs(
  name: StaffUpdateName,
  code: AttentionCode | null,
  snapshot: AppointmentSnapshot,
  example: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  const { status, page } = snapshot;
  switch (name) {
    case 'extendPaymentWindow':
      return status === 'pending' ? [example] : [];
    case 'resendConfirmation':
      return status === 'booked' ? [example] : [];
    case 'cancelForClinic':
      return ['pending', 'booked', 'in_progress'].includes(status) ? [example] : [];
    case 'retryRefund':
      return unsettledRefunds(snapshot)
        .filter((refund) => refund.status === 'failed')
        .map(({ id }) => ({ ...staff, refundId: id }));
    case 'rejectRefund':
      return (page?.refundRequests ?? []).map((id) => ({ ...staff, refundRequestId: id }));
    case 'issueRefund':
      return refundable(code, snapshot);
    case 'decideAbsence':
      return [
        { ...staff, outcome: 'doctor_absent' },
        { ...staff, outcome: 'no_show' },
      ];
    case 'resolveAttention':
      return code ? [{ ...staff, code }] : [];
    default:
      return [example];
  }
}

/** For a payment of a wrong amount that very payment, all of it; else part of the one that paid for the appointment. */
function refundable(code: AttentionCode | null, { paymentStatus, page, price }: AppointmentSnapshot) {
  if (code === 'payment_mismatch') {
    return (page?.payments ?? [])
      .filter(({ purpose }) => purpose === 'mismatch')
      .map(({ id }) => ({ ...staff, paymentId: id }));
  }
  const open = price > 0 && (paymentStatus === 'paid' || paymentStatus === 'partially_refunded');
  return open ? [{ ...staff, amount: Math.min(price, 2000) }] : [];
}
