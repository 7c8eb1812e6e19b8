import { type Settings, settingsSchema } from '../../config/schema.js';
import { DomainError, type FieldError } from '../../domain/errors.js';
import type { PolicyChange, PolicyRules } from '../../usecases/clinics/policies.js';

/** A clinic's own `POLICY_*`, written as the settings are; null takes the installation's, what is left out stays. */
export interface PoliciesBody {
  /**
   * How long a hold waits for its payment.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  payment_window?: string | null;
  /**
   * Sent this long before the window ends.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "5m"
   */
  payment_warning?: string | null;
  /**
   * How long a payment under way, or an unreachable provider, keeps a slot.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "2h"
   */
  processing_limit?: string | null;
  /**
   * A patient's notice and the percentage that goes back.
   * @pattern ^\d{1,12}(ms|s|m|h|d):\d{1,3}(,\d{1,12}(ms|s|m|h|d):\d{1,3}){0,9}$
   * @example "24h:100,2h:50,0s:0"
   */
  refund_tiers?: string | null;
  /**
   * Percent that goes back after a no-show.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  refund_no_show?: number | null;
  /**
   * A refund by staff above this waits for a second person.
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "100.00"
   */
  refund_approval_above?: string | null;
  /**
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  slot_short?: string | null;
  /**
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30m"
   */
  slot_long?: string | null;
  /**
   * Before the start; an empty text sends none.
   * @pattern ^(\d{1,12}(ms|s|m|h|d)(,\d{1,12}(ms|s|m|h|d)){0,9})?$
   * @example "24h,1h"
   */
  reminders?: string | null;
  /**
   * Before the start.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  chat_opens?: string | null;
  /**
   * Before the start.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  check_in_opens?: string | null;
  /**
   * After the end, when nobody started the consultation.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30m"
   */
  no_show_after?: string | null;
  /**
   * After completion.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30d"
   */
  chat_archive?: string | null;
  /**
   * How long the sender of a chat message may edit or delete it.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "15m"
   */
  chat_edit_window?: string | null;
  /**
   * After completion: as long the doctor may open the chat again. 0s: never.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "14d"
   */
  chat_reopen?: string | null;
  /**
   * After their last visit with a doctor a patient is that doctor's for so long.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "730d"
   */
  treating?: string | null;
  /**
   * How long a break-glass grant lasts, in whole minutes and no longer than the installation allows: the
   * `break_glass_minutes` of the security settings.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "30m"
   */
  break_glass?: string | null;
  /**
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "80.00"
   */
  fee_new?: string | null;
  /**
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "50.00"
   */
  fee_returning?: string | null;
  /**
   * How long after a consultation's end its doctor may prescribe on it.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "7d"
   */
  prescribe_within?: string | null;
  /**
   * Most repeats of a prescribed item.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  max_repeats?: number | null;
  /**
   * Most repeats of an item of Schedule 8.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  s8_max_repeats?: number | null;
  /**
   * After this the patient is notified once more of a prescription that they have not opened. 0s: never.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "48h"
   */
  document_reminder?: string | null;
  /**
   * Percent of a price list's rows in error above which it waits for a person.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  import_max_errors?: number | null;
  /**
   * Percent of a supplier's active products that a price list lacks above which it waits for a person.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  import_max_deactivated?: number | null;
  /**
   * Percent by which one product's wholesale price may change before a price list waits for a person.
   * @isInt
   * @minimum 0
   * @maximum 10000
   */
  import_max_price_change?: number | null;
  /**
   * A preview of a price list that nobody decides on is cancelled after this.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "7d"
   */
  import_preview_ttl?: string | null;
  /**
   * How far back the use of a product is counted, for what to reorder; longer than nothing.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "56d"
   */
  usage_window?: string | null;
  /**
   * How long what is reordered should last, beyond the time that it takes to come.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "28d"
   */
  reorder_cover?: string | null;
}

/** A policy that a clinic may set for itself. */
export type PolicyName = keyof PoliciesBody;

/** The rule behind each name. */
export const POLICY_KEYS: Readonly<Record<PolicyName, keyof PolicyRules>> = {
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
  chat_edit_window: 'chatEditWindowMs',
  chat_reopen: 'chatReopenMs',
  treating: 'treatingMs',
  break_glass: 'breakGlassMs',
  fee_new: 'feeNew',
  fee_returning: 'feeReturning',
  prescribe_within: 'prescribeWithinMs',
  max_repeats: 'maxRepeats',
  s8_max_repeats: 's8MaxRepeats',
  document_reminder: 'documentReminderMs',
  import_max_errors: 'importMaxErrors',
  import_max_deactivated: 'importMaxDeactivated',
  import_max_price_change: 'importMaxPriceChange',
  import_preview_ttl: 'importPreviewTtlMs',
  usage_window: 'usageWindowMs',
  reorder_cover: 'reorderCoverMs',
};
export const POLICY_NAMES = Object.keys(POLICY_KEYS) as readonly PolicyName[];

type SettingName = Extract<keyof Settings, `POLICY_${string}`>;

/**
 * What a clinic wants to change, read as the settings of the same names are read; null takes the installation's.
 * @throws DomainError validation_failed with each bad member
 */
export function policyChangesOf(body: PoliciesBody): readonly PolicyChange[] {
  const errors: FieldError[] = [];
  const changes = POLICY_NAMES.flatMap((field): PolicyChange[] => {
    const given = body[field];
    if (given === undefined) return [];
    const key = POLICY_KEYS[field];
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
