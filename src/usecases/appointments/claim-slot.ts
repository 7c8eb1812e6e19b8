import { randomUUID } from 'node:crypto';
import type { PaymentProvider } from '../../adapters/payments/port.js';
import { actorUserId, actsAsPatient } from '../../domain/actor.js';
import type { Booking } from '../../domain/appointments/booking.js';
import type { BookCommand, Booked } from '../../domain/appointments/commands.js';
import { holdEndsAt } from '../../domain/appointments/policies.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import {
  type AppointmentPolicy,
  appointmentPolicy,
  type ClinicPolicy,
  clinicPolicy,
} from '../../domain/clinics/public.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { toDecimal } from '../../domain/money.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { ClaimFacts } from '../../models/repositories/appointments/claims.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { ClaimableSlot, SchedulingScope } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { currentContext } from '../../observability/context.js';
import { failPoint } from '../../observability/fail-points.js';
import { roomOf } from '../chat/public.js';
import { assertConsents, assertPractising } from '../identity/public.js';
import type { ChangeInput } from './change-appointment.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & ChatScope & IdentityScope & PaymentsScope & SchedulingScope & SupportScope;

export interface ClaimInput extends ChangeInput<BookCommand> {
  readonly runId: string;
  /** The update was delivered after its caller had given up, by the engine's clock. */
  readonly late: boolean;
}

/** `late`: nothing was claimed, because nobody waits for the answer any more. */
export type ClaimResult =
  | { readonly outcome: 'claimed'; readonly snapshot: AppointmentSnapshot; readonly answer: Booked }
  | { readonly outcome: 'late' };

export interface ClaimDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly policy: ClinicPolicy;
  readonly paymentsEnabled: boolean;
  /** What stands in for a payment when there is none to make. */
  readonly waived: PaymentProvider;
  readonly requireVerifiedDoctors: boolean;
  readonly bookingLimit: { readonly points: number; readonly perMs: number } | null;
  readonly now: () => Date;
}

/**
 * Takes the slot: slot, appointment, price, history and audit in one short transaction. A row of this id is
 * answered as it stands (a killed worker's task comes again after its commit), and taken over by this run.
 * @throws DomainError not_found, slot_unavailable, slot_taken, compliance_violation, consent_required, overlap,
 *   rate_limited, unavailable
 */
export function claimSlot(deps: ClaimDeps) {
  return async (input: ClaimInput): Promise<ClaimResult> => {
    failPoint('claim.before');
    const result = await deps.unitOfWork.withScope(input.actor, (scope) => claim(deps, scope, input), {
      statementTimeoutMs: 2_000,
      exclusively: input.appointmentId,
    });
    failPoint('claim.committed');
    return result;
  };
}

async function claim(deps: ClaimDeps, scope: Scope, input: ClaimInput): Promise<ClaimResult> {
  const { appointmentId: id, command } = input;
  const now = deps.now();
  const { row: present, released } = await scope.claims.beforeClaim(id, input.runId);
  if (present) return answerEarlierClaim(scope, present, input.runId, now);
  if (released) {
    throw new DomainError('unavailable', 'The booking was given up. Please try again.', { retryAfter: 1 });
  }
  const slot = await scope.slots.lockForClaim(command.slotId);
  if (!slot) throw notFound('Availability');
  const facts = await scope.claims.claimFacts({
    id,
    slotId: slot.id,
    patientId: command.patientId,
    clinicId: slot.clinicId,
    since: new Date(now.getTime() - (deps.bookingLimit?.perMs ?? 0)),
    accepting: actsAsPatient(scope.actor) ? command.patientId : null,
    now,
  });
  assertClaimable(slot, facts, command, now);
  await assertPractising(scope, slot, now, { required: deps.requireVerifiedDoctors });
  assertConsents(facts.lackingDocuments);
  if (input.late) return { outcome: 'late' };
  assertBookingLimit(deps, facts, now);
  const row = await insertHold(deps, scope, { input, slot, isInitial: !facts.returningPatient, now });
  return { outcome: 'claimed', snapshot: await snapshotOf(scope, row), answer: answerOf(row) };
}

async function answerEarlierClaim(scope: Scope, row: AppointmentRow, runId: string, now: Date): Promise<ClaimResult> {
  const own = row.runId === runId ? row : await scope.appointments.update(row.id, { runId }, now);
  return { outcome: 'claimed', snapshot: await snapshotOf(scope, own), answer: answerOf(row) };
}

function answerOf(row: AppointmentRow): Booked {
  return { bodyHash: row.bodyHash, booking: row.answer };
}

function assertClaimable(slot: ClaimableSlot, facts: ClaimFacts, command: BookCommand, now: Date): void {
  if (facts.holderId) {
    const own = facts.holderPatientId === command.patientId;
    throw new DomainError('slot_taken', 'Slot already booked', own ? { appointmentId: facts.holderId } : {});
  }
  if (slot.suspendedAt) throw clinicSuspended();
  if (slot.deletedAt) throw new DomainError('slot_unavailable', 'This slot is no longer offered.');
  if (slot.startTime <= now) throw new DomainError('slot_unavailable', 'This slot has already started.');
}

/** A clinic that is suspended takes no bookings; those that it has stay. */
export function clinicSuspended(): DomainError {
  return new DomainError('slot_unavailable', 'This clinic is suspended and takes no bookings at present.');
}

function assertBookingLimit(deps: ClaimDeps, facts: ClaimFacts, now: Date): void {
  const limit = deps.bookingLimit;
  if (!limit || facts.recentHolds < limit.points) return;
  const freeAt = (facts.oldestHold?.getTime() ?? now.getTime()) + limit.perMs;
  throw new DomainError('rate_limited', 'Rate limit exceeded', {
    limitType: 'appointment_booking',
    limit: limit.points,
    retryAfter: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)),
  });
}

/** A slot that a patient is about to hold. */
interface Hold {
  readonly input: ClaimInput;
  readonly slot: ClaimableSlot;
  /** Priced as a first visit. */
  readonly isInitial: boolean;
  readonly now: Date;
}

async function insertHold(
  deps: ClaimDeps,
  scope: Scope,
  { input, slot, isInitial, now }: Hold,
): Promise<AppointmentRow> {
  const { appointmentId: id, command } = input;
  const policy = clinicPolicy(deps.policy, slot.policy);
  const price = isInitial ? policy.feeNew : policy.feeReturning;
  const paymentRequired = deps.paymentsEnabled && price > 0;
  const kept: AppointmentPolicy = appointmentPolicy(policy);
  const expiresAt = new Date(holdEndsAt(kept, now.getTime(), slot.startTime.getTime()));
  const answer: Booking = {
    id,
    patientId: command.patientId,
    slotId: slot.id,
    status: paymentRequired ? 'pending' : 'booked',
    paymentStatus: paymentRequired ? 'unpaid' : 'waived',
    paymentRequired,
    price,
    currency: slot.currency,
    isInitial,
    bookedAt: now.getTime(),
    expiresAt: expiresAt.getTime(),
  };
  const inserted = scope.appointments.insert({
    id,
    clinicId: slot.clinicId,
    availabilityId: slot.id,
    doctorId: slot.doctorId,
    patientId: command.patientId,
    bookedBy: actorUserId(scope.actor),
    paymentRequired,
    price,
    currency: slot.currency,
    isInitial,
    consultationType: command.consultationType,
    symptoms: command.symptoms,
    startsAt: slot.startTime,
    endsAt: slot.endTime,
    bookedAt: now,
    expiresAt,
    policy: kept,
    bodyHash: command.bodyHash,
    answer,
    runId: input.runId,
    requestId: currentContext().requestId ?? null,
  });
  const owner = { appointmentId: id, clinicId: slot.clinicId };
  // What tells of it is sent behind it, and fails with it.
  const [row] = await Promise.all([
    inserted,
    scope.history.append(
      {
        ...owner,
        operationId: input.operationId,
        move: 'book',
        from: null,
        to: 'pending',
        paymentStatus: 'unpaid',
        context: { pricing: toDecimal(price), paymentWindowSeconds: Math.round(kept.paymentWindowMs / 1000) },
      },
      now,
    ),
    scope.audit.record(
      {
        action: 'appointment.booked',
        entity: 'appointment',
        entityId: id,
        clinicId: slot.clinicId,
        patientId: command.patientId,
        details: { slot: slot.id },
      },
      now,
    ),
  ]);
  if (paymentRequired) return row;
  const booked = await scope.appointments.update(id, { status: 'booked', paymentStatus: 'waived' }, now);
  await recordWaiver(deps, scope, row, now);
  await scope.history.append(
    {
      ...owner,
      operationId: `${input.operationId}/waived`,
      move: 'confirm',
      from: 'pending',
      to: 'booked',
      paymentStatus: 'waived',
      context: { amount: '0.00', waivedBy: deps.paymentsEnabled ? 'price' : 'payments_disabled' },
    },
    now,
  );
  await scope.chatRooms.ensure(roomOf(row), now);
  return booked;
}

/** An order of 0: the books show who decided that nothing is paid, as they show who paid. */
async function recordWaiver(deps: ClaimDeps, scope: Scope, row: AppointmentRow, now: Date): Promise<void> {
  const orderId = randomUUID();
  const subject = { subjectId: row.id, subjectKind: 'appointment' } as const;
  const request = {
    orderId,
    ...subject,
    amount: 0,
    currency: row.currency,
    successUrl: '',
    cancelUrl: '',
    expiresAtSeconds: Math.floor(row.expiresAt.getTime() / 1000),
  };
  const state = await deps.waived.createCheckout(request, `${orderId}:1`);
  await scope.orders.insert({
    id: orderId,
    clinicId: row.clinicId,
    ...subject,
    patientId: row.patientId,
    provider: deps.waived.name,
    amount: state.amount,
    currency: row.currency,
    request,
    expiresAt: row.expiresAt,
    createdAt: now,
  });
  const paid = { providerSessionId: state.sessionId, providerPaymentId: state.paymentId, paidAt: now };
  await scope.orders.update(orderId, { status: 'paid', ...paid }, now);
}
