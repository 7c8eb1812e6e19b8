import type { DeliveryState } from '../../../domain/messaging/deliveries.js';
import { listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { NotificationsTable } from '../../tables/messaging/notifications.js';

export type DeliveryKey = Pick<Row<NotificationsTable>, 'subjectId' | 'version' | 'kind' | 'occurrence' | 'channel'>;

/** What a mail carries for the patient's calendar. */
export type CarriedCalendar = NonNullable<Row<NotificationsTable>['calendarMethod']>;

export type DeliveryRow = Pick<Row<NotificationsTable>, 'id' | 'state' | 'messageId' | 'attempts'> & {
  /** Somebody else is sending it right now, or was until a moment ago. */
  readonly busy: boolean;
};

/** How a delivery ended. */
export interface DeliveryEnd {
  readonly state: Exclude<DeliveryState, 'sending'>;
  /** Why it was refused or suppressed. */
  readonly reason?: string;
  readonly smtpResponse?: string | undefined;
}

/** Whether the patient's calendar may hold an invitation; `sending` while one is on its way right now. */
export type Invited = 'no' | 'sending' | 'yes';

const SHOWN = ['kind', 'channel', 'state', 'reason', 'smtpResponse', 'claimedAt', 'sentAt'] as const;

/** A message as staff see it in the timeline. */
export type DeliveryView = Pick<Row<NotificationsTable>, (typeof SHOWN)[number]>;

/** As long as one attempt may take (the activity's start-to-close): whoever claimed it longer ago is gone. */
const LEASE_MS = 40_000;

export class NotificationRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Claims a delivery before anything is sent. A repeat of an unfinished one gets the same row and Message-ID, once the
   * claim before it has been given up or has run out: a run that was ended and the one after it never send side by side.
   */
  async claim(
    key: DeliveryKey,
    row: { id: string; clinicId: string; userId: string; messageId: string; calendar: CarriedCalendar | null },
    now: Date,
  ): Promise<DeliveryRow> {
    const { rows } = await this.db.query<DeliveryRow>(
      `insert into notifications (id, clinic_id, subject_id, user_id, version, kind, occurrence, channel, state, message_id, claimed_at, calendar_method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9, $10, $12)
       on conflict (subject_id, version, kind, occurrence, channel)
         do update set (attempts, claimed_at, calendar_method) = (
           select notifications.attempts + free.claim::int,
                  case when free.claim then excluded.claimed_at else notifications.claimed_at end,
                  case when free.claim then excluded.calendar_method else notifications.calendar_method end
             from (select notifications.state = 'sending' and notifications.claimed_at <= $11 as claim) free)
       returning id, state, message_id, attempts, state = 'sending' and claimed_at <> $10 as busy`,
      [
        row.id,
        row.clinicId,
        key.subjectId,
        row.userId,
        key.version,
        key.kind,
        key.occurrence,
        key.channel,
        row.messageId,
        now,
        new Date(now.getTime() - LEASE_MS),
        row.calendar,
      ],
    );
    const claimed = rows[0];
    if (!claimed) throw new Error('a delivery claim returned no row');
    return claimed;
  }

  /**
   * Gives a claim up: the next attempt need not wait. `taken` says whether a server may have taken the message although
   * its answer was lost; what it certainly did not take carries nothing into a calendar.
   */
  async release(
    id: string,
    { taken, smtpResponse }: { readonly taken: 'no' | 'unknown'; readonly smtpResponse?: string | undefined },
  ): Promise<void> {
    await this.db.query(
      `update notifications set claimed_at = claimed_at - $4 * interval '1 ms', smtp_response = coalesce($2, smtp_response),
              calendar_method = case when $3 then null else calendar_method end
        where id = $1 and state = 'sending'`,
      [id, smtpResponse ?? null, taken === 'no', LEASE_MS],
    );
  }

  async finish(id: string, { state, reason, smtpResponse }: DeliveryEnd, now: Date): Promise<void> {
    await this.db.query(
      `update notifications set state = $2, sent_at = case when $2 = 'sent' then $3::timestamptz end, reason = $4,
              smtp_response = coalesce($5, smtp_response),
              calendar_method = case when $2 = 'sent' then calendar_method end
        where id = $1 and state = 'sending'`,
      [id, state, now, reason ?? null, smtpResponse ?? null],
    );
  }

  /**
   * Whether an invitation reached the patient's mail server, or may have. One whose claim has run out may have been
   * taken before its worker died; one whose claim still holds is being sent.
   */
  async invited(subjectId: string, now: Date): Promise<Invited> {
    const { rows } = await this.db.query<{ sending: boolean }>(
      `select bool_or(state = 'sending' and claimed_at > $2) as sending from notifications
        where subject_id = $1 and channel = 'email' and calendar_method = 'REQUEST' having count(*) > 0`,
      [subjectId, new Date(now.getTime() - LEASE_MS)],
    );
    const [found] = rows;
    if (!found) return 'no';
    return found.sending ? 'sending' : 'yes';
  }

  /** Every delivery about a subject, oldest first. */
  listForSubject(subjectId: string): Promise<readonly DeliveryView[]> {
    const how = { attributes: [...SHOWN], order: ['claimedAt', 'id'] };
    return listRows(this.db, NotificationsTable, { subjectId }, how);
  }
}
