import { randomUUID } from 'node:crypto';
import { Transaction } from 'sequelize';
import type { KeyRing } from '../../../config/key-ring.js';
import { changeRow, columnsOf, findRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { RefundRequestsTable } from '../../tables/payments/refund-requests.js';

/**
 * Without its reason, which is sealed. `requestedBy` is null when somebody in the Temporal UI asked, who could only claim
 * a name: it is in the label. `refundReason` is `issued_by_staff`, or the move of the appointment that owes it to the
 * patient, such as `cancelled_by_clinic`.
 */
export type RefundRequestRow = Omit<Row<RefundRequestsTable>, 'reasonSealed'>;

const WITHOUT_REASON = { attributes: { exclude: ['reasonSealed'] } };
const COLUMNS = columnsOf(RefundRequestsTable, { but: ['reasonSealed'] });

/** Refunds that wait for a second person. */
export class RefundRequestRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Null when another one of the same payment is open. */
  async open(
    request: Omit<RefundRequestRow, 'id' | 'state' | 'requestedAt' | 'decidedBy' | 'decidedAt'> & {
      readonly reason: string;
    },
    now: Date,
  ): Promise<RefundRequestRow | null> {
    const { rows } = await this.db.query<RefundRequestRow>(
      `insert into refund_requests (id, clinic_id, appointment_id, payment_id, amount, currency, reason_sealed,
         operation_id, requested_by, requested_label, requested_at, refund_reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning ${COLUMNS}`,
      [
        randomUUID(),
        request.clinicId,
        request.appointmentId,
        request.paymentId,
        request.amount,
        request.currency,
        this.keys.sealText(request.reason),
        request.operationId,
        request.requestedBy,
        request.requestedLabel,
        now,
        request.refundReason,
      ],
    );
    return rows[0] ?? null;
  }

  openOf(appointmentId: string): Promise<readonly RefundRequestRow[]> {
    const how = { ...WITHOUT_REASON, order: ['requestedAt', 'id'] };
    return listRows(this.db, RefundRequestsTable, { appointmentId, state: 'open' }, how);
  }

  lock(id: string): Promise<RefundRequestRow | null> {
    return findRow(this.db, RefundRequestsTable, { id }, { ...WITHOUT_REASON, lock: Transaction.LOCK.NO_KEY_UPDATE });
  }

  /** `userId` is null when somebody in the Temporal UI refused it. */
  async decide(id: string, state: 'approved' | 'rejected', userId: string | null, now: Date): Promise<void> {
    await changeRow(this.db, RefundRequestsTable, { id }, { state, decidedBy: userId, decidedAt: now });
  }
}
