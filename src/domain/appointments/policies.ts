import type { CancelledStatus } from './states.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A patient's notice before the start and the percentage that goes back. */
export interface RefundTier {
  readonly noticeMs: number;
  readonly percent: number;
}

/**
 * The rules an appointment lives by, copied into it when it is booked so that a later change of
 * settings never changes a promise already made. Durations in milliseconds.
 */
export interface AppointmentPolicy {
  readonly paymentWindowMs: number;
  readonly paymentWarningMs: number;
  /** After booking: from then on the run itself looks open checkout sessions up, for the case that a webhook is lost. */
  readonly firstLookupMs: number;
  readonly processingLimitMs: number;
  readonly refundTiers: readonly RefundTier[];
  /** Percent that goes back after a no-show; absent in what was booked before there was such a rule: none. */
  readonly noShowRefundPercent?: number;
  /** A refund by staff above this, in minor units, needs a second person; absent: the limit of the Temporal UI. */
  readonly refundApprovalAbove?: number;
  readonly remindersMs: readonly number[];
  readonly chatOpensMs: number;
  /** Before the start: from then on the patient may check in. */
  readonly checkInOpensMs: number;
  /** After the end: a visit that nobody started is shown to a person from then on. */
  readonly noShowAfterMs: number;
  /** From completion until the chat is archived; absent in what was booked before there was such a rule. */
  readonly chatArchiveMs?: number;
  readonly rescheduleNoticeMs: number;
  readonly rescheduleLimit: number;
  /** A visit left running: attention after the first, completed by itself after the second, both from the end. */
  readonly overrunAttentionMs: number;
  readonly autoCompleteMs: number;
  /** How long a no-show can still be corrected, and how long a visit without its doctor waits for a person. */
  readonly correctionMs: number;
}

/** Parts of the policy that no setting names. */
export const FIXED_POLICY = {
  firstLookupMs: MINUTE_MS,
  rescheduleNoticeMs: 2 * HOUR_MS,
  rescheduleLimit: 3,
  overrunAttentionMs: 2 * HOUR_MS,
  autoCompleteMs: 24 * HOUR_MS,
  correctionMs: 24 * HOUR_MS,
} as const satisfies Partial<AppointmentPolicy>;

/** An update that reached its workflow later than this after the start is refused: its caller has given up. */
export const BOOKING_LATE_MS = 15_000;
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
export function refuseStart(policy: AppointmentPolicy, now: number, startsAt: number): string | null {
  return now < startsAt - policy.chatOpensMs ? 'The consultation cannot start before the chat opens.' : null;
}

export function refuseComplete(now: number, startsAt: number): string | null {
  return now < startsAt ? 'An appointment cannot be completed before it has started.' : null;
}

export function refuseNoShow(now: number, startsAt: number): string | null {
  return now < startsAt + NO_SHOW_BY_DOCTOR_MS ? 'A no-show can be recorded from ten minutes after the start.' : null;
}

/** A no-show stays correctable for `correctionMs`; `since` is when it was recorded. */
export function refuseCorrection(policy: AppointmentPolicy, now: number, since: number): string | null {
  return now > since + policy.correctionMs ? 'The time to correct this no-show has passed.' : null;
}

export function refusePatientReschedule(
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
