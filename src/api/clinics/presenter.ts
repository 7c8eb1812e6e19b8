import { formatDuration } from '../../config/durations.js';
import { toDecimal } from '../../domain/money.js';
import type { Clinic } from '../../usecases/clinics/clinic-details.js';
import type { PaymentSettings } from '../../usecases/clinics/payment-settings.js';
import type { ClinicPolicies } from '../../usecases/clinics/policies.js';
import { POLICY_KEYS, POLICY_NAMES } from './requests.js';
import type { ClinicAnswer, PaymentSettingsAnswer, PoliciesAnswer } from './responses.js';

export function clinicAnswer({ id, name, slug, timezone, currency, phone, addresses }: Clinic): ClinicAnswer {
  return { id, name, slug, timezone, currency, phone, addresses: [...addresses] };
}

export function paymentSettingsAnswer({ billing, ...settings }: PaymentSettings): PaymentSettingsAnswer {
  return {
    clinic: settings.clinicId,
    currency: settings.currency,
    providers: [...settings.providers],
    available_providers: [...settings.availableProviders],
    fee_new: toDecimal(settings.feeNew),
    fee_returning: toDecimal(settings.feeReturning),
    refund_tiers: settings.refundTiers.map(({ noticeMs, percent }) => ({ notice_seconds: noticeMs / 1000, percent })),
    no_show_refund_percent: settings.noShowRefundPercent,
    refund_approval_above: toDecimal(settings.refundApprovalAbove),
    billing: {
      legal_name: billing.legalName,
      latin_name: billing.latinName,
      address: billing.address.join('\n'),
      tax_id: billing.taxId,
      region: billing.region,
      tax_registered: billing.taxRegistered,
      permit: billing.permit,
    },
  };
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
    own: POLICY_NAMES.filter((name) => own.includes(POLICY_KEYS[name])),
  };
}
