import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyChange, type ChangeDeps } from './change-appointment.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & SupportScope;

export interface ResumeInput {
  readonly appointmentId: string;
  readonly runId: string;
}

/** Moves the row to a new run after the old one was terminated, lost or had closed. @throws DomainError not_found */
export function resumeRun(deps: ChangeDeps<Scope>) {
  return async (input: ResumeInput): Promise<AppointmentSnapshot> => {
    const snapshot = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      if (row.runId === input.runId) return snapshotOf(scope, row);
      const { runId } = input;
      const operationId = `${row.id}/resume/${runId}`;
      const decision = { operationId, move: 'resume', audit: 'appointment.resumed', change: { runId } } as const;
      return snapshotOf(scope, await applyChange(scope, row, decision, deps.now()));
    });
    failPoint('resume.committed');
    return snapshot;
  };
}
