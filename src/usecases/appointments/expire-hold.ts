import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { applyChange, type ChangeDeps } from './change-appointment.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & SupportScope;

export interface ExpireInput {
  readonly appointmentId: string;
  readonly operationId: string;
  /** The processing limit is over: the slot is freed although the payment was never decided. */
  readonly undecided: boolean;
}

/** `pending` -> `payment_expired`; a hold that was paid, cancelled or extended meanwhile is left alone. */
export function expireHold(deps: ChangeDeps<Scope>) {
  return (input: ExpireInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const now = deps.now();
      if (row.status !== 'pending') return snapshotOf(scope, row);
      if (input.undecided) {
        await scope.attention.open({ clinicId: row.clinicId, subjectId: row.id, code: 'payment_unresolved' }, now);
      }
      const expired = await applyChange(
        scope,
        row,
        {
          operationId: input.operationId,
          move: 'expire',
          audit: 'appointment.expired',
          change: { status: 'payment_expired' },
          context: { undecided: input.undecided },
        },
        now,
      );
      return snapshotOf(scope, expired);
    });
}
