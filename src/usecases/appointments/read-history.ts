import type { UserActor } from '../../domain/actor.js';
import { defaultReason } from '../../domain/appointments/history-wording.js';
import type { AppointmentStatus } from '../../domain/appointments/states.js';
import { toDecimal } from '../../domain/money.js';
import type { Role } from '../../domain/roles.js';
import type { Count, Decimal, Instant, SystemName, Uuid } from '../../domain/wire-formats.js';
import type { HistoryRow } from '../../models/repositories/appointments/history.js';
import type { Scope, UnitOfWork } from '../../models/unit-of-work.js';
import { visibleAppointment } from './visible-appointment.js';

export interface ChangedByPerson {
  id: Uuid;
  name: string | null;
  role: Role;
}

/** A part of the product, or somebody in the Temporal UI; what triggered it is an event or a change of the appointment. */
export interface ChangedBySystem {
  system: SystemName;
  triggered_by: string;
  /** The person behind it, where there is one: who took the money at the desk. */
  user?: Uuid;
}

/** A person, or the part of the product that did it and why. */
export type ChangedBy = ChangedByPerson | ChangedBySystem;

/** What is known about a change: these members where they apply, and ids, times and figures of its own. */
export interface HistoryContext {
  /** Booking: the price, two decimals. */
  pricing?: Decimal;
  /** Booking: how long it could be paid, in words. */
  payment_window?: string;
  /**
   * Booking: the same in seconds.
   * @isInt
   */
  payment_window_seconds?: Count;
  /** Payment: Stripe's checkout session. */
  stripe_session?: string;
  /** Payment: two decimals. */
  payment_amount?: Decimal;
  /** Payment: whether the chat room came with it. */
  chat_room_created?: boolean;
  /** Completion: since the doctor started, in words; absent when nobody pressed start. */
  consultation_duration?: string;
  [name: string]: unknown;
}

export interface StatusChange {
  /**
   * Position in the appointment's own history, from 1.
   * @isInt
   */
  id: Count;
  status: AppointmentStatus;
  changed_at: Instant;
  changed_by: ChangedBy;
  reason: string;
  system_context: HistoryContext;
}

export interface StatusHistory {
  appointment_id: Uuid;
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
          status: row.toStatus,
          changed_at: row.changedAt.toISOString(),
          changed_by: changedBy(row, names),
          reason: row.reason ?? defaultReason(row.move, row.toStatus, row.actorLabel),
          system_context: contextOf(row, rows),
        })),
      };
    });
}

/** The stored context, and what clients read by the seeds' names. */
function contextOf(row: HistoryRow, rows: readonly HistoryRow[]): HistoryContext {
  const { payment_window_seconds: window, session, amount } = row.context;
  const paid = row.move === 'confirm' || row.move === 'rebook';
  const start = row.move === 'complete' ? rows.find((one) => one.move === 'start') : undefined;
  return {
    ...row.context,
    ...(typeof window === 'number' ? { payment_window: inWords(window) } : {}),
    ...(paid && typeof session === 'string' && session.startsWith('cs_') ? { stripe_session: session } : {}),
    ...(paid && typeof amount === 'number' ? { payment_amount: toDecimal(amount) } : {}),
    ...(start ? { consultation_duration: inWords((row.changedAt.getTime() - start.changedAt.getTime()) / 1000) } : {}),
  };
}

/** `15 minutes`; below two minutes in seconds. */
function inWords(seconds: number): string {
  if (seconds >= 120) return `${Math.round(seconds / 60)} minutes`;
  const whole = Math.round(seconds);
  return `${whole} second${whole === 1 ? '' : 's'}`;
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
export function changedBy(row: HistoryRow, names: ReadonlyMap<string, string>): ChangedBy {
  const { settled_by, taken_by } = row.context;
  if (typeof settled_by === 'string') {
    const user = typeof taken_by === 'string' ? { user: taken_by } : {};
    return { system: settled_by, triggered_by: 'payment_success', ...user };
  }
  if (row.actorUserId !== null) {
    // `actorLabel` records a person by the role that the API had verified.
    return { id: row.actorUserId, name: names.get(row.actorUserId) ?? null, role: row.actorLabel as Role };
  }
  return { system: row.actorLabel, triggered_by: String(row.context.triggered_by ?? row.move) };
}
