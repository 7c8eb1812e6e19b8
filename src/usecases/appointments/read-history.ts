import type { Caller } from '../../domain/actor.js';
import { defaultReason } from '../../domain/appointments/history-wording.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import type { HistoryMove } from '../../domain/appointments/transitions.js';
import type { Role } from '../../domain/roles.js';
import type { HistoryRow } from '../../models/repositories/appointments/history.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import { noteVisitReading, type ReadAppointmentDeps } from './read-appointment.js';
import { visibleAppointment } from './visible-appointment.js';

type Scope = AppointmentsScope & IdentityScope;

/** A person, or the part of the product that did it and why. */
export type ChangeAuthor =
  | { readonly kind: 'person'; readonly id: string; readonly name: string | null; readonly role: Role }
  | {
      readonly kind: 'system';
      /** A part of the product, or somebody in the Temporal UI. */
      readonly system: string;
      /** The event or the change of the appointment that triggered it. */
      readonly trigger: string;
      /** The person behind it, where there is one: who took the money at the desk. */
      readonly userId: string | null;
    };

/** A change of an appointment's status or time. */
export interface HistoryChange {
  readonly status: AppointmentStatus;
  readonly move: HistoryMove;
  readonly changedAt: Date;
  readonly changedBy: ChangeAuthor;
  readonly reason: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** Completion: since the doctor started; null when nobody pressed start, and for every other change. */
  readonly consultationMs: number | null;
  /** Completion: something was prescribed on the visit. */
  readonly prescriptionIssued: boolean;
}

/** Every change of status and of time, oldest first. @throws DomainError not_found */
export function readHistory(deps: ReadAppointmentDeps<Scope>) {
  return (actor: Caller, id: string): Promise<readonly HistoryChange[]> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const visit = await visibleAppointment(scope, actor, id, 'appointments:read');
      await noteVisitReading(scope, 'appointment.history_read', visit, deps.now());
      const rows = (await scope.history.list(id)).filter(changesStatus);
      const names = await namesOf(scope, rows);
      const isPrescribed = (await scope.appointments.prescriptionIds(id)).length > 0;
      return rows.map((row) => ({
        status: row.toStatus,
        move: row.move,
        changedAt: row.changedAt,
        changedBy: authorOf(row, names),
        reason: row.reason ?? defaultReason(row.move, row.toStatus, row.actorLabel),
        context: row.context,
        consultationMs: consultationOf(row, rows),
        prescriptionIssued: row.move === 'complete' && isPrescribed,
      }));
    });
}

function consultationOf(row: HistoryRow, rows: readonly HistoryRow[]): number | null {
  const start = row.move === 'complete' ? rows.find((one) => one.move === 'start') : undefined;
  return start ? row.changedAt.getTime() - start.changedAt.getTime() : null;
}

/** Resumed runs, refunds and resent mails are no change of status: the timeline shows those. */
function changesStatus(row: HistoryRow): boolean {
  return row.fromStatus !== row.toStatus || row.move === 'reschedule';
}

/** Names of the people in a history, by id. */
export async function namesOf(scope: Scope, rows: readonly HistoryRow[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(rows.map((row) => row.actorUserId))) {
    const user = id === null ? null : await scope.users.findById(id);
    if (user) names.set(user.id, `${user.firstName} ${user.lastName}`);
  }
  return names;
}

/** Who made a change; a closed account keeps its id and loses its name. */
export function authorOf(row: HistoryRow, names: ReadonlyMap<string, string>): ChangeAuthor {
  const { settledBy, takenBy } = row.context;
  if (typeof settledBy === 'string') {
    const userId = typeof takenBy === 'string' ? takenBy : null;
    return { kind: 'system', system: settledBy, trigger: 'payment_success', userId };
  }
  if (row.actorUserId !== null) {
    // `actorLabel` records a person by the role that the API had verified.
    const name = names.get(row.actorUserId) ?? null;
    return { kind: 'person', id: row.actorUserId, name, role: row.actorLabel as Role };
  }
  const trigger = String(row.move);
  return { kind: 'system', system: row.actorLabel, trigger, userId: null };
}
