import type { KeyRing } from '../../../config/key-ring.js';
import { type Actor, actorLabel, actorUserId } from '../../../domain/actor.js';
import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import type { HistoryMove } from '../../../domain/appointments/transitions.js';
import type { PaymentStatus } from '../../../domain/payments/public.js';
import { insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { StatusHistoryTable } from '../../tables/appointments/status-history.js';

export interface HistoryEntry {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly operationId: string;
  readonly move: HistoryMove;
  readonly from: AppointmentStatus | null;
  readonly to: AppointmentStatus;
  readonly paymentStatus: PaymentStatus;
  readonly reason?: string | null | undefined;
  readonly context?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A line of an appointment's history, with the reason that somebody gave. */
export type HistoryRow = Omit<Row<StatusHistoryTable>, 'reasonSealed'> & {
  readonly reason: string | null;
};

/** The field of a line's reason: its operation has only that line. */
export const reasonOf = (operationId: string) => fieldOf(StatusHistoryTable, 'reasonSealed', operationId);

export class HistoryRepository {
  constructor(
    private readonly db: Sql,
    private readonly actor: Actor,
    private readonly keys: KeyRing,
  ) {}

  /** Whether this operation has already had its effect: a repeat then answers from the present row. */
  async has(operationId: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from status_history where operation_id = $1', [operationId]);
    return rowCount === 1;
  }

  async append({ from, to, reason, ...entry }: HistoryEntry, now: Date): Promise<void> {
    await insertRow(this.db, StatusHistoryTable, {
      ...entry,
      fromStatus: from,
      toStatus: to,
      actorKind: this.actor.kind,
      actorUserId: actorUserId(this.actor),
      actorLabel: actorLabel(this.actor),
      reasonSealed: reason ? this.keys.sealText(reason, reasonOf(entry.operationId)) : null,
      changedAt: now,
    });
  }

  async list(appointmentId: string): Promise<readonly HistoryRow[]> {
    const rows = await listRows(this.db, StatusHistoryTable, { appointmentId }, { order: ['seq'] });
    return rows.map(({ reasonSealed, ...row }) => ({
      ...row,
      reason: reasonSealed ? this.keys.openText(reasonSealed, reasonOf(row.operationId)) : null,
    }));
  }
}
