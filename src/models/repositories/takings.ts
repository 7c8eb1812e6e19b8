import type { Day } from '../../domain/days.js';
import type { Taking } from '../../domain/payment/takings.js';
import type { Queryable } from '../connection.js';

/** Daily takings, read from the ledger: by the moment of posting, on each clinic's own calendar. */
export class TakingsRepository {
  constructor(private readonly db: Queryable) {}

  /**
   * Both days included. PostgreSQL does the zone arithmetic: a day has 23 or 25 hours where clocks change. A write-off
   * moves no money: what it is about was counted when the bank took it.
   */
  async daily(clinicIds: readonly string[], from: Day, to: Day): Promise<readonly Taking[]> {
    const { rows } = await this.db.query<Taking>(
      `select to_char(l.posted_at at time zone c.timezone, 'YYYY-MM-DD') as day, c.id as clinic_id,
              coalesce(p.provider, o.provider) as provider, p.method, l.currency,
              count(*) filter (where l.kind = 'captured' and l.account = 'patient') as payments,
              ${sum('-l.amount', "l.kind = 'captured' and l.account = 'patient'")} as captured,
              ${sum('l.amount', "l.kind in ('refund', 'refund_reversed') and l.account = 'patient'")} as refunded,
              ${sum('l.amount', "l.account = 'fees'")} as fees,
              ${sum('l.amount', "l.kind in ('dispute', 'dispute_reversed') and l.account = 'disputes'")} as disputes,
              ${sum('l.amount', "l.account in ('provider', 'desk')")} as net
         from clinics c
         join ledger_entries l on l.clinic_id = c.id and l.kind <> 'write_off'
          and l.posted_at >= $2::date::timestamp at time zone c.timezone
          and l.posted_at < ($3::date + 1)::timestamp at time zone c.timezone
         join orders o on o.id = l.order_id
         left join lateral ${PAYMENT} p on true
        where c.id = any($1)
        group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4 nulls last, 5`,
      [clinicIds, from, to],
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
