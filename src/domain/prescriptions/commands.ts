import type { StepActor } from '../actor.js';
import type { Day } from '../days.js';
import type { PrescriptionRequest } from './request.js';
import type { DeliveryState, StoredStatus } from './states.js';

/** To issue what a doctor has asked for, in one transaction. */
export interface IssueCommand {
  readonly request: PrescriptionRequest;
  readonly bodyHash: string;
  /** The draft that becomes it, in the version that was read. */
  readonly draftVersion: number | null;
  /** The prescription in whose place it is issued, and why. */
  readonly supersedes: { readonly prescriptionId: string; readonly reason: string } | null;
}

/** To end one of the prescriptions of a request. */
export interface CancelCommand {
  readonly prescriptionId: string;
  readonly reason: string;
}

/** To send the patient the mail once more. */
export interface ResendCommand {
  readonly prescriptionId: string;
}

/** One step of a prescription's workflow; a repeat finds its own answer by `operationId`. */
export interface PrescriptionStep<Command> {
  readonly requestId: string;
  /** `<request>/<update>`. */
  readonly operationId: string;
  readonly actor: StepActor;
  readonly command: Command;
}

/** How the prescriptions of a request stand, as their workflow knows them: no medicine, no direction, no name. */
export interface RequestSnapshot {
  readonly requestId: string;
  readonly bodyHash: string;
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
  readonly appointmentId: string;
  /** ISO 8601. */
  readonly issuedAt: string;
  /** ISO 8601: from then on the patient is notified once more of what they have not opened; null: never. */
  readonly remindAt: string | null;
  readonly delivery: DeliveryState;
  /** It stands in the place of an earlier prescription. */
  readonly supersedes: boolean;
  readonly prescriptions: readonly {
    readonly id: string;
    readonly number: string;
    readonly status: StoredStatus;
    readonly validUntil: Day;
    readonly hasDocument: boolean;
    readonly isRead: boolean;
  }[];
}
