import { randomUUID } from 'node:crypto';
import type { Posting } from '../../../domain/payments/ledger.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { PayableKind, Subject } from '../../../domain/subjects.js';
import { type Change, changeRow, columnsOf, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { PaymentsTable } from '../../tables/payments/payments.js';
import { RefundsTable } from '../../tables/payments/refunds.js';

export type PaymentRow = Row<PaymentsTable>;
export type RefundRow = Row<RefundsTable>;
export type RefundChange = Change<RefundsTable>;
/** What is known of a refund before its provider has been asked. */
export type NewRefund = Pick<
  RefundRow,
  'id' | 'clinicId' | 'orderId' | 'paymentId' | 'amount' | 'currency' | 'reason' | 'operationId' | 'createdAt'
>;

/** A refund, and what its order was for. */
export type SubjectRefund = RefundRow & Subject<PayableKind>;

const PAYMENT = columnsOf(PaymentsTable);
const REFUND = columnsOf(RefundsTable, { of: 'r' });
const SUBJECT_REFUND = `select ${REFUND}, o.subject_id, o.subject_kind from refunds r join orders o on o.id = r.order_id`;

/** Captured payments and their refunds. */
export class PaymentRepository {
  constructor(private readonly db: Sql) {}

  /** Records a capture with its ledger postings, once; null, and nothing is posted, when this payment is already known. */
  async capture(row: PaymentRow, postings: readonly Posting[]): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(
      `with captured as (
       insert into payments (id, clinic_id, order_id, provider, provider_payment_id, amount, currency, fee, purpose, captured_at, method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict on constraint payments_once do nothing returning ${PAYMENT}
       ), posted as (
       insert into ledger_entries (posting_id, clinic_id, order_id, kind, account, amount, currency, reference)
       select line.posting_id, captured.clinic_id, captured.order_id, line.kind, line.account, line.amount, line.currency, line.reference
         from captured, unnest($12::uuid[], $13::text[], $14::text[], $15::int[], $16::text[], $17::text[])
                as line (posting_id, kind, account, amount, currency, reference)
        where not exists (select 1 from ledger_entries e where e.kind = line.kind and e.reference = line.reference))
       select * from captured`,
      [
        row.id,
        row.clinicId,
        row.orderId,
        row.provider,
        row.providerPaymentId,
        row.amount,
        row.currency,
        row.fee,
        row.purpose,
        row.capturedAt,
        row.method,
        ...ledgerColumns(postings),
      ],
    );
    return rows[0] ?? null;
  }

  findByProviderId(provider: ProviderName, providerPaymentId: string): Promise<PaymentRow | null> {
    return findRow(this.db, PaymentsTable, { provider, providerPaymentId });
  }

  /** What pays for the subject, the latest of several, whatever became of it since; null while nothing does. */
  async findForSubject(subjectId: string): Promise<PaymentRow | null> {
    const payments = await this.listForSubject(subjectId);
    return payments.findLast(({ purpose }) => purpose === 'appointment') ?? null;
  }

  find(id: string): Promise<PaymentRow | null> {
    return findRow(this.db, PaymentsTable, { id });
  }

  /** Sets the fee when the provider first tells it. */
  async setFee(id: string, fee: number): Promise<boolean> {
    const { rowCount } = await this.db.query('update payments set fee = $2 where id = $1 and fee is null', [id, fee]);
    return rowCount === 1;
  }

  async listForSubject(subjectId: string): Promise<readonly PaymentRow[]> {
    const { rows } = await this.db.query<PaymentRow>(
      `select ${columnsOf(PaymentsTable, { of: 'p' })} from orders o join payments p on p.order_id = o.id
        where o.subject_id = $1 order by p.captured_at, p.id`,
      [subjectId],
    );
    return rows;
  }

  listForOrder(orderId: string): Promise<readonly PaymentRow[]> {
    return listRows(this.db, PaymentsTable, { orderId }, { order: ['capturedAt', 'id'] });
  }

  /** Inserts a refund to be made; a repeat of the same operation gets the first one's row. */
  async requestRefund(row: NewRefund): Promise<RefundRow> {
    // Asked first: the check on what is left of the payment would count a repeat of the whole as too much.
    const known = await findRow(this.db, RefundsTable, { operationId: row.operationId });
    return known ?? insertRow(this.db, RefundsTable, { ...row, status: 'requested' });
  }

  async findRefund(id: string): Promise<SubjectRefund | null> {
    const { rows } = await this.db.query<SubjectRefund>(`${SUBJECT_REFUND} where r.id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** The row, locked until the transaction ends. */
  async lockRefund(id: string): Promise<SubjectRefund | null> {
    const { rows } = await this.db.query<SubjectRefund>(`${SUBJECT_REFUND} where r.id = $1 for no key update of r`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  findRefundByProviderId(providerRefundId: string): Promise<RefundRow | null> {
    return findRow(this.db, RefundsTable, { providerRefundId });
  }

  async refundsForSubject(subjectId: string): Promise<readonly RefundRow[]> {
    const { rows } = await this.db.query<RefundRow>(
      `select ${REFUND} from orders o join refunds r on r.order_id = o.id
        where o.subject_id = $1 order by r.created_at, r.id`,
      [subjectId],
    );
    return rows;
  }

  refundsForOrders(orderIds: readonly string[]): Promise<readonly RefundRow[]> {
    return listRows(this.db, RefundsTable, { orderId: [...orderIds] }, { order: ['createdAt', 'id'] });
  }

  updateRefund(id: string, change: RefundChange): Promise<RefundRow> {
    return changeRow(this.db, RefundsTable, { id }, change);
  }
}

/** The lines of postings, a column each: posting's id, kind, account, amount, currency, reference. */
function ledgerColumns(postings: readonly Posting[]): readonly unknown[] {
  const lines = postings.flatMap(({ kind, currency, reference, lines: own }) => {
    const id = randomUUID();
    const moved = own.filter(({ amount }) => amount !== 0);
    return moved.map(({ account, amount }) => [id, kind, account, amount, currency, reference]);
  });
  return [0, 1, 2, 3, 4, 5].map((at) => lines.map((line) => line[at]));
}
