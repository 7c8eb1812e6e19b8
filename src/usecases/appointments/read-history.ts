import { defaultReason } from '../../domain/appointment/history-wording.js';
import type { UserActor } from '../../domain/identity/actor.js';
import type { HistoryRow } from '../../models/repositories/history.js';
import type { Scope, UnitOfWork } from '../../models/unit-of-work.js';
import { visibleAppointment } from './visible-appointment.js';

/** A person, or the part of the product that did it and why. */
export type ChangedBy = { id: string; name: string | null; role: string } | { system: string; triggered_by: string };

export interface StatusChange {
  /**
   * Position in the appointment's own history, from 1.
   * @isInt
   */
  id: number;
  status: string;
  changed_at: string;
  changed_by: ChangedBy;
  reason: string;
  /** Ids, times and figures of the change. */
  system_context: Record<string, unknown>;
}

export interface StatusHistory {
  appointment_id: string;
  status_history: StatusChange[];
}

/** Every change of status and of time, oldest first. @throws DomainError not_found */
export function readHistory(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<StatusHistory> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      await visibleAppointment(scope, actor, id);
      const rows = (await scope.history.list(id)).filter(changesStatus);
      const names = await namesOf(scope, rows);
      return {
        appointment_id: id,
        status_history: rows.map((row, index) => ({
          id: index + 1,
          status: row.to_status,
          changed_at: row.changed_at.toISOString(),
          changed_by: changedBy(row, names),
          reason: row.reason ?? defaultReason(row.move, row.to_status, row.actor_label),
          system_context: { ...row.context },
        })),
      };
    });
}

/** Resumed runs, refunds and resent mails are no change of status: the timeline shows those. */
function changesStatus(row: HistoryRow): boolean {
  return row.from_status !== row.to_status || row.move === 'reschedule';
}

/** Names of the people in a history, by id. */
export async function namesOf(scope: Scope, rows: readonly HistoryRow[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(rows.map((row) => row.actor_user_id))) {
    const user = id === null ? null : await scope.users.findById(id);
    if (user) names.set(user.id, `${user.firstName} ${user.lastName}`);
  }
  return names;
}

/** Who made a change; a closed account keeps its id and loses its name. */
export function changedBy(row: HistoryRow, names: ReadonlyMap<string, string>): ChangedBy {
  if (row.actor_user_id !== null) {
    return { id: row.actor_user_id, name: names.get(row.actor_user_id) ?? null, role: row.actor_label };
  }
  return { system: row.actor_label, triggered_by: String(row.context.triggered_by ?? row.move) };
}
