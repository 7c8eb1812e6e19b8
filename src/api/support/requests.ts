import { ATTENTION_CODES } from '../../domain/attention.js';
import { invalid } from '../../domain/errors.js';
import type { StaffRequest } from '../../usecases/support/run-staff-action.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';

/** One of the workflow's staff updates. */
export interface StaffActionBody {
  action:
    | 'extend_payment_window'
    | 'resend_confirmation'
    | 'retry_refund'
    | 'issue_refund'
    | 'approve_refund'
    | 'reject_refund'
    | 'confirm_desk_refund'
    | 'resolve_attention'
    | 'cancel_for_clinic'
    | 'check_payment'
    | 'decide_absence';
  /**
   * Kept in the audit and the history.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
  /**
   * `extend_payment_window`: minutes from now that the patient gets to pay.
   * @isInt
   * @minimum 1
   * @maximum 1440
   */
  minutes?: number;
  /**
   * `retry_refund`: one refund; all failed ones when left out. `confirm_desk_refund`: the one that was paid out.
   */
  refund_id?: Uuid;
  /**
   * `issue_refund`: minor units; all that is left of the payment when left out.
   * @isInt
   * @minimum 1
   * @maximum 2000000000
   */
  amount?: number;
  /**
   * `issue_refund`: a payment of a wrong amount, or a second one; the one that paid for the appointment when left out.
   */
  payment_id?: Uuid;
  /**
   * `approve_refund`, `reject_refund`: the request, as the attention entry `refund_approval` names it.
   */
  refund_request_id?: Uuid;
  /**
   * `resolve_attention`: the entry's code.
   * @maxLength 50
   */
  code?: string;
  /** `decide_absence`: the patient's, and the fee is kept by policy; or the doctor's, and all of it goes back. */
  outcome?: 'no_show' | 'doctor_absent';
}

/** Why an entry of the attention list is closed. */
export interface ResolveEntryBody {
  /**
   * Kept with the entry.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
}

/** @throws DomainError validation_failed */
export function staffRequestOf(body: StaffActionBody): StaffRequest {
  return {
    action: body.action,
    reason: body.reason,
    minutes: body.minutes ?? null,
    refundId: body.refund_id === undefined ? null : inputId(body.refund_id, 'refund_id'),
    amount: body.amount ?? null,
    paymentId: body.payment_id === undefined ? null : inputId(body.payment_id, 'payment_id'),
    refundRequestId: body.refund_request_id === undefined ? null : inputId(body.refund_request_id, 'refund_request_id'),
    code: attentionCode(body.code),
    outcome: body.outcome ?? null,
  };
}

function attentionCode(text: string | undefined) {
  if (text === undefined) return null;
  const code = ATTENTION_CODES.find((known) => known === text);
  if (!code) throw invalid('code', `A code is one of ${ATTENTION_CODES.join(', ')}.`);
  return code;
}
