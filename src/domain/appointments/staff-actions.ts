import { ATTENTION_HELPS, type AttentionCode } from '../attention.js';
import { MINUTE_MS } from '../instants.js';
import { IN_DISPUTE } from '../payments/public.js';
import type { DecideAbsenceCommand } from './commands.js';
import { needsApproval } from './policies.js';
import type { AppointmentSnapshot, RefundSnapshot } from './snapshot.js';
import type { PagePayment, PageRefund, PageRefundRequest } from './staff-page.js';
import { STAFF_UPDATES, type StaffUpdateName } from './staff-updates.js';
import { canTransition } from './transitions.js';

/** Actions that only somebody who is signed in to the API may take. */
export type ApiAction = 'approve_refund' | 'confirm_desk_refund' | 'resolve_attention';

/** What support staff can do, with the exact input: an update in the Temporal UI, or an action of the API. */
export interface StaffAction {
  readonly name: StaffUpdateName | ApiAction;
  readonly by: 'update' | 'api';
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The actions that help with an open entry, the most helpful first; none where it ends by itself or outside. */
export const HELPS: Readonly<Record<AttentionCode, readonly (StaffUpdateName | ApiAction)[]>> = ATTENTION_HELPS;

const API_TITLES: Readonly<Record<ApiAction, string>> = {
  approve_refund: 'Lets the refund go out. Only a second person, signed in, who may move money.',
  confirm_desk_refund: 'Records that the money was paid out at the desk.',
  resolve_attention: 'Records that the money was paid out by hand. So much only by somebody who is signed in.',
};
/** The longest that more time to pay can be asked for. */
const MOST_MINUTES = 24 * 60;
const staff = { by: 'your name', reason: 'why' };

/** The actions that help with one open entry of this appointment and are possible now. */
export function actionsFor(code: AttentionCode, snapshot: AppointmentSnapshot): readonly StaffAction[] {
  return HELPS[code].flatMap((name) => withInput(name, code, snapshot));
}

/** What can be done without an entry that asks for it. */
export function otherActions(snapshot: AppointmentSnapshot): readonly StaffAction[] {
  const offered = new Set(snapshot.attention.flatMap((code) => actionsFor(code, snapshot)).map(({ name }) => name));
  const names = [
    'checkPayment',
    'extendPaymentWindow',
    'resendConfirmation',
    'retryRefund',
    'issueRefund',
    'cancelForClinic',
  ] as const;
  return names.filter((name) => !offered.has(name)).flatMap((name) => withInput(name, null, snapshot));
}

function withInput(
  name: StaffUpdateName | ApiAction,
  code: AttentionCode | null,
  snapshot: AppointmentSnapshot,
): readonly StaffAction[] {
  if (name === 'approve_refund' || name === 'confirm_desk_refund' || name === 'resolve_attention') {
    return apiInputs(name, code, snapshot).map((input) => ({ name, by: 'api', title: API_TITLES[name], input }));
  }
  const { description, example } = STAFF_UPDATES[name];
  return updateInputs(name, code, snapshot, example).map((input) => ({
    name,
    by: 'update',
    title: description,
    input,
  }));
}

function apiInputs(
  name: ApiAction,
  code: AttentionCode | null,
  snapshot: AppointmentSnapshot,
): readonly Readonly<Record<string, string>>[] {
  switch (name) {
    case 'approve_refund':
      return requests(snapshot)
        .filter((request) => isApprovable(request, snapshot))
        .map(({ id }) => inputOf(name, ['refund_request_id', id]));
    case 'confirm_desk_refund':
      return snapshot.refunds
        .filter(({ id, status }) => status === 'pending' && pageOf(id, snapshot)?.provider === 'desk')
        .map(({ id }) => inputOf(name, ['refund_id', id]));
    case 'resolve_attention':
      return code && isPayoutAboveLimit(code, snapshot) ? [inputOf(name, ['code', code])] : [];
  }
}

/** A body of `POST admin/appointments/{id}/actions/`, in the spelling of the API: the page shows it to be copied. */
function inputOf(action: ApiAction, about: readonly [name: string, value: string]): Readonly<Record<string, string>> {
  return Object.fromEntries([['action', action], ['reason', 'why'], about]);
}

function updateInputs(
  name: StaffUpdateName,
  code: AttentionCode | null,
  snapshot: AppointmentSnapshot,
  example: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  const { status, page } = snapshot;
  switch (name) {
    case 'checkPayment':
      return page?.mayBringMoney ? [example] : [];
    case 'extendPaymentWindow':
      return status === 'pending' ? moreTime(snapshot) : [];
    case 'resendConfirmation':
      return status === 'booked' ? [example] : [];
    case 'cancelForClinic':
      return canTransition(status, 'cancelled_by_clinic') ? [example] : [];
    case 'retryRefund':
      return failedRefunds(snapshot).map(({ id }) => ({ ...staff, refundId: id }));
    case 'rejectRefund':
      return requests(snapshot)
        .filter(({ owed }) => !owed)
        .map(({ id }) => ({ ...staff, refundRequestId: id }));
    case 'issueRefund':
      return refundable(code, snapshot);
    case 'decideAbsence':
      return status === 'booked' ? absences(snapshot).map((outcome) => ({ ...staff, outcome })) : [];
    case 'resolveAttention':
      return code && !isPayoutAboveLimit(code, snapshot) ? [{ ...staff, code }] : [];
  }
}

function requests({ page }: AppointmentSnapshot): readonly PageRefundRequest[] {
  return page?.refundRequests ?? [];
}

function pageOf(refundId: string, { page }: AppointmentSnapshot): PageRefund | undefined {
  return page?.refunds.find(({ id }) => id === refundId);
}

/** Failed refunds that a person can do something about: one that waits for its dispute would only wait again. */
function failedRefunds(snapshot: AppointmentSnapshot): readonly RefundSnapshot[] {
  return snapshot.refunds.filter(
    ({ id, status }) => status === 'failed' && pageOf(id, snapshot)?.failure !== IN_DISPUTE,
  );
}

/** Whether closing the entry would record a payout that is too large for a name that is only claimed. */
function isPayoutAboveLimit(code: AttentionCode, snapshot: AppointmentSnapshot): boolean {
  if (code !== 'refund_failed') return false;
  const settled = snapshot.refunds.filter(({ status }) => status === 'settled_by_hand');
  const amount = [...settled, ...failedRefunds(snapshot)].reduce((sum, refund) => sum + refund.amount, 0);
  return needsApproval(snapshot.policy, amount);
}

function isApprovable({ paymentId, amount }: PageRefundRequest, snapshot: AppointmentSnapshot): boolean {
  const payment = snapshot.page?.payments.find(({ id }) => id === paymentId);
  return payment !== undefined && payment.refundable >= amount && isOpenToRefunds(payment, snapshot);
}

function isOpenToRefunds({ purpose }: PagePayment, { paymentStatus }: AppointmentSnapshot): boolean {
  return purpose !== 'appointment' || paymentStatus === 'paid' || paymentStatus === 'partially_refunded';
}

/** Half an hour beyond the present end of the hold; none where it lasts until the start already. */
function moreTime({ page, expiresAt, startsAt }: AppointmentSnapshot) {
  if (expiresAt >= startsAt) return [];
  const left = Math.ceil(Math.max(0, expiresAt - (page?.readAt ?? expiresAt)) / MINUTE_MS);
  return left + 30 > MOST_MINUTES ? [] : [{ ...staff, minutes: left + 30 }];
}

function absences({ patientSeen }: AppointmentSnapshot): readonly DecideAbsenceCommand['outcome'][] {
  return patientSeen ? ['doctor_absent'] : ['doctor_absent', 'no_show'];
}

/** For a payment of a wrong amount that very payment, all of it; else part of the one that paid for the appointment. */
function refundable(code: AttentionCode | null, snapshot: AppointmentSnapshot) {
  const waiting = new Set(requests(snapshot).map(({ paymentId }) => paymentId));
  const payments = (snapshot.page?.payments ?? []).filter(
    (payment) => payment.refundable > 0 && !waiting.has(payment.id) && isOpenToRefunds(payment, snapshot),
  );
  if (code === 'payment_mismatch') {
    return payments.filter(({ purpose }) => purpose === 'mismatch').map(({ id }) => ({ ...staff, paymentId: id }));
  }
  const own = payments.findLast(({ purpose }) => purpose === 'appointment');
  return own ? [{ ...staff, amount: Math.min(own.refundable, 2000) }] : [];
}
