import type { Queryable } from '../connection.js';

export interface DeliveryKey {
  readonly appointmentId: string;
  readonly version: number;
  readonly kind: string;
  readonly occurrence: string;
  readonly channel: 'email' | 'sms';
}

export interface DeliveryRow {
  readonly id: string;
  readonly state: 'sending' | 'sent' | 'refused' | 'suppressed';
  readonly message_id: string;
  /** This one included. */
  readonly attempts: number;
}

export class NotificationRepository {
  constructor(private readonly db: Queryable) {}

  /** Claims a delivery before anything is sent. A repeat of an unfinished one gets the same row and Message-ID. */
  async claim(
    key: DeliveryKey,
    row: { id: string; clinicId: string; userId: string; messageId: string },
    now: Date,
  ): Promise<DeliveryRow> {
    const { rows } = await this.db.query<DeliveryRow>(
      `insert into notifications (id, clinic_id, appointment_id, user_id, version, kind, occurrence, channel, state, message_id, claimed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9, $10)
       on conflict (appointment_id, version, kind, occurrence, channel)
         do update set attempts = notifications.attempts + case when notifications.state = 'sending' then 1 else 0 end
       returning id, state, message_id, attempts`,
      [
        row.id,
        row.clinicId,
        key.appointmentId,
        row.userId,
        key.version,
        key.kind,
        key.occurrence,
        key.channel,
        row.messageId,
        now,
      ],
    );
    const claimed = rows[0];
    if (!claimed) throw new Error('a delivery claim returned no row');
    return claimed;
  }

  async finish(id: string, state: 'sent' | 'refused' | 'suppressed', now: Date, error: string | null): Promise<void> {
    await this.db.query(
      `update notifications set state = $2, sent_at = case when $2 = 'sent' then $3::timestamptz end, error = $4
        where id = $1 and state = 'sending'`,
      [id, state, now, error],
    );
  }
}
