import type { Verification } from '../../usecases/identity/read-verification.js';
import type { VerificationView } from './verification-responses.js';

export function verificationView(verification: Verification): VerificationView {
  const { authority } = verification;
  return {
    id: verification.id,
    user: verification.userId,
    clinic: verification.clinicId,
    status: verification.status,
    checked_by: verification.checkedBy,
    checked_at: verification.checkedAt?.toISOString() ?? null,
    expires_on: verification.expiresOn,
    next_check_on: verification.nextCheckOn,
    specialties: [...verification.specialties],
    registration_type: verification.registrationType,
    conditions: verification.conditions,
    evidence: verification.evidence,
    authority_to_prescribe: {
      schedule_8: authority.schedule8,
      restricted_substances: authority.restrictedSubstances,
      expiry_date: authority.expiresOn,
    },
  };
}
