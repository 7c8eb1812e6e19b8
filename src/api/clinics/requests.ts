import { type Settings, settingsSchema } from '../../config/schema.js';
import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { ClinicPolicy } from '../../domain/clinics/policy.js';
import type { SecurityChange } from '../../domain/clinics/security-rules.js';
import { DomainError, type FieldError, invalid } from '../../domain/errors.js';
import { fromDecimal } from '../../domain/money.js';
import type { MemberRole } from '../../domain/roles.js';
import type { ClinicDetailsChange } from '../../usecases/clinics/clinic-details.js';
import type { PaymentSettingsChange } from '../../usecases/clinics/payment-settings.js';
import type { PolicyChange } from '../../usecases/clinics/policies.js';
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
   * After their last visit with a doctor a patient is that doctor's for so long.
   * @pattern ^\d{1,12}(ms|s|m|h|d)$
   * @example "730d"
   */
  treating?: string | null;
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

/** The rule behind each name. */
export const POLICY_KEYS: Readonly<Record<PolicyName, keyof ClinicPolicy>> = {
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
  treating: 'treatingMs',
  fee_new: 'feeNew',
  fee_returning: 'feeReturning',
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
