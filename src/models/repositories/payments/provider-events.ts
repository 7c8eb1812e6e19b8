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
const SUBJECT = '(select subject_id from orders where id = provider_events.order_id) as subject_id';

/** How a statement names what it knows of an event, as SQL. */
interface EventColumns {
  readonly provider: string;
  readonly objectId: string;
  readonly paymentId: string;
  readonly about: string;
  readonly orderId: string;
}

/** The order that an event is about, as SQL: the first way that finds one counts. */
function orderOf(event: EventColumns): string {
  const { provider, objectId, paymentId, about, orderId } = event;
  return `coalesce(
    (select id from orders where id = ${orderId}::uuid and provider = ${provider}),
    (select id from orders where provider = ${provider} and provider_session_id = ${objectId} and ${about} = 'checkout'),
    (select order_id from payments where provider = ${provider} and provider_payment_id = ${paymentId}),
    (select order_id from refunds where provider_refund_id = ${objectId} and ${about} = 'refund'))`;
}

const STORED_EVENT: EventColumns = {
  provider: 'e.provider',
  objectId: 'e.object_id',
  paymentId: 'e.payment_id',
  about: 'e.about',
  orderId: 'null',
};

export class ProviderEventRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Takes an event into the inbox, once, with the order that it is about: by our own id, else by what the provider
   * calls the session, the payment or the refund. Returns the stored row, so that a redelivery sees whether it was
   * processed. Null, and nothing is stored, for a checkout that neither is nor names one of our orders. A refund or a
   * dispute without its order is kept: it may have overtaken the event of its payment.
   */
  async take(event: IncomingEvent, now: Date): Promise<ProviderEventRow | null> {
    const { rows } = await this.db.query<ProviderEventRow>(
      `insert into provider_events (provider, event_id, about, change, label, object_id, received_at, payment_id, order_id)
       select $1, $2, $8, $9, $3, $4, $5, $7, found.id from (select ${orderOf({ provider: '$1', objectId: '$4', paymentId: '$7', about: '$8', orderId: '$6' })} as id) found
       where found.id is not null or $6::uuid is not null or $8 <> 'checkout'
       on conflict (provider, event_id) do update set label = excluded.label
       returning ${COLUMNS}, ${SUBJECT}`,
      [
        event.provider,
        event.eventId,
        event.label,
        event.objectId,
        now,
        event.orderId,
        event.paymentId,
        event.about,
        event.change,
      ],
    );
    return rows[0] ?? null;
  }

  /**
   * Looks again for the orders of refunds and disputes that came before their payment was known. Those that have
   * waited since `givenUp` belong to somebody else who uses the same provider account.
   */
  async matchWaiting(givenUp: Date, now: Date): Promise<void> {
    await this.db.query(
      `update provider_events e set order_id = o.id from orders o
        where e.processed_at is null and e.order_id is null
          and o.id = ${orderOf(STORED_EVENT)}`,
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
