import type { VerificationStatus } from '../../domain/identity/verification.js';
import type { Day, Instant, Uuid } from '../http/wire-formats.js';

export interface PrescribingAuthorityView {
  schedule_8: boolean;
  restricted_substances: boolean;
  expiry_date: Day | null;
}

/** A check of a doctor's registration at one clinic. */
export interface VerificationView {
  /** Null for a doctor whom nobody has checked. */
  id: Uuid | null;
  user: Uuid;
  clinic: Uuid;
  /** What it is worth now: a verification that has ended is `expired`. In the history, as it was recorded. */
  status: VerificationStatus;
  /** Null for a doctor whom nobody has checked, and for what an installation was set up with. */
  checked_by: Uuid | null;
  checked_at: Instant | null;
  expires_on: Day | null;
  next_check_on: Day | null;
  specialties: string[];
  registration_type: string | null;
  conditions: string | null;
  evidence: string | null;
  authority_to_prescribe: PrescribingAuthorityView;
}
