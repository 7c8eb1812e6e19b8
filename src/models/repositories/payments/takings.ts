import type { Taking } from '../../../domain/payments/takings.js';
import type { ClinicSpan } from '../../../domain/periods.js';
import type { Sql } from '../../sql.js';
import { clinicSpanValues } from '../clinics/public.js';

/** Daily takings, read from the ledger: by the moment of posting, on the calendar that each span names. */
export class TakingsRepository {
  constructor(private readonly db: Sql) {}

  /**
   * One row for each day on which something was posted within a span. A write-off moves no money: what it is about was
   * counted when the bank took it.
   */
  async daily(spans: readonly ClinicSpan[]): Promise<readonly Taking[]> {
    const { rows } = await this.db.query<Taking>(
      `select to_char(l.posted_at at time zone span.zone, 'YYYY-MM-DD') as day, l.clinic_id,
              coalesce(p.provider, o.provider) as provider, p.method, l.currency,
              count(*) filter (where l.kind = 'captured' and l.account = 'patient') as payments,
              ${sum('-l.amount', "l.kind = 'captured' and l.account = 'patient'")} as captured,
              ${sum('l.amount', "l.kind in ('refund', 'refund_reversed') and l.account = 'patient'")} as refunded,
              ${sum('l.amount', "l.account = 'fees'")} as fees,
              ${sum('l.amount', "l.kind in ('dispute', 'dispute_reversed') and l.account = 'disputes'")} as disputes,
              ${sum('l.amount', "l.account in ('provider', 'desk')")} as net
         from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[]) as span(clinic_id, starts, ends, zone)
         join ledger_entries l on l.clinic_id = span.clinic_id and l.kind <> 'write_off'
          and l.posted_at >= span.starts and l.posted_at < span.ends
         join orders o on o.id = l.order_id
         left join lateral ${PAYMENT} p on true
        group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4 nulls last, 5`,
      [...clinicSpanValues(spans), spans.map((span) => span.zone)],
    );
    return rows;
  }
}

/**
 * The payment that an entry is about: named by its reference (captures and fees), by the refund's (`{refund}:{n}`), else
 * the one that its order was paid with.
 */
const PAYMENT = `(
  select p.provider, p.method from payments p where p.order_id = l.order_id
   order by p.provider_payment_id = l.reference desc,
            exists (select 1 from refunds r where r.payment_id = p.id and r.id::text = split_part(l.reference, ':', 1)) desc,
            p.purpose = 'appointment' desc, p.captured_at, p.id limit 1)`;

function sum(amount: string, where: string): string {
  return `coalesce(sum(${amount}) filter (where ${where}), 0)`;
}
