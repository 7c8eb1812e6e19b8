import type { Actor } from '../../domain/actor.js';
import type { StepInput } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { HistoryMove } from '../../domain/appointments/transitions.js';
import type { AuditAction } from '../../domain/audit.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentChange, AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork, WholeScope } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { snapshotOf } from './snapshot.js';

/** What every change needs: the appointment with its history, and the page that staff see of it. */
type ChangeScope = AppointmentsScope & SupportScope;

/** `S`: what the change decides by and touches beside it; the worker has everything. */
export interface ChangeDeps<S = WholeScope> {
  readonly unitOfWork: UnitOfWork<S>;
  readonly now: () => Date;
}

/** A step of an appointment's workflow, whose actor is known. */
export interface ChangeInput<Command> extends Omit<StepInput<Command>, 'actor'> {
  readonly actor: Actor;
}

export interface ChangeDecision {
  readonly move: HistoryMove;
  readonly audit: AuditAction;
  readonly change: AppointmentChange;
  readonly reason?: string | null;
  readonly context?: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * A use case that decides under the row's lock what changes, and does what belongs to the same transaction. Null: the
 * row already is as the command wants it, and nothing is recorded.
 */
export type DecideChange<Command, S> = (
  scope: S,
  row: AppointmentRow,
  command: Command,
  now: Date,
) => Promise<ChangeDecision | null>;

/**
 * Changes an appointment in one transaction: lock, check for a repeat, decision, row, history, audit.
 * @throws DomainError not_found, and whatever the decision refuses with
 */
export function changeAppointment<Command, S extends ChangeScope>(
  deps: ChangeDeps<S>,
  decide: DecideChange<Command, S>,
) {
  return async (input: ChangeInput<Command>): Promise<AppointmentSnapshot> => {
    failPoint('move.before');
    const snapshot = await deps.unitOfWork.withScope(
      input.actor,
      async (scope) => {
        const row = await scope.appointments.lock(input.appointmentId);
        if (!row) throw notFound('Appointment');
        if (await scope.history.has(input.operationId)) return snapshotOf(scope, row);
        const now = deps.now();
        const decision = await decide(scope, row, input.command, now);
        if (!decision) return snapshotOf(scope, row);
        return snapshotOf(scope, await applyChange(scope, row, { ...decision, operationId: input.operationId }, now));
      },
      { statementTimeoutMs: 2_000 },
    );
    failPoint('move.committed');
    return snapshot;
  };
}

/** A decision with the id under which it is written once. */
export interface RecordedChange extends ChangeDecision {
  readonly operationId: string;
}

/** Writes a decision that was made under the row's lock: the row, its history, its audit. */
export async function applyChange(
  scope: AppointmentsScope,
  row: AppointmentRow,
  { operationId, ...decision }: RecordedChange,
  now: Date,
): Promise<AppointmentRow> {
  const updated = await scope.appointments.update(row.id, decision.change, now);
  await scope.history.append(
    {
      appointmentId: row.id,
      clinicId: row.clinicId,
      operationId,
      move: decision.move,
      from: row.status,
      to: updated.status,
      paymentStatus: updated.paymentStatus,
      reason: decision.reason,
      context: decision.context ?? {},
    },
    now,
  );
  await scope.audit.record(
    {
      action: decision.audit,
      entity: 'appointment',
      entityId: row.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { from: row.status, to: updated.status, ...decision.context },
      reason: decision.reason ?? null,
    },
    now,
  );
  return updated;
}
