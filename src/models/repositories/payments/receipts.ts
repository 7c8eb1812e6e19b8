import type { KeyRing } from '../../../config/key-ring.js';
import type { Currency } from '../../../domain/money.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import type { ReceiptContent } from '../../../domain/payments/receipts/receipt.js';
import type { ReceiptKind } from '../../../domain/payments/receipts/rules.js';
import type { PayableKind } from '../../../domain/subjects.js';
import { columnsOf, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { ReceiptsTable } from '../../tables/payments/receipts.js';

/** A numbered document without what it says. `refundId` is set on a credit note. */
export type ReceiptRow = Omit<Row<ReceiptsTable>, 'contentSealed'>;

export interface StoredReceipt extends ReceiptRow {
  readonly content: ReceiptContent;
}

/** What a payment's document is made of, beside the people. */
export interface PaymentFacts {
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string;
  readonly patientId: string;
  readonly provider: ProviderName;
  readonly providerPaymentId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly method: string | null;
  readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  readonly capturedAt: Date;
  /** When what was paid for takes place; the day of the payment where it takes place at no time. */
  readonly startsAt: Date;
}

/** A payment without its receipt, or a settled refund without its credit note. */
export interface MissingReceipt {
  readonly paymentId: string;
  readonly refundId: string | null;
}

const COLUMNS = columnsOf(ReceiptsTable, { but: ['contentSealed'] });

/** Receipts, invoices and credit notes: append-only, numbered without gaps per clinic and kind. */
const contentOf = (id: string) => fieldOf(ReceiptsTable, 'contentSealed', id);

export class ReceiptRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Only one transaction at a time issues documents of this payment: a statement after this one sees what another has
   * issued. An advisory lock, because the API may not lock rows of `payments`.
   */
  async lock(paymentId: string): Promise<void> {
    await this.db.query("select pg_advisory_xact_lock(hashtextextended('receipts/' || $1::text, 0))", [paymentId]);
  }

  /** The payment's own document, or the credit note of one of its refunds. */
  async findFor(paymentId: string, refundId: string | null): Promise<StoredReceipt | null> {
    return this.one('payment_id = $1 and refund_id is not distinct from $2::uuid', [paymentId, refundId]);
  }

  async find(id: string): Promise<StoredReceipt | null> {
    return this.one('id = $1', [id]);
  }

  async listForOrder(orderId: string): Promise<readonly ReceiptRow[]> {
    const { rows } = await this.db.query<ReceiptRow>(
      `select ${COLUMNS} from receipts where order_id = $1 order by issued_at, refund_id is not null, id`,
      [orderId],
    );
    return rows;
  }

  async facts(paymentId: string): Promise<PaymentFacts | null> {
    const { rows } = await this.db.query<PaymentFacts>(
      `select p.clinic_id, o.subject_id, o.subject_kind, p.order_id, o.patient_id, p.provider, p.provider_payment_id,
              p.amount, p.currency, p.method, p.purpose, p.captured_at, coalesce(a.starts_at, p.captured_at) as starts_at
         from payments p join orders o on o.id = p.order_id left join appointments a on a.id = o.subject_id
        where p.id = $1`,
      [paymentId],
    );
    return rows[0] ?? null;
  }

  /** The payment that a subject was paid with, the latest if there were several; null while nothing was paid. */
  async paymentOf(subjectId: string): Promise<string | null> {
    const { rows } = await this.db.query<{ id: string }>(
      `select p.id from orders o join payments p on p.order_id = o.id and p.purpose = 'appointment'
        where o.subject_id = $1 order by p.captured_at desc, p.id desc limit 1`,
      [subjectId],
    );
    return rows[0]?.id ?? null;
  }

  /**
   * The next number of a clinic and kind. The counter's row stays locked until the transaction ends, and a rollback
   * takes the number back with everything else: that is what leaves no gap.
   */
  async nextNumber(clinicId: string, kind: ReceiptKind): Promise<number> {
    const { rows } = await this.db.query<{ last: number }>(
      `insert into receipt_counters (clinic_id, kind, last) values ($1, $2, 1)
       on conflict (clinic_id, kind) do update set last = receipt_counters.last + 1 returning last`,
      [clinicId, kind],
    );
    const [counter] = rows;
    if (!counter) throw new Error('a counter gave no number');
    return counter.last;
  }

  async insert({ content, ...receipt }: StoredReceipt): Promise<void> {
    const contentSealed = this.keys.sealText(JSON.stringify(content), contentOf(receipt.id));
    await insertRow(this.db, ReceiptsTable, { ...receipt, contentSealed });
  }

  /** What an order still lacks, in the order in which it has to be issued. */
  async missingForOrder(orderId: string): Promise<readonly MissingReceipt[]> {
    return this.missing('p.order_id = $1', 'r.order_id = $1', [orderId, null]);
  }

  /** What is lacking of the money that moved from `from` until before `to`, oldest first. */
  async missingWithin(from: Date, to: Date, limit: number): Promise<readonly MissingReceipt[]> {
    return this.missing(
      'p.captured_at >= $1 and p.captured_at < $3',
      'coalesce(r.settled_at, r.created_at) >= $1 and coalesce(r.settled_at, r.created_at) < $3',
      [from, limit, to],
    );
  }

  /** `$2` is the limit, null for none. */
  private async missing(payments: string, refunds: string, values: readonly unknown[]) {
    const { rows } = await this.db.query<MissingReceipt>(
      `select payment_id, refund_id from (
         select p.id as payment_id, null::uuid as refund_id, p.captured_at as moved_at from payments p
          where ${payments} and not exists
            (select 1 from receipts x where x.payment_id = p.id and x.refund_id is null)
         union all
         select r.payment_id, r.id, coalesce(r.settled_at, r.created_at) from refunds r
          where ${refunds} and r.status in ('succeeded', 'settled_by_hand') and not exists
            (select 1 from receipts x where x.refund_id = r.id)
       ) lacking order by refund_id is not null, moved_at, payment_id, refund_id limit $2`,
      values,
    );
    return rows;
  }

  private async one(where: string, values: readonly unknown[]): Promise<StoredReceipt | null> {
    const { rows } = await this.db.query<ReceiptRow & { readonly contentSealed: string }>(
      `select ${COLUMNS}, content_sealed from receipts where ${where}`,
      values,
    );
    const [row] = rows;
    if (!row) return null;
    const { contentSealed, ...rest } = row;
    return { ...rest, content: JSON.parse(this.keys.openText(contentSealed, contentOf(row.id))) as ReceiptContent };
  }
}
