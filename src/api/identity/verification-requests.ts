import { parseDay } from '../../domain/days.js';
import { NO_AUTHORITY } from '../../domain/identity/verification.js';
import type { RecordVerification } from '../../usecases/identity/record-verification.js';
import type { AskedDay, AskedInstant, Uuid } from '../http/wire-formats.js';

/** What a doctor may prescribe beyond the ordinary. */
export interface PrescribingAuthorityBody {
  /** Controlled drugs. */
  schedule_8?: boolean;
  restricted_substances?: boolean;
  /** The last day of it; with the registration when left out. */
  expiry_date?: AskedDay | null;
}

/** What a check of a doctor's registration came to. What is left out is empty: each check stands for itself. */
export interface VerificationBody {
  status: 'pending' | 'verified' | 'suspended' | 'expired' | 'rejected';
  /** When the register was looked at; now when left out. */
  checked_at?: AskedInstant | null;
  /** The caller: whoever names somebody else is refused. */
  checked_by?: Uuid | null;
  /** The last day on which the registration is good. A verification that names none is good for a year. */
  expires_on?: AskedDay | null;
  /** When somebody should look again. */
  next_check_on?: AskedDay | null;
  /**
   * @maxItems 20
   */
  specialties?: SpecialtyName[] | null;
  /**
   * Such as general, specialist, limited.
   * @maxLength 200
   */
  registration_type?: string | null;
  /**
   * Limits that the register puts on the doctor's work.
   * @maxLength 2000
   */
  conditions?: string | null;
  /**
   * Where it was seen: a register's entry, a letter, the number of a file.
   * @maxLength 2000
   */
  evidence?: string | null;
  authority_to_prescribe?: PrescribingAuthorityBody | null;
}

/**
 * @minLength 1
 * @maxLength 120
 */
export type SpecialtyName = string;

/** @throws DomainError validation_failed for a day that no calendar has */
export function recordVerificationOf(body: VerificationBody): RecordVerification {
  const authority = body.authority_to_prescribe;
  const day = (field: string, text: string | null | undefined) => (text ? parseDay(field, text) : null);
  return {
    status: body.status,
    checkedAt: body.checked_at ? new Date(body.checked_at) : null,
    checkedBy: body.checked_by?.toLowerCase() ?? null,
    expiresOn: day('expires_on', body.expires_on),
    nextCheckOn: day('next_check_on', body.next_check_on),
    specialties: body.specialties ?? [],
    registrationType: body.registration_type ?? null,
    conditions: body.conditions ?? null,
    evidence: body.evidence ?? null,
    authority: authority
      ? {
          schedule8: authority.schedule_8 ?? false,
          restrictedSubstances: authority.restricted_substances ?? false,
          expiresOn: day('authority_to_prescribe.expiry_date', authority.expiry_date),
        }
      : NO_AUTHORITY,
  };
}
