import type { KeyRing } from '../../config/key-ring.js';
import type { AppointmentStatus } from '../../domain/appointment/states.js';
import type { Move } from '../../domain/appointment/transitions.js';
import { type Actor, actorLabel, actorUserId } from '../../domain/identity/actor.js';
import type { Queryable } from '../connection.js';

/** Moves of status, and what happens to an appointment without one. */
export type HistoryMove = Move | 'check_in' | 'extend' | 'payment' | 'refund' | 'resume' | 'resend' | 'attention';

export interface HistoryEntry {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly operationId: string;
  readonly move: HistoryMove;
  readonly from: string | null;
  readonly to: string;
  readonly paymentStatus: string;
  readonly reason?: string | null | undefined;
  readonly context?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface HistoryRow {
  readonly seq: number;
  readonly move: HistoryMove;
  readonly from_status: string | null;
  readonly to_status: AppointmentStatus;
  readonly payment_status: string;
  readonly actor_kind: 'user' | 'system' | 'temporal_ui';
  readonly actor_user_id: string | null;
  readonly actor_label: string;
  readonly reason: string | null;
  readonly context: Readonly<Record<string, unknown>>;
  readonly changed_at: Date;
}

export class HistoryRepository {
  constructor(
    private readonly db: Queryable,
    private readonly actor: Actor,
    private readonly keys: KeyRing,
  ) {}

  /** Whether this operation has already had its effect: a repeat then answers from the present row. */
  async has(operationId: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from status_history where operation_id = $1', [operationId]);
    return rowCount === 1;
  }

  async append(entry: HistoryEntry, now: Date): Promise<void> {
    await this.db.query(
      `insert into status_history (appointment_id, clinic_id, operation_id, move, from_status, to_status, payment_status,
         actor_kind, actor_user_id, actor_label, reason_sealed, context, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        entry.appointmentId,
        entry.clinicId,
        entry.operationId,
        entry.move,
        entry.from,
        entry.to,
        entry.paymentStatus,
        this.actor.kind,
        actorUserId(this.actor),
        actorLabel(this.actor),
        entry.reason ? this.keys.sealText(entry.reason) : null,
        entry.context ?? {},
        now,
      ],
    );
  }

  async list(appointmentId: string): Promise<readonly HistoryRow[]> {
    const { rows } = await this.db.query<Omit<HistoryRow, 'reason'> & { reason_sealed: string | null }>(
      `select seq, move, from_status, to_status, payment_status, actor_kind, actor_user_id, actor_label, reason_sealed,
              context, changed_at
         from status_history where appointment_id = $1 order by seq`,
      [appointmentId],
    );
    return rows.map(({ reason_sealed, ...row }) => ({
      ...row,
      reason: reason_sealed ? this.keys.openText(reason_sealed) : null,
    }));
  }
}
