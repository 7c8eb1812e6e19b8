import type { EventAbout, EventChange } from '../../../domain/payments/payment-event.js';
import type { SilentSessions } from '../../../domain/payments/webhook-silence.js';
import { columnsOf, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ProviderEventsTable } from '../../tables/payments/provider-events.js';

/** An event with what its order is for; without, while the order is not known. */
export type ProviderEventRow = Row<ProviderEventsTable> & { readonly subjectId: string | null };

/** An event as it arrives, in our words; our order's id where the metadata has one. */
export interface IncomingEvent {
  readonly provider: string;
  readonly eventId: string;
  readonly about: EventAbout;
  readonly change: EventChange;
  readonly label: string;
  readonly objectId: string;
  readonly orderId: string | null;
  readonly paymentId: string | null;
}

/** What an event has said about an object, for people. */
export interface EventOfObject {
  readonly eventId: string;
  /** What the provider calls it. */
  readonly label: string;
  readonly paymentId: string | null;
  readonly receivedAt: Date;
}

/** What is looked up. A refund or a dispute is one object of several; any event of an order's checkout asks the same. */
export interface LookedUp {
  readonly provider: string;
  readonly about: EventAbout;
  readonly orderId: string;
  readonly objectId?: string;
}

const COLUMNS = columnsOf(ProviderEventsTable);
const SUBJECT = 'subject_of_order(provider_events.order_id) as subject_id';

const STORED = `
  select ${COLUMNS}, ${SUBJECT} from provider_events
   where (provider, event_id) in (select * from unnest($1::text[], $2::text[]))`;

// Ordered, so that two processes that take the same events never wait for each other. A row that is there already is read and
// not locked: somebody who holds it must not keep back the events that came with it.
const TAKE = `
  with added as (insert into provider_events (provider, event_id, about, change, label, object_id, payment_id, received_at, order_id)
  select distinct on (e.provider, e.event_id)
         e.provider, e.event_id, e.about, e.change, e.label, e.object_id, e.payment_id, $9::timestamptz, found.id
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[])
           as e(provider, event_id, about, change, label, object_id, payment_id, named_order_id)
   cross join lateral (select order_of_event(e.provider, e.object_id, e.payment_id, e.about, e.named_order_id) as id) found
  where found.id is not null or e.named_order_id is not null or e.about <> 'checkout'
   order by e.provider, e.event_id
  on conflict (provider, event_id) do nothing
  returning ${COLUMNS})
  select ${COLUMNS}, subject_of_order(order_id) as subject_id from added
  union all
  ${STORED}`;

export class ProviderEventRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Takes an event into the inbox, once, with the order that it is about: by our own id, else by what the provider
   * calls the session, the payment or the refund. Returns the stored row, so that a redelivery sees whether it was
   * processed. Null, and nothing is stored, for a checkout that neither is nor names one of our orders. A refund or a
   * dispute without its order is kept: it may have overtaken the event of its payment.
   */
  async take(event: IncomingEvent, now: Date): Promise<ProviderEventRow | null> {
    const [row] = await this.takeAll([event], now);
    return row ?? null;
  }

  /** Takes several as by `take`, in one statement; an event that is named twice is taken once. Returns the stored rows. */
  async takeAll(events: readonly IncomingEvent[], now: Date): Promise<readonly ProviderEventRow[]> {
    const { rows } = await this.db.query<ProviderEventRow>(TAKE, [
      events.map(({ provider }) => provider),
      events.map(({ eventId }) => eventId),
      events.map(({ about }) => about),
      events.map(({ change }) => change),
      events.map(({ label }) => label),
      events.map(({ objectId }) => objectId),
      events.map(({ paymentId }) => paymentId),
      events.map(({ orderId }) => orderId),
      now,
    ]);
    const taken = new Set(rows.map(keyOf));
    const missing = events.filter((event) => !taken.has(keyOf(event)));
    if (missing.length === 0) return rows;
    // Nothing of ours, or added by another process since the statement began, which that one could not see.
    const keys = [missing.map(({ provider }) => provider), missing.map(({ eventId }) => eventId)];
    return [...rows, ...(await this.db.query<ProviderEventRow>(STORED, keys)).rows];
  }

  /**
   * Looks again for the orders of refunds and disputes that came before their payment was known. Those that have
   * waited since `givenUp` belong to somebody else who uses the same provider account.
   */
  async matchWaiting(givenUp: Date, now: Date): Promise<void> {
    await this.db.query(
      `update provider_events e set order_id = o.id from orders o
        where e.processed_at is null and e.order_id is null
          and o.id = order_of_event(e.provider, e.object_id, e.payment_id, e.about, null)`,
    );
    await this.db.query(
      `update provider_events set processed_at = $2, outcome = 'not_ours'
        where processed_at is null and order_id is null and received_at < $1`,
      [givenUp, now],
    );
  }

  /**
   * Of these ids, those of events that the provider has sent about this. Workflows pass on ids that came with a signal,
   * and anybody can type a signal in the Temporal UI: a typed id must not take another event out of the inbox.
   */
  async received(about: LookedUp, eventIds: readonly string[]): Promise<readonly string[]> {
    if (eventIds.length === 0) return [];
    const { rows } = await this.db.query<{ eventId: string }>(
      `select event_id from provider_events
        where provider = $1 and event_id = any($2) and order_id = $3 and about = $4
          and ($5::text is null or object_id = $5)`,
      [about.provider, eventIds, about.orderId, about.about, about.objectId ?? null],
    );
    return rows.map((row) => row.eventId);
  }

  async markProcessed(provider: string, eventIds: readonly string[], outcome: string, now: Date): Promise<void> {
    await this.db.query(
      `update provider_events set processed_at = $3, outcome = $4
        where provider = $1 and event_id = any($2) and processed_at is null`,
      [provider, eventIds, now, outcome],
    );
  }

  /** The latest event about an object of a provider. */
  async ofObject(provider: string, objectId: string): Promise<EventOfObject | null> {
    const { rows } = await this.db.query<EventOfObject>(
      `select event_id, label, payment_id, received_at from provider_events
        where provider = $1 and object_id = $2 order by received_at desc limit 1`,
      [provider, objectId],
    );
    return rows[0] ?? null;
  }

  /** Events that have not been processed, oldest first. */
  async waiting(before: Date, limit: number): Promise<readonly ProviderEventRow[]> {
    const { rows } = await this.db.query<ProviderEventRow>(
      `select ${COLUMNS}, ${SUBJECT} from provider_events
        where processed_at is null and order_id is not null and received_at < $1 order by received_at limit $2`,
      [before, limit],
    );
    return rows;
  }

  /**
   * Checkout sessions that were opened at a provider since then, ended after its last webhook, and of which no webhook has
   * come. Paystack sends webhooks of payments only.
   */
  async silentSessions(provider: string, since: Date): Promise<SilentSessions> {
    const { rows } = await this.db.query<{ sessions: number; since: Date | null }>(
      `with last as (
         select coalesce(max(received_at), $2) as received_at from provider_events where provider = $1 and received_at >= $2)
       select count(*) as sessions, min(coalesce(o.paid_at, o.updated_at)) as since from orders o, last
        where o.provider = $1 and o.created_at >= $2 and o.provider_session_id is not null
          and (o.paid_at is not null or o.provider <> 'paystack' and o.status not in ('creating', 'pending'))
          and coalesce(o.paid_at, o.updated_at) > last.received_at
          and not exists (select 1 from provider_events e where e.order_id = o.id and e.received_at >= $2)`,
      [provider, since],
    );
    return rows[0] ?? { sessions: 0, since: null };
  }

  /** By order: what the provider calls the event that first said that it was paid. */
  async paymentLabels(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.db.query<{ orderId: string; label: string }>(
      `select distinct on (order_id) order_id, label from provider_events
        where order_id = any($1) and about = 'checkout' and change in ('completed', 'paid')
        order by order_id, received_at`,
      [orderIds],
    );
    return new Map(rows.map((row) => [row.orderId, row.label]));
  }
}

function keyOf({ provider, eventId }: Pick<IncomingEvent, 'provider' | 'eventId'>): string {
  return `${provider}/${eventId}`;
}
