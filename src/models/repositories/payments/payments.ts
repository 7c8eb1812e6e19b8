import { Transaction } from 'sequelize';
import type { ProviderName } from '../../../domain/payments/orders.js';
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
  | 'id'
  | 'clinicId'
  | 'appointmentId'
  | 'orderId'
  | 'paymentId'
  | 'amount'
  | 'currency'
  | 'reason'
  | 'operationId'
  | 'createdAt'
>;

const PAYMENT = columnsOf(PaymentsTable);

/** Captured payments and their refunds. */
export class PaymentRepository {
  constructor(private readonly db: Sql) {}

  /** Records a capture once; null when this payment is already known. */
  async insert(row: PaymentRow): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(
      `insert into payments (id, clinic_id, appointment_id, order_id, provider, provider_payment_id, amount, currency, fee, purpose, captured_at, method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict on constraint payments_once do nothing returning ${PAYMENT}`,
      [
        row.id,
        row.clinicId,
        row.appointmentId,
        row.orderId,
        row.provider,
        row.providerPaymentId,
        row.amount,
        row.currency,
        row.fee,
        row.purpose,
        row.capturedAt,
        row.method,
      ],
    );
    return rows[0] ?? null;
  }

  findByProviderId(provider: ProviderName, providerPaymentId: string): Promise<PaymentRow | null> {
    return findRow(this.db, PaymentsTable, { provider, providerPaymentId });
  }

  /** What pays for the appointment, whatever became of it since; null while nothing does. */
  ofAppointment(appointmentId: string): Promise<PaymentRow | null> {
    return findRow(
      this.db,
      PaymentsTable,
      { appointmentId, purpose: 'appointment' },
      { order: [['capturedAt', 'desc']] },
    );
  }

  find(id: string): Promise<PaymentRow | null> {
    return findRow(this.db, PaymentsTable, { id });
  }

  /** Sets the fee when the provider first tells it. */
  async setFee(id: string, fee: number): Promise<boolean> {
    const { rowCount } = await this.db.query('update payments set fee = $2 where id = $1 and fee is null', [id, fee]);
    return rowCount === 1;
  }

  listForAppointment(appointmentId: string): Promise<readonly PaymentRow[]> {
    return listRows(this.db, PaymentsTable, { appointmentId }, { order: ['capturedAt', 'id'] });
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

  findRefund(id: string): Promise<RefundRow | null> {
    return findRow(this.db, RefundsTable, { id });
  }

  lockRefund(id: string): Promise<RefundRow | null> {
    return findRow(this.db, RefundsTable, { id }, { lock: Transaction.LOCK.NO_KEY_UPDATE });
  }

  findRefundByProviderId(providerRefundId: string): Promise<RefundRow | null> {
    return findRow(this.db, RefundsTable, { providerRefundId });
  }

  refundsForAppointment(appointmentId: string): Promise<readonly RefundRow[]> {
    return listRows(this.db, RefundsTable, { appointmentId }, { order: ['createdAt', 'id'] });
  }

  refundsForOrders(orderIds: readonly string[]): Promise<readonly RefundRow[]> {
    return listRows(this.db, RefundsTable, { orderId: [...orderIds] }, { order: ['createdAt', 'id'] });
  }

  updateRefund(id: string, change: RefundChange): Promise<RefundRow> {
    return changeRow(this.db, RefundsTable, { id }, change);
  }
}
