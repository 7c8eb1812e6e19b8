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
  /** Somebody else is sending it right now, or was until a moment ago. */
  readonly busy: boolean;
}

/** As long as one attempt may take (the activity's start-to-close): whoever claimed it longer ago is gone. */
const LEASE_MS = 40_000;

export class NotificationRepository {
  constructor(private readonly db: Queryable) {}

  /**
   * Claims a delivery before anything is sent. A repeat of an unfinished one gets the same row and Message-ID, once the
   * claim before it has been given up or has run out: a run that was ended and the one after it never send side by side.
   */
  async claim(
    key: DeliveryKey,
    row: { id: string; clinicId: string; userId: string; messageId: string },
    now: Date,
  ): Promise<DeliveryRow> {
    const { rows } = await this.db.query<DeliveryRow>(
      `insert into notifications (id, clinic_id, appointment_id, user_id, version, kind, occurrence, channel, state, message_id, claimed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9, $10)
       on conflict (appointment_id, version, kind, occurrence, channel)
         do update set (attempts, claimed_at) = (
           select notifications.attempts + free.claim::int,
                  case when free.claim then excluded.claimed_at else notifications.claimed_at end
             from (select notifications.state = 'sending' and notifications.claimed_at <= $11 as claim) free)
       returning id, state, message_id, attempts, state = 'sending' and claimed_at <> $10 as busy`,
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
        new Date(now.getTime() - LEASE_MS),
      ],
    );
    const claimed = rows[0];
    if (!claimed) throw new Error('a delivery claim returned no row');
    return claimed;
  }

  /** Gives a claim up: the next attempt need not wait. */
  async release(id: string): Promise<void> {
    await this.db.query(`update notifications set claimed_at = 'epoch' where id = $1 and state = 'sending'`, [id]);
  }

  async finish(id: string, state: 'sent' | 'refused' | 'suppressed', now: Date, error: string | null): Promise<void> {
    await this.db.query(
      `update notifications set state = $2, sent_at = case when $2 = 'sent' then $3::timestamptz end, error = $4
        where id = $1 and state = 'sending'`,
      [id, state, now, error],
    );
  }
}
