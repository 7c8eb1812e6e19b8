import type { AppointmentPolicy, RefundTier } from '../appointment/policies.js';

/** A clinic's rules: what an appointment copies when it is booked, and what decides its price and slots. */
export interface ClinicPolicy extends AppointmentPolicy {
  /** Minor units of the clinic's currency. */
  readonly feeNew: number;
  readonly feeReturning: number;
  readonly slotShortMs: number;
  readonly slotLongMs: number;
}

const KEYS = [
  'paymentWindowMs',
  'paymentWarningMs',
  'processingLimitMs',
  'chatOpensMs',
  'noShowAfterMs',
  'rescheduleNoticeMs',
  'rescheduleLimit',
  'overrunAttentionMs',
  'autoCompleteMs',
  'correctionMs',
  'noShowRefundPercent',
  'refundApprovalAbove',
  'feeNew',
  'feeReturning',
  'slotShortMs',
  'slotLongMs',
] as const satisfies readonly (keyof ClinicPolicy)[];

/** The defaults with a clinic's own rules over them; what is not of a rule's shape is ignored. */
export function clinicPolicy(defaults: ClinicPolicy, overrides: Readonly<Record<string, unknown>>): ClinicPolicy {
  const own = KEYS.flatMap((key) => {
    const value = overrides[key];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? [[key, value]] : [];
  });
  const tiers = refundTiers(overrides.refundTiers);
  return {
    ...defaults,
    ...(Object.fromEntries(own) as Partial<ClinicPolicy>),
    ...(tiers ? { refundTiers: tiers } : {}),
  };
}

/** Tiers as they are stored; null unless every one is a notice in milliseconds and a percentage. */
function refundTiers(value: unknown): readonly RefundTier[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const tiers = value.map((tier: Partial<RefundTier> | null) => ({
    noticeMs: tier?.noticeMs ?? -1,
    percent: tier?.percent ?? -1,
  }));
  const sound = tiers.every(
    ({ noticeMs, percent }) => Number.isSafeInteger(noticeMs) && noticeMs >= 0 && percent >= 0 && percent <= 100,
  );
  return sound ? tiers : null;
}

/** The part that an appointment keeps. */
export function appointmentPolicy(policy: ClinicPolicy): AppointmentPolicy {
  const { feeNew: _new, feeReturning: _returning, slotShortMs: _short, slotLongMs: _long, ...kept } = policy;
  return kept;
}
