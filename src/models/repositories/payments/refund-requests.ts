import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { changeRow, columnsOf, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { RefundRequestsTable } from '../../tables/payments/refund-requests.js';

/**
 * Without its reason, which is sealed. `requestedBy` is null when somebody in the Temporal UI asked, who could only claim
 * a name: it is in the label. `refundReason` is `issued_by_staff`, or the move of the appointment that owes it to the
 * patient, such as `cancelled_by_clinic`.
 */
export type RefundRequestRow = Omit<Row<RefundRequestsTable>, 'reasonSealed'>;

/** A request, and what was paid for. */
export type SubjectRefundRequest = RefundRequestRow & { readonly subjectId: string };

const WITHOUT_REASON = ['reasonSealed'] as const;
const COLUMNS = columnsOf(RefundRequestsTable, { but: WITHOUT_REASON });
const COLUMNS_OF_Q = columnsOf(RefundRequestsTable, { of: 'q', but: WITHOUT_REASON });

/** The field of what somebody gave as the reason. */
export const refundReasonOf = (id: string) => fieldOf(RefundRequestsTable, 'reasonSealed', id);

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
    const id = randomUUID();
    const { rows } = await this.db.query<RefundRequestRow>(
      `insert into refund_requests (id, clinic_id, payment_id, amount, currency, reason_sealed, operation_id, requested_by,
         requested_label, requested_at, refund_reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning ${COLUMNS}`,
      [
        id,
        request.clinicId,
        request.paymentId,
        request.amount,
        request.currency,
        this.keys.sealText(request.reason, refundReasonOf(id)),
        request.operationId,
        request.requestedBy,
        request.requestedLabel,
        now,
        request.refundReason,
      ],
    );
    return rows[0] ?? null;
  }

  async listOpen(subjectId: string): Promise<readonly RefundRequestRow[]> {
    const { rows } = await this.db.query<RefundRequestRow>(
      `select ${COLUMNS_OF_Q} from orders o join payments p on p.order_id = o.id
         join refund_requests q on q.payment_id = p.id and q.state = 'open'
        where o.subject_id = $1 order by q.requested_at, q.id`,
      [subjectId],
    );
    return rows;
  }

  /** The row, locked until the transaction ends, with what was paid for. */
  async lock(id: string): Promise<SubjectRefundRequest | null> {
    const { rows } = await this.db.query<SubjectRefundRequest>(
      `select ${COLUMNS_OF_Q}, o.subject_id from refund_requests q
         join payments p on p.id = q.payment_id join orders o on o.id = p.order_id
        where q.id = $1 for no key update of q`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** `userId` is null when somebody in the Temporal UI refused it. */
  async decide(id: string, state: 'approved' | 'rejected', userId: string | null, now: Date): Promise<void> {
    await changeRow(this.db, RefundRequestsTable, { id }, { state, decidedBy: userId, decidedAt: now });
  }
}
