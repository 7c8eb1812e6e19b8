import { SettingsError } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import { FIXED_POLICY } from '../domain/appointments/policies.js';
import type { ClinicPolicy } from '../domain/clinics/policy.js';
import { feeRefusal } from '../domain/payments/least-charges.js';
import { GATEWAYS } from '../domain/payments/orders.js';

/** @throws SettingsError for a fee that the payment provider would refuse of every patient */
export function defaultPolicy(settings: Settings): ClinicPolicy {
  assertFees(settings);
  return {
    ...FIXED_POLICY,
    paymentWindowMs: settings.POLICY_PAYMENT_WINDOW,
    paymentWarningMs: settings.POLICY_PAYMENT_WARNING,
    processingLimitMs: settings.POLICY_PROCESSING_LIMIT,
    refundTiers: settings.POLICY_REFUND_TIERS,
    remindersMs: settings.POLICY_REMINDERS,
    chatOpensMs: settings.POLICY_CHAT_OPENS,
    chatArchiveMs: settings.POLICY_CHAT_ARCHIVE,
    chatEditWindowMs: settings.POLICY_CHAT_EDIT_WINDOW,
    chatReopenMs: settings.POLICY_CHAT_REOPEN,
    treatingMs: settings.POLICY_TREATING,
    checkInOpensMs: settings.POLICY_CHECK_IN_OPENS,
    noShowAfterMs: settings.POLICY_NO_SHOW_AFTER,
    prescribeWithinMs: settings.POLICY_PRESCRIBE_WITHIN,
    maxRepeats: settings.POLICY_MAX_REPEATS,
    s8MaxRepeats: settings.POLICY_S8_MAX_REPEATS,
    documentReminderMs: settings.POLICY_DOCUMENT_REMINDER,
    importMaxErrors: settings.POLICY_IMPORT_MAX_ERRORS,
    importMaxDeactivated: settings.POLICY_IMPORT_MAX_DEACTIVATED,
    importMaxPriceChange: settings.POLICY_IMPORT_MAX_PRICE_CHANGE,
    importPreviewTtlMs: settings.POLICY_IMPORT_PREVIEW_TTL,
    usageWindowMs: settings.POLICY_USAGE_WINDOW,
    reorderCoverMs: settings.POLICY_REORDER_COVER,
    feeNew: settings.POLICY_FEE_NEW,
    feeReturning: settings.POLICY_FEE_RETURNING,
    slotShortMs: settings.POLICY_SLOT_SHORT,
    slotLongMs: settings.POLICY_SLOT_LONG,
    noShowRefundPercent: settings.POLICY_REFUND_NO_SHOW,
    refundApprovalAbove: settings.POLICY_REFUND_APPROVAL_ABOVE,
  };
}

function assertFees(settings: Settings): void {
  const { PAYMENTS_ENABLED, CURRENCY, STRIPE_SECRET_KEY, PAYSTACK_SECRET_KEY } = settings;
  const keys = { stripe: STRIPE_SECRET_KEY, paystack: PAYSTACK_SECRET_KEY };
  const gateways = GATEWAYS.filter((name) => PAYMENTS_ENABLED && keys[name]);
  for (const name of ['POLICY_FEE_NEW', 'POLICY_FEE_RETURNING'] as const) {
    const problem = feeRefusal(settings[name], CURRENCY, gateways);
    if (problem) throw new SettingsError(`${name} ${problem}.`);
  }
}
