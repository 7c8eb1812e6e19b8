import { createHash } from 'node:crypto';
import type { AppointmentWorkflows, BookRequest } from '../../adapters/temporal/port.js';
import { actorUserId, actsAsPatient, type Caller } from '../../domain/actor.js';
import type { Booking } from '../../domain/appointments/booking.js';
import type { BookCommand, Booked } from '../../domain/appointments/commands.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { practiceProblem } from '../../domain/identity/public.js';
import { actsForClinic } from '../../domain/roles.js';
import type { BookingFacts, ClaimRepository } from '../../models/repositories/appointments/claims.js';
import type { MembershipRepository } from '../../models/repositories/identity/public.js';
import { canonicalJson } from '../idempotency/canonical-json.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { assertConsents } from '../identity/public.js';
import { clinicSuspended } from './claim-slot.js';

/** What the caller asks for; the command of the workflow says for whom, and carries the hash of this. */
export type BookingRequest = Omit<BookCommand, 'patientId' | 'bodyHash'> & {
  /** Only from the clinic's staff, on behalf. */
  readonly patientId: string | null;
};

export interface BookDeps {
  /** Bound to the pool: what decides is the claim, these only refuse early. */
  readonly reads: (actor: Caller) => {
    readonly claims: Pick<ClaimRepository, 'beforeBooking'>;
    readonly memberships: Pick<MembershipRepository, 'isPatientOf'>;
  };
  readonly engine: AppointmentWorkflows;
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

type Prepared = { readonly stored: Booked } | Pick<BookRequest, 'command' | 'slot'>;

/**
 * Books a slot. `replayed`: the same request was answered before. The appointment's id is derived from caller and
 * Idempotency-Key without a limit of time: the same request gets the stored answer, another body under the same key is refused. The reads here only refuse early and cheaply; what
 * decides is the claim inside the appointment's workflow.
 * @throws DomainError not_found, forbidden, validation_failed, slot_taken, slot_unavailable, compliance_violation,
 *   consent_required, overlap, rate_limited, idempotency_conflict, unavailable
 */
export function bookAppointment(deps: BookDeps) {
  return async (
    actor: Caller,
    request: BookingRequest,
    requestKey: RequestKey | null,
  ): Promise<{ readonly booking: Booking; readonly replayed: boolean }> => {
    const id = deriveId(requestKey, 'appointment');
    const bodyHash = hashOf(id, normalise(actor, request));
    const prepared = await prepare(deps, actor, { id, bodyHash, request });
    const booked = 'stored' in prepared ? prepared.stored : await send(deps, { ...prepared, actor, appointmentId: id });
    if (booked.bodyHash !== bodyHash) {
      throw new DomainError('idempotency_conflict', 'This Idempotency-Key was already used for another booking.');
    }
    return { booking: booked.booking, replayed: 'stored' in prepared };
  };
}

/** An answer this fast is the stored one of an earlier sending of the same request: no step has run for it. */
const STORED_WITHIN_MS = 3_000;
/** Everybody who repeats a request within this time repeats it under the same update id. */
const SENDING_MS = 10_000;

/**
 * Temporal keeps the answer of an update under its id: also `late`, which claimed nothing, and an outage that may be over by
 * now. So the booking is sent once more under another id. Both would claim the same row, the one of this appointment id.
 */
async function send(deps: BookDeps, booking: Omit<BookRequest, 'updateId'>): Promise<Booked> {
  const startedAt = performance.now();
  try {
    return await deps.engine.book({ ...booking, updateId: 'book' });
  } catch (error) {
    const outage = error instanceof DomainError && error.code === 'unavailable';
    if (!outage || performance.now() - startedAt > STORED_WITHIN_MS) throw error;
    return deps.engine.book({ ...booking, updateId: `book@${Math.floor(deps.now().getTime() / SENDING_MS)}` });
  }
}

async function prepare(
  deps: BookDeps,
  actor: Caller,
  asked: { readonly id: string; readonly bodyHash: string; readonly request: BookingRequest },
): Promise<Prepared> {
  const { id, bodyHash, request } = asked;
  if (actor.kind !== 'api_key' && actor.role !== 'patient' && !actsForClinic(actor.role)) {
    throw new DomainError('forbidden', 'You are not allowed to book appointments.');
  }
  const accepting = actsAsPatient(actor) ? actorUserId(actor) : null;
  const facts = await deps.reads(actor).claims.beforeBooking(id, request.slotId, { accepting, now: deps.now() });
  if (facts.bodyHash && facts.answer) return { stored: { bodyHash: facts.bodyHash, booking: facts.answer } };
  const { clinicId, doctorId, startTime: startsAt } = facts;
  if (!clinicId || !doctorId || !startsAt || !actor.clinicIds.includes(clinicId)) throw notFound('Availability');
  const patientId = await patientOf(deps, actor, clinicId, request.patientId);
  assertBookable(deps, facts, patientId);
  return {
    command: {
      slotId: request.slotId,
      patientId,
      bodyHash,
      consultationType: request.consultationType,
      symptoms: request.symptoms,
    },
    slot: { clinicId, doctorId, startsAt },
  };
}

async function patientOf(deps: BookDeps, actor: Caller, clinicId: string, named: string | null): Promise<string> {
  const { memberships } = deps.reads(actor);
  if (actor.role === 'patient') {
    if (named && named !== actor.userId) throw new DomainError('forbidden', 'You can only book for yourself.');
    return actor.userId;
  }
  if (!named) throw invalid('patient', 'Name the patient whom this appointment is for.');
  if (!(await memberships.isPatientOf(clinicId, named))) throw notFound('Patient');
  return named;
}

/** The same refusals as the claim's, in the same order, without starting a workflow for them. */
function assertBookable(deps: BookDeps, facts: BookingFacts, patientId: string): void {
  if (facts.holderId) {
    const own = facts.holderPatientId === patientId;
    throw new DomainError('slot_taken', 'Slot already booked', own ? { appointmentId: facts.holderId } : {});
  }
  // Another patient's appointment is not for this one to see, only that there is one.
  if (facts.isTaken) throw new DomainError('slot_taken', 'Slot already booked');
  if (facts.suspendedAt) throw clinicSuspended();
  if (facts.deletedAt) throw new DomainError('slot_unavailable', 'This slot is no longer offered.');
  if (facts.startTime && facts.startTime <= deps.now()) {
    throw new DomainError('slot_unavailable', 'This slot has already started.');
  }
  const { verification: status, verifiedUntil } = facts;
  const problem = practiceProblem(status && { status, verifiedUntil }, deps.now(), {
    required: deps.requireVerifiedDoctors,
  });
  if (problem) throw new DomainError('compliance_violation', problem, { complianceViolation: true });
  assertConsents(facts.lackingDocuments);
}

/** Patients who name themselves ask for the same as those who name nobody. */
function normalise(actor: Caller, request: BookingRequest): BookingRequest {
  const own = actor.role === 'patient' && request.patientId === actor.userId;
  return own ? { ...request, patientId: null } : request;
}

/** Salted with the id: a bare hash of short symptoms could be guessed. */
function hashOf(id: string, request: BookingRequest): string {
  return createHash('sha256')
    .update(canonicalJson([id, request]))
    .digest('hex');
}
