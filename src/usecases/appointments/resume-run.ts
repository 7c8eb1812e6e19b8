import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import type { MessageInput } from '../../domain/messaging/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyChange, type ChangeDeps } from './change-appointment.js';
import { owedMessages } from './owed-messages.js';
import { snapshotOf } from './snapshot.js';

type Scope = AppointmentsScope & MessagingScope & SupportScope;

export interface ResumeInput {
  readonly appointmentId: string;
  readonly runId: string;
}

/** The row, and what the run before this one had not delivered. */
export interface ResumedSnapshot extends AppointmentSnapshot {
  /** Absent in histories of an earlier build. */
  readonly owed?: readonly MessageInput[];
}

/** Moves the row to a new run after the old one was terminated, lost or had closed. @throws DomainError not_found */
export function resumeRun(deps: ChangeDeps<Scope>) {
  return async (input: ResumeInput): Promise<ResumedSnapshot> => {
    const snapshot = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const { runId } = input;
      if (row.runId === runId) return resumed(scope, await snapshotOf(scope, row), deps.now());
      const operationId = `${row.id}/resume/${runId}`;
      const decision = { operationId, move: 'resume', audit: 'appointment.resumed', change: { runId } } as const;
      const changed = await applyChange(scope, row, decision, deps.now());
      return resumed(scope, await snapshotOf(scope, changed), deps.now());
    });
    failPoint('resume.committed');
    return snapshot;
  };
}

async function resumed(scope: Scope, snapshot: AppointmentSnapshot, now: Date): Promise<ResumedSnapshot> {
  const owed = await owedMessages(scope, snapshot, now);
  return owed.length > 0 ? { ...snapshot, owed } : snapshot;
}
