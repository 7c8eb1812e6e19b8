import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/public.js';
import type { AttentionCode } from '../../domain/attention.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/public.js';
import type { SupportScope } from '../../models/repositories/support/slice.js';
import { type ChangeDeps, snapshotOf } from '../appointments/public.js';

type Scope = AppointmentsScope & SupportScope;

export interface FlagInput {
  readonly appointmentId: string;
  readonly code: AttentionCode;
  /** False takes the entry back, because what it warned of has passed. */
  readonly open: boolean;
}

/** Opens or takes back an attention entry on the product's own behalf. */
export function flagAttention(deps: ChangeDeps<Scope>) {
  return (input: FlagInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const now = deps.now();
      if (input.open) {
        const opened = await scope.attention.open({ clinicId: row.clinicId, subjectId: row.id, code: input.code }, now);
        if (opened) {
          await scope.audit.record(
            {
              action: 'attention.opened',
              entity: 'attention',
              entityId: row.id,
              clinicId: row.clinicId,
              patientId: row.patientId,
              details: { code: input.code },
            },
            now,
          );
        }
      } else {
        await scope.attention.resolve(
          { subjectId: row.id, codes: [input.code], by: SYSTEM.label, note: 'It settled by itself.' },
          now,
        );
      }
      return snapshotOf(scope, row);
    });
}
