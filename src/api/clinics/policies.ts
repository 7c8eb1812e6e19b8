import type { Count, Decimal, Uuid } from '../../domain/wire-formats.js';

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
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "80.00"
   */
  fee_new?: string | null;
  /**
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "50.00"
   */
  fee_returning?: string | null;
}

/** A policy that a clinic may set for itself. */
export type PolicyName = keyof PoliciesBody;

/** What bookings of a clinic follow from now on: its own policies over those of the installation. */
export interface PoliciesAnswer {
  clinic: Uuid;
  /** How long a hold waits for its payment. */
  payment_window: string;
  /** Sent this long before the window ends. */
  payment_warning: string;
  /** How long a payment under way, or an unreachable provider, keeps a slot. */
  processing_limit: string;
  /** A patient's notice and the percentage that goes back. */
  refund_tiers: string;
  /** Percent that goes back after a no-show. */
  refund_no_show: Count;
  /** A refund by staff above this waits for a second person. */
  refund_approval_above: Decimal;
  slot_short: string;
  slot_long: string;
  /** Before the start; an empty text sends none. */
  reminders: string;
  /** Before the start. */
  chat_opens: string;
  check_in_opens: string;
  /** After the end, when nobody started the consultation. */
  no_show_after: string;
  /** After completion. */
  chat_archive: string;
  fee_new: Decimal;
  fee_returning: Decimal;
  /** The names of those that this clinic has set for itself. */
  own: PolicyName[];
}
