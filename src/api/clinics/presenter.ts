import { formatDuration } from '../../config/durations.js';
import { toDecimal } from '../../domain/money.js';
import type { Clinic } from '../../usecases/clinics/clinic-details.js';
import type { Department } from '../../usecases/clinics/departments.js';
import type { ListedDocument } from '../../usecases/clinics/documents.js';
import type { ShownLocation } from '../../usecases/clinics/locations.js';
import type { Organisation, OrganisationMember } from '../../usecases/clinics/organisations.js';
import type { PaymentSettings } from '../../usecases/clinics/payment-settings.js';
import type { ClinicPolicies } from '../../usecases/clinics/policies.js';
import type { ClinicSecurity } from '../../usecases/clinics/security-settings.js';
import type { VisitSettings } from '../../usecases/clinics/visit-settings.js';
import { POLICY_KEYS, POLICY_NAMES } from './policy-requests.js';
import type {
  ClinicAnswer,
  DepartmentAnswer,
  DocumentAnswer,
  LocationAnswer,
  OrganisationAnswer,
  OrganisationMemberAnswer,
  PaymentSettingsAnswer,
  PoliciesAnswer,
  SecuritySettingsAnswer,
  VisitSettingsAnswer,
} from './responses.js';
import { VISIT_POLICIES } from './visit-requests.js';

export function clinicAnswer({
  id,
  name,
  slug,
  type,
  region,
  timezone,
  currency,
  phone,
  ...clinic
}: Clinic): ClinicAnswer {
  return {
    ...{ id, name, slug, type, region, timezone, currency, phone },
    status: clinic.suspendedAt === null ? 'active' : 'suspended',
    suspended_at: clinic.suspendedAt?.toISOString() ?? null,
    suspension_reason: clinic.suspensionReason,
    organisation_id: clinic.organisationId,
    specialties: [...clinic.specialties],
    addresses: [...clinic.addresses],
    address: clinic.addresses[0] ?? null,
  };
}

export function locationAnswer({
  id,
  clinicId,
  name,
  address,
  phone,
  zone,
  ...location
}: ShownLocation): LocationAnswer {
  return {
    ...{ id, clinic: clinicId, name, address, phone, timezone: zone },
    opening_hours: location.openingHours.map(({ day, from, to }) => ({ day, from, to })),
    created_at: location.createdAt.toISOString(),
    updated_at: location.updatedAt.toISOString(),
  };
}

export function documentAnswer({
  id,
  clinicId,
  kind,
  version,
  title,
  body,
  ...document
}: ListedDocument): DocumentAnswer {
  return {
    ...{ id, clinic: clinicId, kind, version, title, body },
    effective_from: document.effectiveFrom.toISOString(),
    is_current: document.isCurrent,
    published_at: document.publishedAt.toISOString(),
  };
}

export function departmentAnswer({ id, clinicId, name, locationId, createdAt }: Department): DepartmentAnswer {
  return { id, clinic: clinicId, name, location_id: locationId, created_at: createdAt.toISOString() };
}

export function organisationAnswer({ id, name, createdAt }: Organisation): OrganisationAnswer {
  return { id, name, created_at: createdAt.toISOString() };
}

export function organisationMemberAnswer(member: OrganisationMember): OrganisationMemberAnswer {
  const { id, userId, role, createdAt } = member;
  return { id, user_id: userId, role, since: createdAt.toISOString() };
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
    chat_edit_window: formatDuration(policy.chatEditWindowMs),
    chat_reopen: formatDuration(policy.chatReopenMs),
    treating: formatDuration(policy.treatingMs),
    break_glass: formatDuration(policy.breakGlassMs),
    fee_new: toDecimal(policy.feeNew),
    fee_returning: toDecimal(policy.feeReturning),
    prescribe_within: formatDuration(policy.prescribeWithinMs),
    max_repeats: policy.maxRepeats,
    s8_max_repeats: policy.s8MaxRepeats,
    document_reminder: formatDuration(policy.documentReminderMs),
    import_max_errors: policy.importMaxErrors,
    import_max_deactivated: policy.importMaxDeactivated,
    import_max_price_change: policy.importMaxPriceChange,
    import_preview_ttl: formatDuration(policy.importPreviewTtlMs),
    usage_window: formatDuration(policy.usageWindowMs),
    reorder_cover: formatDuration(policy.reorderCoverMs),
    own: POLICY_NAMES.filter((name) => own.includes(POLICY_KEYS[name])),
  };
}

/** Durations as the settings are written. */
export function visitSettingsAnswer({ clinicId, policy, own, notice }: VisitSettings): VisitSettingsAnswer {
  const { chatNotice, notesVisible } = notice;
  return {
    clinic: clinicId,
    chat_opens: formatDuration(policy.chatOpensMs),
    chat_edit_window: formatDuration(policy.chatEditWindowMs),
    chat_reopen: formatDuration(policy.chatReopenMs),
    chat_archive: formatDuration(policy.chatArchiveMs),
    check_in_opens: formatDuration(policy.checkInOpensMs),
    no_show_after: formatDuration(policy.noShowAfterMs),
    reminders: policy.remindersMs.map(formatDuration).join(','),
    chat_notice: chatNotice,
    notes_visible: notesVisible ?? false,
    own: [
      ...VISIT_POLICIES.filter((name) => own.includes(POLICY_KEYS[name])),
      ...(chatNotice === null ? [] : (['chat_notice'] as const)),
      ...(notesVisible === null ? [] : (['notes_visible'] as const)),
    ],
  };
}

/** Whole units: an installation may be set in smaller ones. */
export function securitySettingsAnswer({ rules }: ClinicSecurity): SecuritySettingsAnswer {
  return {
    require_mfa: [...rules.requireMfa],
    mfa_trust_days: rules.mfaTrustDays,
    session_idle_seconds: Math.ceil(rules.sessionIdleSeconds),
    password: {
      min_length: rules.passwordMinLength,
      classes: rules.passwordClasses,
      max_age_days: rules.passwordMaxAgeDays === null ? null : Math.ceil(rules.passwordMaxAgeDays),
      history: rules.passwordHistory,
    },
    access_log_names: rules.accessLogNames,
    break_glass_minutes: Math.ceil(rules.breakGlassMinutes),
  };
}
