import type { AppointmentStatus } from '../../../domain/appointments/public.js';
import type { AppointmentPolicy } from '../../../domain/clinics/public.js';
import type { ProviderName, RefundState } from '../../../domain/payments/orders.js';
import type { PaymentHistory } from '../../../domain/payments/standing.js';
import type { PayableKind, Subject } from '../../../domain/subjects.js';
import type { Sql } from '../../sql.js';
import type { ProviderEventRow } from './provider-events.js';

/** Half-open. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Whom a row belongs to; all null when we know nothing of it. */
interface Owned {
  readonly clinicId: string | null;
  readonly subjectId: string | null;
  readonly subjectKind: PayableKind | null;
  readonly orderId: string | null;
}

/** What stands in the ledger for it, on the account that holds its money; null when nothing does. */
interface Posted {
  readonly posted: number | null;
  readonly postedCurrency: string | null;
}

export interface ChargeRow extends Owned, Posted {
  readonly paymentId: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly providerSessionId: string | null;
}

export interface RefundMatchRow extends Owned, Posted {
  readonly providerRefundId: string;
  readonly refundId: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly status: RefundState | null;
  readonly linkedTo: string | null;
}

export interface CapturedRow extends Required<Posted> {
  readonly id: string;
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string;
  readonly providerPaymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly providerSessionId: string | null;
}

export interface SentRefundRow extends Required<Posted> {
  readonly id: string;
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string;
  readonly providerRefundId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: RefundState;
}

export interface BookRow {
  readonly kind: 'posting' | 'payment' | 'refund';
  readonly provider: ProviderName | null;
  readonly objectId: string;
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly posted: number | null;
  readonly postedCurrency: string | null;
}

export interface WhereaboutsRow {
  readonly id: string;
  readonly provider: ProviderName;
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  readonly status: AppointmentStatus;
  readonly refunds: PaymentHistory['refunds'];
  readonly disputes: PaymentHistory['disputes'];
  readonly promised: number | null;
  readonly openFlags: readonly string[];
  readonly resolvedFlags: readonly string[];
}

export interface UnpaidRow {
  readonly id: string;
  readonly clinicId: string;
  readonly status: AppointmentStatus;
  readonly price: number;
  readonly currency: string;
}

export interface OverdueRow {
  readonly id: string;
  readonly clinicId: string;
  readonly expiresAt: Date;
  readonly startsAt: Date;
  readonly policy: AppointmentPolicy;
}

/** An event of one of our orders that nothing came of. */
export type StuckEventRow = ProviderEventRow &
  Subject<PayableKind> & { readonly clinicId: string; readonly orderId: string };

/** Accounts that hold the clinic's money; and the one that does so for the provider in `$1`. */
const HOLDERS = "'provider', 'desk'";
const HOLDER = "case when $1 = 'desk' then 'desk' else 'provider' end";
/** Lines of one payment or refund attempt on the account that holds its money. */
const posted = (kinds: string, reference: string, holders = HOLDER) => `
  left join lateral (select sum(amount) as posted, min(currency) as posted_currency from ledger_entries
    where kind in (${kinds}) and reference = ${reference} and account in (${holders})) l on true`;
const CAPTURED = "'captured'";
const RETURNED = "'refund', 'refund_reversed'";
const CHANGED = `changed as (
  select o.subject_id as id from payments p join orders o on o.id = p.order_id and o.subject_kind = 'appointment'
   where p.captured_at >= $1 and p.captured_at < $2
  union select appointment_id from status_history where changed_at >= $1 and changed_at < $2)`;

/** What the record says of what a provider's books, the ledger and the engine are compared with. Reads only. */
export class ReconciliationRepository {
  constructor(private readonly db: Sql) {}

  private async rows<Row extends object>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.db.query<Row & Record<string, unknown>>(sql, values)).rows;
  }

  /** One row for each charge: our payment of it, else the order that it names. */
  charges(
    provider: string,
    charges: readonly { readonly paymentId: string; readonly orderId: string | null }[],
  ): Promise<readonly ChargeRow[]> {
    return this.rows(
      `select c.payment_id, p.amount, p.currency, l.posted, l.posted_currency, o.provider_session_id,
              o.clinic_id, o.subject_id, o.subject_kind, o.id as order_id
         from unnest($2::text[], $3::uuid[]) as c (payment_id, order_id)
         left join payments p on p.provider = $1 and p.provider_payment_id = c.payment_id
         left join orders o on o.provider = $1 and o.id = coalesce(p.order_id, c.order_id)
         ${posted(CAPTURED, 'c.payment_id')}`,
      [provider, charges.map((charge) => charge.paymentId), charges.map((charge) => charge.orderId)],
    );
  }

  /** One row for each refund: ours by the provider's name or by our id, else the payment that was given back. */
  refunds(
    provider: string,
    refunds: readonly {
      readonly providerRefundId: string;
      readonly refundId: string | null;
      readonly paymentId: string;
    }[],
  ): Promise<readonly RefundMatchRow[]> {
    return this.rows(
      `select g.provider_refund_id, f.id as refund_id, f.amount, f.currency, f.status, f.provider_refund_id as linked_to,
              o.clinic_id, o.subject_id, o.subject_kind, o.id as order_id, l.posted, l.posted_currency
         from unnest($2::text[], $3::uuid[], $4::text[]) as g (provider_refund_id, refund_id, payment_id)
         left join payments p on p.provider = $1 and p.provider_payment_id = g.payment_id
         left join lateral (
           select r.* from refunds r join payments rp on rp.id = r.payment_id
            where rp.provider = $1 and (r.provider_refund_id = g.provider_refund_id or r.id = g.refund_id)
            order by r.provider_refund_id = g.provider_refund_id desc nulls last limit 1) f on true
         left join orders o on o.id = coalesce(f.order_id, p.order_id)
         ${posted(RETURNED, "case when f.provider_refund_id = g.provider_refund_id then f.id || ':' || f.attempt end")}`,
      [
        provider,
        refunds.map((refund) => refund.providerRefundId),
        refunds.map((refund) => refund.refundId),
        refunds.map((refund) => refund.paymentId),
      ],
    );
  }

  /** Payments of one provider that we learned of in the window, by id. */
  captured(provider: string, window: Window, limit: number, after: string | null): Promise<readonly CapturedRow[]> {
    return this.rows(
      `select p.id, p.clinic_id, o.subject_id, o.subject_kind, p.order_id, p.provider_payment_id, p.amount, p.currency,
              o.provider_session_id, l.posted, l.posted_currency
         from payments p join orders o on o.id = p.order_id ${posted(CAPTURED, 'p.provider_payment_id')}
        where p.provider = $1 and p.captured_at >= $2 and p.captured_at < $3 and ($5::uuid is null or p.id > $5)
        order by p.id limit $4`,
      [provider, window.from, window.to, limit, after],
    );
  }

  /** Refunds at one provider that were asked for in the window and have a name there, by id. */
  sentRefunds(
    provider: string,
    window: Window,
    limit: number,
    after: string | null,
  ): Promise<readonly SentRefundRow[]> {
    return this.rows(
      `select r.id, r.clinic_id, o.subject_id, o.subject_kind, r.order_id, r.provider_refund_id, r.amount, r.currency,
              r.status, l.posted, l.posted_currency
         from refunds r join payments p on p.id = r.payment_id join orders o on o.id = r.order_id ${posted(RETURNED, "r.id || ':' || r.attempt")}
        where p.provider = $1 and r.created_at >= $2 and r.created_at < $3 and r.provider_refund_id is not null
          and ($5::uuid is null or r.id > $5)
        order by r.id limit $4`,
      [provider, window.from, window.to, limit, after],
    );
  }

  /** Postings that do not balance; payments and refunds, of whatever provider, whose ledger lines say something else. */
  bookProblems(window: Window, limit: number): Promise<readonly BookRow[]> {
    return this.rows(
      `select b.*, o.clinic_id, o.subject_id, o.subject_kind from (
       (select 'posting' as kind, null as provider, posting_id::text as object_id, (array_agg(order_id))[1] as order_id,
               0 as amount, min(currency) as currency, sum(amount) as posted, max(currency) as posted_currency
          from ledger_entries where posted_at >= $1 and posted_at < $2
         group by posting_id having sum(amount) <> 0 or min(currency) <> max(currency))
       union all
       (select 'payment', p.provider, p.provider_payment_id, p.order_id, p.amount, p.currency, l.posted, l.posted_currency
          from payments p ${posted(CAPTURED, 'p.provider_payment_id', HOLDERS)}
         where p.captured_at >= $1 and p.captured_at < $2
           and (l.posted is distinct from p.amount or l.posted_currency <> p.currency))
       union all
       (select 'payment', o.provider, e.reference, e.order_id, null, null, e.amount, e.currency
          from ledger_entries e join orders o on o.id = e.order_id
         where e.posted_at >= $1 and e.posted_at < $2 and e.kind = ${CAPTURED} and e.account in (${HOLDERS})
           and not exists (select 1 from payments p where p.provider = o.provider and p.provider_payment_id = e.reference))
       union all
       (select 'refund', p.provider, r.id::text, r.order_id, case when r.status = 'succeeded' then -r.amount else 0 end, r.currency,
               coalesce(l.posted, 0), l.posted_currency
          from refunds r join payments p on p.id = r.payment_id
               ${posted(RETURNED, "r.id || ':' || r.attempt", HOLDERS)}
         where (r.created_at >= $1 and r.created_at < $2 or r.settled_at >= $1 and r.settled_at < $2)
           and r.status <> 'settled_by_hand'
           and (coalesce(l.posted, 0) <> case when r.status = 'succeeded' then -r.amount else 0 end
                or l.posted_currency <> r.currency))) b
        join orders o on o.id = b.order_id limit $3`,
      [window.from, window.to, limit],
    );
  }

  /** Every payment of the appointments that something happened to in the window, with what explains it. By id. */
  whereabouts(window: Window, limit: number, after: string | null): Promise<readonly WhereaboutsRow[]> {
    return this.rows(
      `with ${CHANGED}
       select p.id, p.provider, p.clinic_id, o.subject_id, o.subject_kind, p.order_id, p.amount, p.currency, p.purpose, a.status,
              r.refunds, d.disputes, f.open_flags, f.resolved_flags,
              (select (context->>'refundAmount')::int from status_history
                where appointment_id = a.id and move = 'cancel' order by seq desc limit 1) as promised
         from changed
         join appointments a on a.id = changed.id
         join orders o on o.subject_id = a.id
         join payments p on p.order_id = o.id
        cross join lateral (
          select coalesce(json_agg(json_build_object('amount', amount, 'status', status, 'failureReason', failure_reason)), '[]') as refunds
            from refunds where payment_id = p.id) r
        cross join lateral (
          select coalesce(json_agg(json_build_object('state', state)), '[]') as disputes from disputes where payment_id = p.id) d
        cross join lateral (
          select coalesce(array_agg(code) filter (where resolved_at is null), '{}') as open_flags,
                 coalesce(array_agg(code) filter (where resolved_at is not null), '{}') as resolved_flags
            from attention where subject_id = a.id) f
        where $4::uuid is null or p.id > $4
        order by p.id limit $3`,
      [window.from, window.to, limit, after],
    );
  }

  /** Visits of the window that count as paid, and have no payment that says so. */
  unpaid(window: Window, limit: number): Promise<readonly UnpaidRow[]> {
    return this.rows(
      `with ${CHANGED}
       select a.id, a.clinic_id, a.status, a.price, a.currency from changed join appointments a on a.id = changed.id
        where a.status in ('booked', 'in_progress', 'completed', 'no_show') and a.payment_status <> 'waived'
          and not exists (select 1 from orders o join payments p on p.order_id = o.id
                           where o.subject_id = a.id and p.purpose = 'appointment')
        order by a.id limit $3`,
      [window.from, window.to, limit],
    );
  }

  /** Holds that were over before this moment and still stand, by id. */
  overdue(before: Date, limit: number, after: string | null): Promise<readonly OverdueRow[]> {
    return this.rows(
      `select id, clinic_id, expires_at, starts_at, policy from appointments
        where status = 'pending' and expires_at < $1 and ($3::uuid is null or id > $3) order by id limit $2`,
      [before, limit, after],
    );
  }

  /** Webhooks of our orders that were received before this moment and never processed, oldest first. */
  stuckEvents(before: Date, limit: number): Promise<readonly StuckEventRow[]> {
    return this.rows(
      `select e.provider, e.event_id, e.about, e.label, e.object_id, e.order_id, e.processed_at, o.clinic_id, o.subject_id, o.subject_kind
         from provider_events e join orders o on o.id = e.order_id
        where e.processed_at is null and e.received_at < $1 order by e.received_at limit $2`,
      [before, limit],
    );
  }
}
