import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { SecurityChange } from '../../domain/clinics/security-rules.js';
import { invalid } from '../../domain/errors.js';
import { fromDecimal } from '../../domain/money.js';
import type { MemberRole } from '../../domain/roles.js';
import type { ClinicDetailsChange } from '../../usecases/clinics/clinic-details.js';
import type { PaymentSettingsChange } from '../../usecases/clinics/payment-settings.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';
import type { AddressDto } from '../identity/public.js';

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
  /** The next three only by who looks after the platform. */
  type?: ClinicType;
  region?: ClinicRegion;
  /** Null takes the clinic out of its organisation. */
  organisation_id?: Uuid | null;
}

export function clinicChangeOf({ organisation_id: organisationId, ...change }: ClinicBody): ClinicDetailsChange {
  return given({ ...change, organisationId: organisationId && inputId(organisationId, 'organisation_id') });
}

/** Members that are left out are no members of the change. @throws DomainError validation_failed */
export function paymentSettingsChangeOf(body: PaymentSettingsBody): PaymentSettingsChange {
  const { billing, refund_tiers: tiers } = body;
  return given({
    currency: body.currency,
    providers: body.providers,
    feeNew: minorUnits('fee_new', body.fee_new),
    feeReturning: minorUnits('fee_returning', body.fee_returning),
    refundTiers: tiers?.map(({ notice_seconds: seconds, percent }) => ({ noticeMs: seconds * 1000, percent })),
    noShowRefundPercent: body.no_show_refund_percent,
    refundApprovalAbove: minorUnits('refund_approval_above', body.refund_approval_above),
    billing:
      billing &&
      given({
        legalName: billing.legal_name,
        latinName: billing.latin_name,
        address: billing.address,
        taxId: billing.tax_id,
        region: billing.region,
        taxRegistered: billing.tax_registered,
        permit: billing.permit,
      }),
  });
}

function given<Change extends object>(change: Change): Change {
  const members = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as Change;
}

function minorUnits(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = fromDecimal(text);
  if (value === null) throw invalid(field, 'An amount looks like 80.00.');
  return value;
}

/** What a clinic asks of passwords; a member that is left out stays as it is, null takes the installation's. */
export interface PasswordRulesBody {
  /**
   * Characters.
   * @isInt
   * @minimum 1
   * @maximum 64
   */
  min_length?: number | null;
  /**
   * How many of small letters, capitals, digits and other characters there must be.
   * @isInt
   * @minimum 0
   * @maximum 4
   */
  classes?: number | null;
  /**
   * @isInt
   * @minimum 1
   * @maximum 3650
   */
  max_age_days?: number | null;
  /**
   * How many of the last ones cannot be chosen again.
   * @isInt
   * @minimum 0
   * @maximum 24
   */
  history?: number | null;
}

/**
 * What a clinic asks of accounts and sessions, never less than the installation; a member that is left out stays as it
 * is, null takes the installation's.
 */
export interface SecuritySettingsBody {
  /**
   * Roles that cannot work without a second factor.
   * @maxItems 6
   */
  require_mfa?: MemberRole[] | null;
  /**
   * How long a trusted device needs no second factor; 0: none is trusted.
   * @isInt
   * @minimum 0
   * @maximum 365
   */
  mfa_trust_days?: number | null;
  /**
   * After so long without use a session ends.
   * @isInt
   * @minimum 60
   * @maximum 31536000
   */
  session_idle_seconds?: number | null;
  password?: PasswordRulesBody;
  /** Whose names patients find in the record of who looked at their data. */
  access_log_names?: 'all' | 'clinicians' | 'none' | null;
  /**
   * How long a break-glass grant lasts.
   * @isInt
   * @minimum 1
   * @maximum 1440
   */
  break_glass_minutes?: number | null;
}

export function securityChangeOf({ password = {}, ...body }: SecuritySettingsBody): SecurityChange {
  return given({
    requireMfa: body.require_mfa && [...new Set(body.require_mfa)],
    mfaTrustDays: body.mfa_trust_days,
    sessionIdleSeconds: body.session_idle_seconds,
    passwordMinLength: password.min_length,
    passwordClasses: password.classes,
    passwordMaxAgeDays: password.max_age_days,
    passwordHistory: password.history,
    accessLogNames: body.access_log_names,
    breakGlassMinutes: body.break_glass_minutes,
  });
}
