import { type Caller, may } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = AppointmentsScope & SchedulingScope;

export interface DeleteSlotDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

// No appointment has it: every live appointment of the slot counts.
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Takes a free slot back. The row is locked first, as a booking does, so one of the two sees the other.
 * @throws DomainError not_found, forbidden, slot_unavailable (409: it is booked)
 */
export function deleteSlot(deps: DeleteSlotDeps) {
  return (actor: Caller, slotId: string): Promise<void> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const [slot] = await scope.slots.lock([slotId]);
      if (!slot || slot.deletedAt || !actor.clinicIds.includes(slot.clinicId)) throw notFound('Availability');
      const own = actor.role === 'doctor' && slot.doctorId === actor.userId;
      if (!own && !may(actor, 'slots:manage-clinic')) {
        throw new DomainError('forbidden', 'You can only delete your own slots.');
      }
      if (await scope.appointments.slotIsTaken(slotId, NOBODY)) {
        throw new DomainError('slot_unavailable', 'This slot is booked: cancel or move its appointment first.');
      }
      const now = deps.now();
      await scope.slots.markDeleted(slotId, now);
      await scope.audit.record(
        { action: 'slot.deleted', entity: 'slot', entityId: slotId, clinicId: slot.clinicId },
        now,
      );
    });
}
