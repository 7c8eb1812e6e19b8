import type { Queryable } from '../connection.js';

export interface ProviderEventRow {
  readonly provider: string;
  readonly event_id: string;
  readonly type: string;
  readonly object_id: string;
  readonly appointment_id: string | null;
  readonly order_id: string | null;
  readonly processed_at: Date | null;
}

const COLUMNS = 'provider, event_id, type, object_id, appointment_id, order_id, processed_at';

export class ProviderEventRepository {
  constructor(private readonly db: Queryable) {}

  /** Takes an event into the inbox, once; returns the stored row, so that a redelivery sees whether it was processed. */
  async take(event: Omit<ProviderEventRow, 'processed_at'>, now: Date): Promise<ProviderEventRow> {
    const { rows } = await this.db.query<ProviderEventRow>(
      `insert into provider_events (provider, event_id, type, object_id, appointment_id, order_id, received_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (provider, event_id) do update set type = excluded.type
       returning ${COLUMNS}`,
      [event.provider, event.event_id, event.type, event.object_id, event.appointment_id, event.order_id, now],
    );
    const row = rows[0];
    if (!row) throw new Error('the inbox returned no row');
    return row;
  }

  async markProcessed(provider: string, eventIds: readonly string[], outcome: string, now: Date): Promise<void> {
    await this.db.query(
      `update provider_events set processed_at = $3, outcome = $4
        where provider = $1 and event_id = any($2) and processed_at is null`,
      [provider, eventIds, now, outcome],
    );
  }

  async markSignalled(provider: string, eventId: string, now: Date): Promise<void> {
    await this.db.query('update provider_events set signalled_at = $3 where provider = $1 and event_id = $2', [
      provider,
      eventId,
      now,
    ]);
  }

  /** Events that nobody has dealt with yet, oldest first. */
  async waiting(before: Date, limit: number): Promise<readonly ProviderEventRow[]> {
    const { rows } = await this.db.query<ProviderEventRow>(
      `select ${COLUMNS} from provider_events where processed_at is null and received_at < $1 order by received_at limit $2`,
      [before, limit],
    );
    return rows;
  }

  /** By order: the event that first brought the news of its money. */
  async paymentEvents(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.db.query<{ order_id: string; type: string }>(
      `select distinct on (order_id) order_id, type from provider_events
        where order_id = any($1) and type in ('checkout.session.completed', 'checkout.session.async_payment_succeeded')
        order by order_id, received_at`,
      [orderIds],
    );
    return new Map(rows.map((row) => [row.order_id, row.type]));
  }
}
