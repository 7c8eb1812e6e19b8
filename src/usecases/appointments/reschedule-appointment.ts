import type { RescheduleCommand } from '../../domain/appointments/commands.js';
import { patientRescheduleRefusal } from '../../domain/appointments/policies.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { SchedulingScope, SlotRow } from '../../models/repositories/scheduling/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { moveRoom } from '../chat/public.js';
import { assertPractising } from '../identity/public.js';
import { type ChangeDeps, changeAppointment } from './change-appointment.js';
import { clinicSuspended } from './claim-slot.js';

type Scope = AppointmentsScope & ChatScope & IdentityScope & SchedulingScope & SupportScope;

/**
 * One slot is freed and the other one is claimed in one transaction; payment and price stay, the version grows so that messages of
 * the old time are void. Same clinic and slot type, any doctor.
 * @throws DomainError invalid_transition, not_found, slot_taken, slot_unavailable, compliance_violation, overlap,
 *   validation_failed
 */
export function rescheduleAppointment(deps: ChangeDeps<Scope> & { readonly requireVerifiedDoctors: boolean }) {
  return changeAppointment<RescheduleCommand, Scope>(deps, async (scope, row, command, now) => {
    if (row.status !== 'booked') throw transitionError(row.status);
    await checkLimits(scope, row, now);
    const slot = await newSlot(scope, row, command.slotId, now);
    await assertPractising(scope, slot, now, { required: deps.requireVerifiedDoctors });
    const version = row.version + 1;
    await moveRoom(scope, row, { doctorId: slot.doctorId, startsAt: slot.startTime, version }, now);
    return {
      move: 'reschedule',
      audit: 'appointment.rescheduled',
      context: {
        fromSlot: row.availabilityId,
        toSlot: slot.id,
        fromStart: row.startsAt.toISOString(),
        toStart: slot.startTime.toISOString(),
      },
      change: {
        availabilityId: slot.id,
        doctorId: slot.doctorId,
        startsAt: slot.startTime,
        endsAt: slot.endTime,
        // The patient was seen for the old time, which says nothing about the new one.
        checkedInAt: null,
        version,
        calendarSequence: row.calendarSequence + 1,
      },
    };
  });
}

async function checkLimits(scope: Scope, row: AppointmentRow, now: Date): Promise<void> {
  const { actor } = scope;
  if (row.startsAt <= now) throw transitionError(row.status, 'An appointment that has started cannot be moved.');
  if (actor.kind !== 'user' || actor.role !== 'patient') return;
  const moved = await scope.appointments.reschedulesBy(row.id, actor.userId);
  const refusal = patientRescheduleRefusal(row.policy, now.getTime(), row.startsAt.getTime(), moved);
  if (refusal) throw transitionError(row.status, refusal);
}

async function newSlot(scope: Scope, row: AppointmentRow, slotId: string, now: Date): Promise<SlotRow> {
  if (slotId === row.availabilityId) throw invalid('availability_id', 'The appointment already has this slot.');
  const slots = await scope.slots.lock([row.availabilityId, slotId]);
  const slot = slots.find((candidate) => candidate.id === slotId);
  const old = slots.find((candidate) => candidate.id === row.availabilityId);
  if (!slot || slot.clinicId !== row.clinicId) throw notFound('Availability');
  if (!(await scope.slots.isBookableAt(slot.clinicId))) throw clinicSuspended();
  if (slot.deletedAt || slot.startTime <= now) {
    throw new DomainError('slot_unavailable', 'This slot is no longer offered.');
  }
  if (slot.slotType !== old?.slotType) throw invalid('availability_id', 'The new slot must be of the same type.');
  if (await scope.appointments.slotIsTaken(slot.id, row.id)) throw new DomainError('slot_taken', 'Slot already booked');
  return slot;
}
