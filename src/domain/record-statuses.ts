import type { AppointmentStatus } from './appointments/states.js';
import type { PurchaseOrderStatus } from './catalogue/purchase-orders/statuses.js';
import type { JoinStatus } from './clinics/join-decisions.js';
import type { ImportState } from './list-import-states.js';
import type { PrescriptionStatus } from './prescriptions/statuses.js';
import type { EntryState } from './records/states.js';
import type { MembershipStatus } from './roles.js';

/**
 * Where the record of an `invalid_transition` stands: an appointment, a membership, a request to join a clinic, an entry of a
 * patient's record, an import of a list, an order at a supplier, a prescription, an approval, or a final answer, a retired form, an invitation that is
 * over, allergies that are recorded.
 */
export type RecordStatus =
  | AppointmentStatus
  | MembershipStatus
  | JoinStatus
  | EntryState
  | ImportState
  | PurchaseOrderStatus
  | PrescriptionStatus
  | 'final'
  | 'recorded'
  | 'retired'
  | 'accepted'
  | 'revoked'
  | 'withdrawn';
