import type { Currency } from '../../domain/payment/money.js';
import type { ProviderName, RefundState } from '../../domain/payment/orders.js';
import type { Queryable } from '../connection.js';

export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly provider: ProviderName;
  readonly provider_payment_id: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly fee: number | null;
  /** `mismatch`: not the amount or currency that was asked for. */
  readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  readonly method: string | null;
  readonly captured_at: Date;
}

export interface RefundRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly appointment_id: string;
  readonly order_id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly status: RefundState;
  readonly reason: string;
  readonly attempt: number;
  readonly provider_refund_id: string | null;
  readonly failure_reason: string | null;
  /** What the provider charged for the refund itself; null until it says so. */
  readonly fee: number | null;
  readonly created_at: Date;
  readonly settled_at: Date | null;
}

const PAYMENT = 'id, order_id, provider, provider_payment_id, amount, currency, fee, purpose, method, captured_at';
const REFUND = `id, clinic_id, appointment_id, order_id, payment_id, amount, currency, status, reason, attempt,
  provider_refund_id, failure_reason, fee, created_at, settled_at`;

/** Captured payments and their refunds. */
export class PaymentRepository {
  constructor(private readonly db: Queryable) {}

  /** Records a capture once; null when this payment is already known. */
  async insert(
    row: PaymentRow & { readonly clinicId: string; readonly appointmentId: string },
  ): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(
      `insert into payments (id, clinic_id, appointment_id, order_id, provider, provider_payment_id, amount, currency, fee, purpose, captured_at, method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict on constraint payments_once do nothing returning ${PAYMENT}`,
      [
        row.id,
        row.clinicId,
        row.appointmentId,
        row.order_id,
        row.provider,
        row.provider_payment_id,
        row.amount,
        row.currency,
        row.fee,
        row.purpose,
        row.captured_at,
        row.method,
      ],
    );
    return rows[0] ?? null;
  }

  async findByProviderId(provider: string, providerPaymentId: string): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(
      `select ${PAYMENT} from payments where provider = $1 and provider_payment_id = $2`,
      [provider, providerPaymentId],
    );
    return rows[0] ?? null;
  }

  /** What pays for the appointment, whatever became of it since; null while nothing does. */
  async ofAppointment(appointmentId: string): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(
      `select ${PAYMENT} from payments where appointment_id = $1 and purpose = 'appointment'
        order by captured_at desc limit 1`,
      [appointmentId],
    );
    return rows[0] ?? null;
  }

  async find(id: string): Promise<PaymentRow | null> {
    const { rows } = await this.db.query<PaymentRow>(`select ${PAYMENT} from payments where id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** Sets the fee when the provider first tells it. */
  async setFee(id: string, fee: number): Promise<boolean> {
    const { rowCount } = await this.db.query('update payments set fee = $2 where id = $1 and fee is null', [id, fee]);
    return rowCount === 1;
  }

  async listForAppointment(appointmentId: string): Promise<readonly PaymentRow[]> {
    const { rows } = await this.db.query<PaymentRow>(
      `select ${PAYMENT} from payments where appointment_id = $1 order by captured_at, id`,
      [appointmentId],
    );
    return rows;
  }

  async listForOrder(orderId: string): Promise<readonly PaymentRow[]> {
    const { rows } = await this.db.query<PaymentRow>(
      `select ${PAYMENT} from payments where order_id = $1 order by captured_at, id`,
      [orderId],
    );
    return rows;
  }

  /** Inserts a refund to be made; a repeat of the same operation gets the first one's row. */
  async requestRefund(
    row: Omit<RefundRow, 'status' | 'attempt' | 'provider_refund_id' | 'failure_reason' | 'fee' | 'settled_at'> & {
      readonly operationId: string;
    },
  ): Promise<RefundRow> {
    // Asked first: the check on what is left of the payment would count a repeat of the whole as too much.
    const known = await this.db.query<RefundRow>(`select ${REFUND} from refunds where operation_id = $1`, [
      row.operationId,
    ]);
    if (known.rows[0]) return known.rows[0];
    const { rows } = await this.db.query<RefundRow>(
      `insert into refunds (id, clinic_id, appointment_id, order_id, payment_id, amount, currency, status, reason, operation_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'requested', $8, $9, $10) returning ${REFUND}`,
      [
        row.id,
        row.clinic_id,
        row.appointment_id,
        row.order_id,
        row.payment_id,
        row.amount,
        row.currency,
        row.reason,
        row.operationId,
        row.created_at,
      ],
    );
    const refund = rows[0];
    if (!refund) throw new Error('the refund was not inserted');
    return refund;
  }

  async findRefund(id: string): Promise<RefundRow | null> {
    const { rows } = await this.db.query<RefundRow>(`select ${REFUND} from refunds where id = $1`, [id]);
    return rows[0] ?? null;
  }

  async lockRefund(id: string): Promise<RefundRow | null> {
    const { rows } = await this.db.query<RefundRow>(`select ${REFUND} from refunds where id = $1 for no key update`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  async findRefundByProviderId(providerRefundId: string): Promise<RefundRow | null> {
    const { rows } = await this.db.query<RefundRow>(`select ${REFUND} from refunds where provider_refund_id = $1`, [
      providerRefundId,
    ]);
    return rows[0] ?? null;
  }

  async refundsForAppointment(appointmentId: string): Promise<readonly RefundRow[]> {
    const { rows } = await this.db.query<RefundRow>(
      `select ${REFUND} from refunds where appointment_id = $1 order by created_at, id`,
      [appointmentId],
    );
    return rows;
  }

  async refundsForOrders(orderIds: readonly string[]): Promise<readonly RefundRow[]> {
    const { rows } = await this.db.query<RefundRow>(
      `select ${REFUND} from refunds where order_id = any($1) order by created_at, id`,
      [orderIds],
    );
    return rows;
  }

  async updateRefund(
    id: string,
    change: {
      status?: RefundState;
      attempt?: number;
      provider_refund_id?: string | null;
      failure_reason?: string | null;
      fee?: number;
      settled_at?: Date | null;
    },
  ): Promise<RefundRow> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const { rows } = await this.db.query<RefundRow>(
      `update refunds set ${entries.map(([column], index) => `${column} = $${index + 2}`).join(', ')} where id = $1 returning ${REFUND}`,
      [id, ...entries.map(([, value]) => value)],
    );
    const refund = rows[0];
    if (!refund) throw new Error('the refund to change is gone');
    return refund;
  }
}
