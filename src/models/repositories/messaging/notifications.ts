import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/public.js';
import { HOUR_MS } from '../../../domain/instants.js';
import type { DeliveryState } from '../../../domain/messaging/deliveries.js';
import type { MessageKind } from '../../../domain/messaging/kinds.js';
import { listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { NotificationsTable } from '../../tables/messaging/notifications.js';

export type DeliveryKey = Pick<Row<NotificationsTable>, 'subjectId' | 'version' | 'kind' | 'occurrence' | 'channel'>;

/** What a mail carries for the patient's calendar. */
export type CarriedCalendar = NonNullable<Row<NotificationsTable>['calendarMethod']>;

export type DeliveryRow = Pick<Row<NotificationsTable>, 'id' | 'state' | 'messageId' | 'attempts'> & {
  /** Somebody else is sending it right now, or was until a moment ago. */
  readonly busy: boolean;
};

/** A message whose delivery has begun and not ended. */
export type UnfinishedMessage = Pick<Row<NotificationsTable>, 'version' | 'occurrence'> & {
  readonly kind: MessageKind;
};

/** How a delivery ended. */
export interface DeliveryEnd {
  readonly state: Exclude<DeliveryState, 'sending'>;
  /** Why it was refused or suppressed. */
  readonly reason?: string;
  readonly smtpResponse?: string | undefined;
  /** Of a mail. */
  readonly subject?: string | undefined;
}

/** A delivery that is about to begin. */
export interface NewDelivery {
  readonly id: string;
  readonly clinicId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly calendar: CarriedCalendar | null;
  /** A mail address or a number. */
  readonly recipient: string;
}

/** Whether the patient's calendar may hold an invitation; `sending` while one is on its way right now. */
export type Invited = 'no' | 'sending' | 'yes';

const SHOWN = ['kind', 'channel', 'state', 'reason', 'smtpResponse', 'claimedAt', 'sentAt'] as const;

/** A message as staff see it in the timeline. */
export type DeliveryView = Pick<Row<NotificationsTable>, (typeof SHOWN)[number]>;

/** A mail, with the address that it went to. */
export type MailedDelivery = Pick<Row<NotificationsTable>, 'kind' | 'subject' | 'state' | 'sentAt'> & {
  readonly recipient: string;
};

/** As long as one attempt may take (the activity's start-to-close): whoever claimed it longer ago is gone. */
const LEASE_MS = 40_000;

/** The field of a message's recipient. */
export const messageRecipient = (id: string) => fieldOf(NotificationsTable, 'recipientSealed', id);

export class NotificationRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Claims a delivery before anything is sent. A repeat of an unfinished one gets the same row and Message-ID, once the
   * claim before it has been given up or has run out: a run that was ended and the one after it never send side by side.
   */
  async claim(key: DeliveryKey, row: NewDelivery, now: Date): Promise<DeliveryRow> {
    const { rows } = await this.db.query<DeliveryRow>(
      `insert into notifications (id, clinic_id, subject_id, user_id, version, kind, occurrence, channel, state, message_id, claimed_at, calendar_method,
         recipient_sealed, recipient_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9, $10, $12, $13, $14)
       on conflict (subject_id, version, kind, occurrence, channel)
         do update set (attempts, claimed_at, calendar_method, recipient_sealed, recipient_hash) = (
           select notifications.attempts + free.claim::int,
                  case when free.claim then excluded.claimed_at else notifications.claimed_at end,
                  case when free.claim then excluded.calendar_method else notifications.calendar_method end,
                  case when free.claim then excluded.recipient_sealed else notifications.recipient_sealed end,
                  case when free.claim then excluded.recipient_hash else notifications.recipient_hash end
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
        this.keys.sealText(row.recipient, messageRecipient(row.id)),
        this.keys.hashes(emailKey(row.recipient))[0],
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

  async finish(id: string, { state, reason, smtpResponse, subject }: DeliveryEnd, now: Date): Promise<void> {
    await this.db.query(
      `update notifications set state = $2, sent_at = case when $2 = 'sent' then $3::timestamptz end, reason = $4,
              smtp_response = coalesce($5, smtp_response), subject = $6,
              calendar_method = case when $2 = 'sent' then calendar_method end
        where id = $1 and state = 'sending'`,
      [id, state, now, reason ?? null, smtpResponse ?? null, subject ?? null],
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

  /**
   * Messages about a subject whose delivery began within the last day and has not ended: what is older was tried for a day
   * and then shown to a person.
   */
  async listUnfinished(subjectId: string, now: Date): Promise<readonly UnfinishedMessage[]> {
    const { rows } = await this.db.query<UnfinishedMessage>(
      `select distinct kind, version, occurrence from notifications
        where subject_id = $1 and state = 'sending' and claimed_at > $2 order by version, kind, occurrence`,
      [subjectId, new Date(now.getTime() - 24 * HOUR_MS)],
    );
    return rows;
  }

  /** Occurrences of a kind of message whose delivery has at least begun, for whatever version. */
  async listBegun(subjectId: string, kind: MessageKind): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ occurrence: string }>(
      'select distinct occurrence from notifications where subject_id = $1 and kind = $2',
      [subjectId, kind],
    );
    return rows.map(({ occurrence }) => occurrence);
  }

  /** The mails about a subject with their addresses, oldest first. */
  async listMails(subjectId: string): Promise<readonly MailedDelivery[]> {
    const how = { order: ['claimedAt', 'id'] };
    const rows = await listRows(this.db, NotificationsTable, { subjectId, channel: 'email' }, how);
    return rows.map(({ id, kind, subject, state, sentAt, recipientSealed }) => ({
      ...{ kind, subject, state, sentAt },
      recipient: this.keys.openText(recipientSealed, messageRecipient(id)),
    }));
  }

  /** Every delivery about a subject, oldest first. */
  listForSubject(subjectId: string): Promise<readonly DeliveryView[]> {
    const how = { attributes: [...SHOWN], order: ['claimedAt', 'id'] };
    return listRows(this.db, NotificationsTable, { subjectId }, how);
  }
}
