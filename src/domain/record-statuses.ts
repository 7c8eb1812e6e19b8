import type { AppointmentStatus } from './appointments/states.js';
import type { JoinStatus } from './clinics/join-decisions.js';
import type { ImportState } from './formulary/imports/import-states.js';
import type { PrescriptionStatus } from './prescriptions/statuses.js';
import type { EntryState } from './records/states.js';
import type { MembershipStatus } from './roles.js';

/**
 * Where the record of an `invalid_transition` stands: an appointment, a membership, a request to join a clinic, an entry of a
 * patient's record, an import of a list, a prescription, an approval, or a final answer, a retired form, an invitation that is
 * over, allergies that are recorded.
 */
export type RecordStatus =
  | AppointmentStatus
  | MembershipStatus
  | JoinStatus
  | EntryState
  | ImportState
  | PrescriptionStatus
  | 'final'
  | 'recorded'
  | 'retired'
  | 'accepted'
  | 'revoked'
  | 'withdrawn';
