import type { Currency } from '../../domain/payment/money.js';
import type { CheckoutRequest, OrderStatus, ProviderName } from '../../domain/payment/orders.js';
import type { Queryable } from '../connection.js';

export interface OrderRow {
  readonly id: string;
  readonly clinic_id: string;
  readonly appointment_id: string;
  readonly patient_id: string;
  readonly provider: ProviderName;
  readonly status: OrderStatus;
  /** Minor units. */
  readonly amount: number;
  readonly currency: Currency;
  readonly request: CheckoutRequest;
  readonly attempt: number;
  readonly provider_session_id: string | null;
  readonly provider_payment_id: string | null;
  readonly checkout_url: string | null;
  readonly expires_at: Date;
  readonly created_at: Date;
  /** Since when a bank has had a payment and not decided about it. */
  readonly processing_since: Date | null;
  readonly paid_at: Date | null;
  readonly completed_at: Date | null;
  /** When a lookup was asked for that has not begun; null when none waits. */
  readonly lookup_requested_at: Date | null;
}

export interface OrderChange {
  readonly status?: OrderStatus;
  readonly provider_session_id?: string;
  readonly provider_payment_id?: string | null;
  readonly checkout_url?: string | null;
  readonly attempt?: number;
  readonly request?: CheckoutRequest;
  readonly processing_since?: Date | null;
  readonly paid_at?: Date;
  readonly completed_at?: Date;
  /** Until when it may be paid, as clients are shown it. */
  readonly expires_at?: Date;
}

const COLUMNS = `id, clinic_id, appointment_id, patient_id, provider, status, amount, currency, request, attempt,
  provider_session_id, provider_payment_id, checkout_url, expires_at, created_at, processing_since, paid_at, completed_at,
  lookup_requested_at`;

export class OrderRepository {
  constructor(private readonly db: Queryable) {}

  async find(id: string): Promise<OrderRow | null> {
    const { rows } = await this.db.query<OrderRow>(`select ${COLUMNS} from orders where id = $1`, [id]);
    return rows[0] ?? null;
  }

  async lock(id: string): Promise<OrderRow | null> {
    const { rows } = await this.db.query<OrderRow>(`select ${COLUMNS} from orders where id = $1 for no key update`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  /** The order that an appointment can be, is, or was paid with; null while it has none. */
  async current(appointmentId: string): Promise<OrderRow | null> {
    const { rows } = await this.db.query<OrderRow>(
      `select ${COLUMNS} from orders where appointment_id = $1 and status not in ('expired', 'cancelled')
        order by (status in ('refunded', 'partially_refunded')), created_at desc limit 1`,
      [appointmentId],
    );
    return rows[0] ?? null;
  }

  async listForAppointment(appointmentId: string): Promise<readonly OrderRow[]> {
    const { rows } = await this.db.query<OrderRow>(
      `select ${COLUMNS} from orders where appointment_id = $1 order by created_at, id`,
      [appointmentId],
    );
    return rows;
  }

  async list(filter: {
    patientId?: string | undefined;
    clinicIds?: readonly string[] | undefined;
    limit: number;
    cursor?: { at: string; id: string } | undefined;
  }): Promise<readonly OrderRow[]> {
    const { rows } = await this.db.query<OrderRow>(
      `select ${COLUMNS} from orders
        where ($1::uuid is null or patient_id = $1) and ($2::uuid[] is null or clinic_id = any($2))
          and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
        order by created_at desc, id desc limit $5`,
      [
        filter.patientId ?? null,
        filter.clinicIds ?? null,
        filter.cursor?.at ?? null,
        filter.cursor?.id ?? null,
        filter.limit,
      ],
    );
    return rows;
  }

  /**
   * Asks for a lookup, unless one that has not begun was asked for since `lost`; true when whoever asks now has to pass
   * it on.
   */
  async requestLookup(id: string, lost: Date, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update orders set lookup_requested_at = $3
        where id = $1 and (lookup_requested_at is null or lookup_requested_at < $2)`,
      [id, lost, now],
    );
    return rowCount === 1;
  }

  /** Takes back a request that could not be passed on. */
  async withdrawLookup(id: string): Promise<void> {
    await this.db.query('update orders set lookup_requested_at = null where id = $1', [id]);
  }

  /**
   * A lookup begins: whoever asks from now on asks for another. For an order that was given up the request stays until
   * it counts as lost, so that such an order is looked up once in that time.
   */
  async beginLookup(id: string): Promise<void> {
    await this.db.query(
      `update orders set lookup_requested_at = null
        where id = $1 and lookup_requested_at is not null and status not in ('expired', 'cancelled')`,
      [id],
    );
  }

  async insert(
    row: Omit<
      OrderRow,
      | 'attempt'
      | 'provider_session_id'
      | 'provider_payment_id'
      | 'checkout_url'
      | 'processing_since'
      | 'paid_at'
      | 'completed_at'
      | 'status'
      | 'lookup_requested_at'
    >,
  ): Promise<OrderRow> {
    const { rows } = await this.db.query<OrderRow>(
      `insert into orders (id, clinic_id, appointment_id, patient_id, provider, status, amount, currency, request, expires_at, created_at)
       values ($1, $2, $3, $4, $5, 'creating', $6, $7, $8, $9, $10) returning ${COLUMNS}`,
      [
        row.id,
        row.clinic_id,
        row.appointment_id,
        row.patient_id,
        row.provider,
        row.amount,
        row.currency,
        row.request,
        row.expires_at,
        row.created_at,
      ],
    );
    const inserted = rows[0];
    if (!inserted) throw new Error('the order was not inserted');
    return inserted;
  }

  async update(id: string, change: OrderChange, now: Date): Promise<OrderRow> {
    const entries = Object.entries(change).filter(([, value]) => value !== undefined);
    const sets = entries.map(([column], index) => `${column} = $${index + 3}`);
    const { rows } = await this.db.query<OrderRow>(
      `update orders set ${[...sets, 'updated_at = $2'].join(', ')} where id = $1 returning ${COLUMNS}`,
      [id, now, ...entries.map(([, value]) => value)],
    );
    const updated = rows[0];
    if (!updated) throw new Error('the order to change is gone');
    return updated;
  }
}
