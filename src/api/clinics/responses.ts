import type { PostalAddress } from '../../domain/identity/public.js';
import type { Currency } from '../../domain/money.js';
import type { GatewayName, Region } from '../../domain/payments/public.js';
import type { Count, Decimal, Uuid } from '../http/wire-formats.js';
import type { PolicyName } from './requests.js';

/** What a clinic is called and where it is. */
export interface ClinicAnswer {
  id: Uuid;
  name: string;
  slug: string;
  /** In the tz database's spelling. Days, opening hours and the times in messages are those of this zone. */
  timezone: string;
  currency: Currency;
  /** E.164. */
  phone: string | null;
  /** The first one stands on receipts when the billing settings name none. */
  addresses: PostalAddress[];
}

/** What goes back to a patient who cancels with at least this much notice. */
export interface RefundTierAnswer {
  notice_seconds: Count;
  percent: Count;
}

/** What receipts say of the clinic as the seller. */
export interface BillingAnswer {
  legal_name: string;
  /** The legal name in Latin letters. */
  latin_name: string | null;
  /** Lines separated by line breaks. */
  address: string;
  /** ABN, TIN, VAT number: as typed. */
  tax_id: string | null;
  region: Region;
  /** Registered for the region's GST or VAT. */
  tax_registered: boolean;
  /** A permit or approved range that has to stand on the paper (Philippines). */
  permit: string | null;
}

/** How a clinic is paid. Prices are decimals of its currency. What it does not set comes from the installation. */
export interface PaymentSettingsAnswer {
  clinic: Uuid;
  currency: Currency;
  /** Patients choose among these; the first one when they name none. */
  providers: GatewayName[];
  /** Those that this installation has keys for. */
  available_providers: GatewayName[];
  fee_new: Decimal;
  fee_returning: Decimal;
  refund_tiers: RefundTierAnswer[];
  no_show_refund_percent: Count;
  /** A refund by staff above this waits for a second person. */
  refund_approval_above: Decimal;
  billing: BillingAnswer;
}

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
