import type { AddressDto } from '../identity/requests.js';

/** What goes back to a patient who cancels with at least this much notice. */
export interface RefundTierBody {
  /**
   * @isInt
   * @minimum 0
   * @maximum 31536000
   */
  notice_seconds: number;
  /**
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  percent: number;
}

/** What receipts say of the clinic as the seller. */
export interface BillingBody {
  /**
   * @minLength 1
   * @maxLength 120
   */
  legal_name?: string;
  /**
   * The legal name in Latin letters: printed below one in another script. Needed where no font has all of its characters.
   * @maxLength 120
   */
  latin_name?: string | null;
  /**
   * At most six lines, separated by line breaks.
   * @maxLength 500
   */
  address?: string;
  /**
   * ABN, TIN, VAT number: as typed.
   * @maxLength 60
   */
  tax_id?: string;
  region?: 'au' | 'ph' | 'ng' | 'uk' | 'eu' | 'us' | 'other';
  /** Registered for the region's GST or VAT. */
  tax_registered?: boolean;
  /**
   * A permit or approved range that has to stand on the paper (Philippines).
   * @maxLength 300
   */
  permit?: string;
}

/** How a clinic is paid; a member that is left out stays as it is. */
export interface PaymentSettingsBody {
  currency?: 'aud' | 'usd' | 'gbp' | 'eur' | 'ngn' | 'php';
  /**
   * Patients choose among these, the first one by default; an empty list leaves it to the installation.
   * @maxItems 2
   */
  providers?: ('stripe' | 'paystack')[];
  /**
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "80.00"
   */
  fee_new?: string;
  /**
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "50.00"
   */
  fee_returning?: string;
  /**
   * @minItems 1
   * @maxItems 10
   */
  refund_tiers?: RefundTierBody[];
  /**
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  no_show_refund_percent?: number;
  /**
   * A refund by staff above this waits for a second person.
   * @pattern ^\d{1,7}(\.\d{1,2})?$
   * @example "100.00"
   */
  refund_approval_above?: string;
  billing?: BillingBody;
}

/** What a clinic is called and where it is; a member that is left out stays as it is. */
export interface ClinicBody {
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 120
   */
  name?: string;
  /**
   * Of the tz database, such as Australia/Sydney.
   * @maxLength 64
   */
  timezone?: string;
  /**
   * E.164 or the clinic's local form; null removes it.
   * @maxLength 32
   */
  phone?: string | null;
  /**
   * All of them, the main one first.
   * @maxItems 20
   */
  addresses?: AddressDto[];
}
