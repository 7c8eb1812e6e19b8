import { HOUR_MS } from '../instants.js';

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
  /** How long the sender of a message may edit or delete it; absent in what was booked before there was such a rule. */
  readonly chatEditWindowMs?: number;
  /** After completion the doctor may open the chat again for so long; absent in what was booked before there was such a rule. */
  readonly chatReopenMs?: number;
  readonly rescheduleNoticeMs: number;
  readonly rescheduleLimit: number;
  /** A visit left running: attention after the first, completed by itself after the second, both from the end. */
  readonly overrunAttentionMs: number;
  readonly autoCompleteMs: number;
  /** How long a no-show can still be corrected, and how long a visit without its doctor waits for a person. */
  readonly correctionMs: number;
}

/** A clinic's rules: what an appointment copies when it is booked, and what decides its price and slots. */
export interface ClinicPolicy extends AppointmentPolicy {
  /** Minor units of the clinic's currency. */
  readonly feeNew: number;
  readonly feeReturning: number;
  readonly slotShortMs: number;
  readonly slotLongMs: number;
  readonly chatArchiveMs: number;
  readonly chatEditWindowMs: number;
  readonly chatReopenMs: number;
  /** After their last visit with a doctor a patient is that doctor's for so long. */
  readonly treatingMs: number;
  /** After a consultation's end its doctor may prescribe on it for so long. */
  readonly prescribeWithinMs: number;
  /** Most repeats of a prescribed item, and of one of Schedule 8. */
  readonly maxRepeats: number;
  readonly s8MaxRepeats: number;
  /** After this the patient is notified once more of a prescription that they have not opened; 0: never. */
  readonly documentReminderMs: number;
  /** Percent above which a price list waits for a person: rows in error, active products that it lacks, a change of one price. */
  readonly importMaxErrors: number;
  readonly importMaxDeactivated: number;
  readonly importMaxPriceChange: number;
  /** A preview of a price list that nobody decides on is cancelled after this. */
  readonly importPreviewTtlMs: number;
  /** How far back the use of a product is counted, and how long what is reordered should last beyond the time that it takes to come. */
  readonly usageWindowMs: number;
  readonly reorderCoverMs: number;
}

const NUMBERS = [
  'paymentWindowMs',
  'paymentWarningMs',
  'processingLimitMs',
  'chatOpensMs',
  'checkInOpensMs',
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
  'chatArchiveMs',
  'chatEditWindowMs',
  'chatReopenMs',
  'treatingMs',
  'prescribeWithinMs',
  'maxRepeats',
  's8MaxRepeats',
  'documentReminderMs',
  'importMaxErrors',
  'importMaxDeactivated',
  'importMaxPriceChange',
  'importPreviewTtlMs',
  'usageWindowMs',
  'reorderCoverMs',
] as const satisfies readonly (keyof ClinicPolicy)[];

/** The defaults with a clinic's own rules over them; what is not of a rule's shape is ignored. */
export function clinicPolicy(defaults: ClinicPolicy, overrides: Readonly<Record<string, unknown>>): ClinicPolicy {
  const own = NUMBERS.flatMap((key) => {
    const value = overrides[key];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? [[key, value]] : [];
  });
  const tiers = refundTiers(overrides.refundTiers);
  const reminders = durations(overrides.remindersMs);
  return {
    ...defaults,
    ...(Object.fromEntries(own) as Partial<ClinicPolicy>),
    ...(tiers ? { refundTiers: tiers } : {}),
    ...(reminders ? { remindersMs: reminders } : {}),
  };
}

/** Which rules a clinic has set for itself. */
export function ownPolicies(overrides: Readonly<Record<string, unknown>>): readonly (keyof ClinicPolicy)[] {
  return [...NUMBERS, 'refundTiers' as const, 'remindersMs' as const].filter((key) => key in overrides);
}

/** The engine's timers end after some hundred years; who asks for more than this mistyped the unit. */
const LONGEST_MS = 366 * 24 * HOUR_MS;
/** Rules that are longer than a year, each with the longest that makes sense. */
const LONGER: Partial<Readonly<Record<keyof ClinicPolicy, readonly [ms: number, said: string]>>> = {
  treatingMs: [10 * LONGEST_MS, 'This is longer than ten years.'],
};
/** A hold or a slot of no length could not be used. */
const ABOVE_ZERO: readonly (keyof ClinicPolicy)[] = ['paymentWindowMs', 'slotShortMs', 'slotLongMs', 'usageWindowMs'];
const MOST_STEPS = 10;

/** Why a clinic cannot have this rule; null when it can. */
export function policyProblem(key: keyof ClinicPolicy, value: ClinicPolicy[keyof ClinicPolicy]): string | null {
  if (typeof value === 'number') {
    const [longest, said] = LONGER[key] ?? [LONGEST_MS, 'This is longer than a year.'];
    if (key.endsWith('Ms') && value > longest) return said;
    return ABOVE_ZERO.includes(key) && value === 0 ? 'This must be longer than nothing.' : null;
  }
  if (!value) return null;
  const steps = value.map((step) => (typeof step === 'number' ? step : step.noticeMs));
  if (steps.some((step) => step > LONGEST_MS)) return 'One of these is longer than a year.';
  if (steps.length > MOST_STEPS) return `Name at most ${MOST_STEPS}.`;
  return new Set(steps).size < steps.length ? 'Each of these needs a time of its own.' : null;
}

function durations(value: unknown): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  return value.every((one) => Number.isSafeInteger(one) && one >= 0) ? value : null;
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
  const { feeNew: _new, feeReturning: _returning, slotShortMs: _short, slotLongMs: _long, ...booked } = policy;
  const { treatingMs: _treating, prescribeWithinMs: _within, documentReminderMs: _reminder, ...treated } = booked;
  const { maxRepeats: _repeats, s8MaxRepeats: _s8Repeats, importMaxErrors: _errors, ...prescribed } = treated;
  const {
    importMaxDeactivated: _gone,
    importMaxPriceChange: _change,
    importPreviewTtlMs: _ttl,
    ...imported
  } = prescribed;
  const { usageWindowMs: _window, reorderCoverMs: _cover, ...kept } = imported;
  return kept;
}
