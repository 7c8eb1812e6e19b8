import type { ClinicRegion, ClinicType } from '../../domain/clinics/clinic-kinds.js';
import type { AccessLogNames } from '../../domain/clinics/security-rules.js';
import type { DocumentKind } from '../../domain/document-kinds.js';
import type { PostalAddress } from '../../domain/identity/public.js';
import type { Currency } from '../../domain/money.js';
import type { GatewayName, Region } from '../../domain/payments/public.js';
import type { MemberRole, StaffRole } from '../../domain/roles.js';
import type { ClockTime, Count, Decimal, Instant, Uuid } from '../http/wire-formats.js';
import type { PolicyName } from './policy-requests.js';
import type { VisitSettingName } from './visit-requests.js';

/** What is said of a clinic to whoever looks for one. */
export interface ClinicAnswer {
  id: Uuid;
  name: string;
  slug: string;
  type: ClinicType;
  /** Whose law binds it. */
  region: ClinicRegion;
  /** `suspended`: nobody acts in it and nothing is booked there at present. */
  status: 'active' | 'suspended';
  suspended_at: Instant | null;
  /** Only for who looks after the platform. */
  suspension_reason: string | null;
  organisation_id: Uuid | null;
  /** Of its doctors. */
  specialties: string[];
  /** In the tz database's spelling. Days, opening hours and the times in messages are those of this zone. */
  timezone: string;
  currency: Currency;
  /** E.164. */
  phone: string | null;
  /** The first one stands on receipts when the billing settings name none. */
  addresses: PostalAddress[];
  /** The main one. */
  address: PostalAddress | null;
}

/** Opening hours on the wall of a location's zone. */
export interface OpeningHoursAnswer {
  day: 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun';
  from: ClockTime;
  /** `24:00`: the whole evening. */
  to: ClockTime;
}

/** Where a clinic works. */
export interface LocationAnswer {
  id: Uuid;
  clinic: Uuid;
  name: string;
  address: PostalAddress;
  /** E.164. */
  phone: string | null;
  /** Of its hours: its own, or the clinic's. */
  timezone: string;
  opening_hours: OpeningHoursAnswer[];
  created_at: Instant;
  updated_at: Instant;
}

/** A part of a clinic in which people work. */
export interface DepartmentAnswer {
  id: Uuid;
  clinic: Uuid;
  name: string;
  location_id: Uuid | null;
  created_at: Instant;
}

/** Several clinics that belong together. */
export interface OrganisationAnswer {
  id: Uuid;
  name: string;
  created_at: Instant;
}

/** Somebody who works at every clinic of an organisation. */
export interface OrganisationMemberAnswer {
  id: Uuid;
  user_id: Uuid;
  role: StaffRole;
  since: Instant;
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
  /** How long the sender of a chat message may edit or delete it. */
  chat_edit_window: string;
  /** After completion: as long the doctor may open the chat again. */
  chat_reopen: string;
  /** After the last visit with a doctor, who sees the patient's record for so long. */
  treating: string;
  /** How long a break-glass grant lasts: the `break_glass_minutes` of the security settings. */
  break_glass: string;
  fee_new: Decimal;
  fee_returning: Decimal;
  /** After a consultation's end its doctor may prescribe on it for so long. */
  prescribe_within: string;
  /** Most repeats of a prescribed item. */
  max_repeats: Count;
  /** Most repeats of an item of Schedule 8. */
  s8_max_repeats: Count;
  /** After this the patient is notified once more of a prescription that they have not opened. 0s: never. */
  document_reminder: string;
  /** Percent of a price list's rows in error above which it waits for a person. */
  import_max_errors: Count;
  /** Percent of a supplier's active products that a price list lacks above which it waits for a person. */
  import_max_deactivated: Count;
  /** Percent by which one product's wholesale price may change before a price list waits for a person. */
  import_max_price_change: Count;
  /** A preview of a price list that nobody decides on is cancelled after this. */
  import_preview_ttl: string;
  /** How far back the use of a product is counted, for what to reorder. */
  usage_window: string;
  /** How long what is reordered should last, beyond the time that it takes to come. */
  reorder_cover: string;
  /** The names of those that this clinic has set for itself. */
  own: PolicyName[];
}

/** What is asked of passwords at a clinic. */
export interface PasswordRulesAnswer {
  /** Characters. */
  min_length: Count;
  /** How many of small letters, capitals, digits and other characters there must be. */
  classes: Count;
  /** Null: a password does not grow old. */
  max_age_days: Count | null;
  /** How many of the last ones cannot be chosen again. */
  history: Count;
}

/** What is asked of accounts and sessions at a clinic: the installation's rules with the clinic's own over them. */
export interface SecuritySettingsAnswer {
  /** Roles that cannot work without a second factor. */
  require_mfa: MemberRole[];
  /** How long a trusted device needs no second factor; 0: none is trusted. */
  mfa_trust_days: Count;
  /** After so long without use a session of staff ends, and one that is not remembered. Set by the clinic, any session. */
  session_idle_seconds: Count;
  password: PasswordRulesAnswer;
  /** Whose names patients find in the record of who looked at their data. */
  access_log_names: AccessLogNames;
  /** How long a break-glass grant lasts. */
  break_glass_minutes: Count;
}

/** A version of a document that patients of a clinic read and accept. It never changes. */
export interface DocumentAnswer {
  id: Uuid;
  clinic: Uuid;
  kind: DocumentKind;
  version: string;
  title: string;
  /** Plain text; an empty line ends a paragraph. */
  body: string;
  effective_from: Instant;
  /** Whether it is the one of its kind that holds now: the one that took effect last. */
  is_current: boolean;
  published_at: Instant;
}

/** What visits of a clinic follow: its own settings over those of the installation. */
export interface VisitSettingsAnswer {
  clinic: Uuid;
  /** Before the start. */
  chat_opens: string;
  /** How long the sender of a chat message may edit or delete it. */
  chat_edit_window: string;
  /** After completion: as long the doctor may open the chat again. */
  chat_reopen: string;
  /** After the end of a room. */
  chat_archive: string;
  /** Before the start. */
  check_in_opens: string;
  /** After the end, when nobody started the consultation. */
  no_show_after: string;
  /** Before the start; an empty text sends none. */
  reminders: string;
  /** Stands in each chat room before the sentence for emergencies; null: that one alone. */
  chat_notice: string | null;
  /** Whether patients read the `notes` of their consultations. */
  notes_visible: boolean;
  /** The names of those that this clinic has set for itself. */
  own: VisitSettingName[];
}
