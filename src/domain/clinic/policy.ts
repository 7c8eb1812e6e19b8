import type { AppointmentPolicy } from '../appointment/policies.js';

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
  'feeNew',
  'feeReturning',
  'slotShortMs',
  'slotLongMs',
] as const satisfies readonly (keyof ClinicPolicy)[];

/** The defaults with a clinic's own numbers over them; anything that is not a non-negative whole number is ignored. */
export function clinicPolicy(defaults: ClinicPolicy, overrides: Readonly<Record<string, unknown>>): ClinicPolicy {
  const own = KEYS.flatMap((key) => {
    const value = overrides[key];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? [[key, value]] : [];
  });
  return { ...defaults, ...(Object.fromEntries(own) as Partial<ClinicPolicy>) };
}

/** The part that an appointment keeps. */
export function appointmentPolicy(policy: ClinicPolicy): AppointmentPolicy {
  const { feeNew: _new, feeReturning: _returning, slotShortMs: _short, slotLongMs: _long, ...kept } = policy;
  return kept;
}
