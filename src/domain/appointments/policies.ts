import type { AppointmentPolicy } from '../clinics/public.js';
import { HOUR_MS, MINUTE_MS } from '../instants.js';
import type { CancelledStatus } from './states.js';

/** Parts of the policy that no setting names. */
export const FIXED_POLICY = {
  firstLookupMs: MINUTE_MS,
  rescheduleNoticeMs: 2 * HOUR_MS,
  rescheduleLimit: 3,
  overrunAttentionMs: 2 * HOUR_MS,
  autoCompleteMs: 24 * HOUR_MS,
  correctionMs: 24 * HOUR_MS,
} as const satisfies Partial<AppointmentPolicy>;

/** From here on a doctor may mark an absent patient. */
export const NO_SHOW_BY_DOCTOR_MS = 10 * MINUTE_MS;
/** A payment that is still undecided this long after the deadline is shown to a person. */
export const UNDECIDED_ATTENTION_MS = 10 * MINUTE_MS;

/** The largest refund, in minor units, that needs no second person, where a policy says nothing else. */
const REFUND_APPROVAL_ABOVE = 10_000;

/** When the hold ends: the window after booking, but never past the start (epoch milliseconds). */
export function holdEndsAt(policy: AppointmentPolicy, bookedAt: number, startsAt: number): number {
  return Math.min(bookedAt + policy.paymentWindowMs, startsAt);
}

/** Until when a payment under way, or an unreachable provider, may keep the slot. */
export function undecidedUntil(policy: AppointmentPolicy, expiresAt: number, startsAt: number): number {
  return Math.max(expiresAt, Math.min(expiresAt + policy.processingLimitMs, startsAt));
}

/** Percent of the price that goes back: all of it when the doctor or the clinic cancels, by notice when the patient does. */
export function refundPercent(policy: AppointmentPolicy, cancelled: CancelledStatus, noticeMs: number): number {
  if (cancelled !== 'cancelled_by_patient') return 100;
  const tiers = [...policy.refundTiers].sort((a, b) => b.noticeMs - a.noticeMs);
  return tiers.find((tier) => noticeMs >= tier.noticeMs)?.percent ?? 0;
}

/** Whether a refund by staff of so many minor units waits for a second person. */
export function needsApproval(policy: AppointmentPolicy, amount: number): boolean {
  return amount > (policy.refundApprovalAbove ?? REFUND_APPROVAL_ABOVE);
}

/** Why an actor may not move the appointment now; null when they may. Times are epoch milliseconds. */
export function startRefusal(policy: AppointmentPolicy, now: number, startsAt: number): string | null {
  return now < startsAt - policy.chatOpensMs ? 'The consultation cannot start before the chat opens.' : null;
}

export function completionRefusal(now: number, startsAt: number): string | null {
  return now < startsAt ? 'An appointment cannot be completed before it has started.' : null;
}

export function noShowRefusal(now: number, startsAt: number): string | null {
  return now < startsAt + NO_SHOW_BY_DOCTOR_MS ? 'A no-show can be recorded from ten minutes after the start.' : null;
}

/** A no-show stays correctable for `correctionMs`; `since` is when it was recorded. */
export function correctionRefusal(policy: AppointmentPolicy, now: number, since: number): string | null {
  return now > since + policy.correctionMs ? 'The time to correct this no-show has passed.' : null;
}

export function patientRescheduleRefusal(
  policy: AppointmentPolicy,
  now: number,
  startsAt: number,
  reschedules: number,
): string | null {
  if (reschedules >= policy.rescheduleLimit) {
    return `An appointment can be moved at most ${policy.rescheduleLimit} times.`;
  }
  if (now > startsAt - policy.rescheduleNoticeMs) return 'It is too close to the start to move this appointment.';
  return null;
}
