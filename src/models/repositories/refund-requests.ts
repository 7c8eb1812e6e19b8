import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../config/key-ring.js';
import type { Currency } from '../../domain/payment/money.js';
import type { Sql } from '../sql.js';

export interface RefundRequestRow {
  readonly id: string;
  readonly appointmentId: string;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: Currency;
  /** `issued_by_staff`, or the move of the appointment that owes it to the patient, such as `cancelled_by_clinic`. */
  readonly refundReason: string;
  /** Null when somebody in the Temporal UI asked, who could only claim a name: it is in the label. */
  readonly requestedBy: string | null;
  readonly requestedLabel: string;
  readonly state: 'open' | 'approved' | 'rejected';
}

const COLUMNS = 'id, appointment_id, payment_id, amount, currency, refund_reason, requested_by, requested_label, state';

/** Refunds that wait for a second person. */
export class RefundRequestRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Null when another one of the same payment is open. */
  async open(
    request: Omit<RefundRequestRow, 'id' | 'state'> & {
      readonly clinicId: string;
      readonly reason: string;
      readonly operationId: string;
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

  async openOf(appointmentId: string): Promise<readonly RefundRequestRow[]> {
    const { rows } = await this.db.query<RefundRequestRow>(
      `select ${COLUMNS} from refund_requests where appointment_id = $1 and state = 'open' order by requested_at, id`,
      [appointmentId],
    );
    return rows;
  }

  async lock(id: string): Promise<RefundRequestRow | null> {
    const { rows } = await this.db.query<RefundRequestRow>(
      `select ${COLUMNS} from refund_requests where id = $1 for no key update`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** `userId` is null when somebody in the Temporal UI refused it. */
  async decide(id: string, state: 'approved' | 'rejected', userId: string | null, now: Date): Promise<void> {
    await this.db.query('update refund_requests set state = $2, decided_by = $3, decided_at = $4 where id = $1', [
      id,
      state,
      userId,
      now,
    ]);
  }
}
