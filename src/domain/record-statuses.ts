import type { AppointmentStatus } from './appointments/states.js';
import type { JoinStatus } from './clinics/join-decisions.js';
import type { MembershipStatus } from './roles.js';

/**
 * Where the record of an `invalid_transition` stands: an appointment, a membership, a request to join a clinic, or a final
 * answer, a retired form, an invitation that is over.
 */
export type RecordStatus =
  | AppointmentStatus
  | MembershipStatus
  | JoinStatus
  | 'final'
  | 'retired'
  | 'accepted'
  | 'revoked';
