import { formatDuration } from '../../config/durations.js';
import { type Settings, settingsSchema } from '../../config/schema.js';
import type { ClinicPolicy } from '../../domain/clinics/policy.js';
import { DomainError, type FieldError } from '../../domain/errors.js';
import { toDecimal } from '../../domain/money.js';
import type { ClinicPolicies, PolicyChange } from '../../usecases/clinics/policies.js';
import type { PoliciesAnswer, PoliciesBody } from './policies.js';

type SettingName = Extract<keyof Settings, `POLICY_${string}`>;
/** The name of a `POLICY_*` setting on the wire. */
type PolicyName = SettingName extends `POLICY_${infer Name}` ? Lowercase<Name> : never;

const KEYS: Readonly<Record<PolicyName, keyof ClinicPolicy>> = {
  payment_window: 'paymentWindowMs',
  payment_warning: 'paymentWarningMs',
  processing_limit: 'processingLimitMs',
  refund_tiers: 'refundTiers',
  refund_no_show: 'noShowRefundPercent',
  refund_approval_above: 'refundApprovalAbove',
  slot_short: 'slotShortMs',
  slot_long: 'slotLongMs',
  reminders: 'remindersMs',
  chat_opens: 'chatOpensMs',
  check_in_opens: 'checkInOpensMs',
  no_show_after: 'noShowAfterMs',
  chat_archive: 'chatArchiveMs',
  fee_new: 'feeNew',
  fee_returning: 'feeReturning',
};
const NAMES = Object.keys(KEYS) as readonly PolicyName[];

/**
 * What a clinic wants to change, read as the settings of the same names are read; null takes the installation's.
 * @throws DomainError validation_failed with each bad member
 */
export function readPolicies(body: PoliciesBody): readonly PolicyChange[] {
  const errors: FieldError[] = [];
  const changes = NAMES.flatMap((field): PolicyChange[] => {
    const given = body[field];
    if (given === undefined) return [];
    const key = KEYS[field];
    if (given === null) return [{ field, key, value: null }];
    const setting = `POLICY_${field.toUpperCase()}` as SettingName;
    const parsed = settingsSchema.shape[setting].safeParse(String(given));
    if (parsed.success) return [{ field, key, value: parsed.data }];
    errors.push({ field, message: `${field} ${parsed.error.issues[0]?.message ?? 'is not valid'}.` });
    return [];
  });
  const [first] = errors;
  if (first) throw new DomainError('validation_failed', first.message, { field: first.field, fields: errors });
  return changes;
}

/** The policies of a clinic as the settings of the same names are written. */
export function policiesAnswer({ clinicId, policy, own }: ClinicPolicies): PoliciesAnswer {
  return {
    clinic: clinicId,
    payment_window: formatDuration(policy.paymentWindowMs),
    payment_warning: formatDuration(policy.paymentWarningMs),
    processing_limit: formatDuration(policy.processingLimitMs),
    refund_tiers: policy.refundTiers.map((tier) => `${formatDuration(tier.noticeMs)}:${tier.percent}`).join(','),
    refund_no_show: policy.noShowRefundPercent ?? 0,
    refund_approval_above: toDecimal(policy.refundApprovalAbove ?? 0),
    slot_short: formatDuration(policy.slotShortMs),
    slot_long: formatDuration(policy.slotLongMs),
    reminders: policy.remindersMs.map(formatDuration).join(','),
    chat_opens: formatDuration(policy.chatOpensMs),
    check_in_opens: formatDuration(policy.checkInOpensMs),
    no_show_after: formatDuration(policy.noShowAfterMs),
    chat_archive: formatDuration(policy.chatArchiveMs),
    fee_new: toDecimal(policy.feeNew),
    fee_returning: toDecimal(policy.feeReturning),
    own: NAMES.filter((name) => own.includes(KEYS[name])),
  };
}
