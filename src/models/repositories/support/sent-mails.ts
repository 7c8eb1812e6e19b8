import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/public.js';
import { Conditions } from '../../conditions.js';
import type { Sql } from '../../sql.js';
import { accountMailRecipient } from '../identity/public.js';
import { messageRecipient } from '../messaging/public.js';

/** A mail that went out or was tried, about an appointment or about an account. */
export interface SentMail {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly subject: string | null;
  readonly about: { readonly type: 'appointment' | 'user'; readonly id: string } | null;
  readonly state: 'sending' | 'sent' | 'refused' | 'suppressed';
  readonly at: Date;
  readonly sentAt: Date | null;
  readonly smtpResponse: string | null;
  /** Whose appointment or account it is. */
  readonly userId: string | null;
}

export interface SentMailFilter {
  readonly clinicIds: readonly string[];
  readonly recipient?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly cursor?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

type Stored = Omit<SentMail, 'recipient' | 'about'> & {
  readonly recipientSealed: string;
  readonly aboutId: string | null;
  readonly aboutType: 'appointment' | 'user';
};

/** Both tables of mails, as the audit shows them. */
export class SentMailRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Newest first. */
  async list(filter: SentMailFilter): Promise<readonly SentMail[]> {
    const hashes = filter.recipient === undefined ? undefined : this.keys.hashes(emailKey(filter.recipient));
    const where = new Conditions()
      .and('clinic_id = any(?)', filter.clinicIds)
      .and('recipient_hash = any(?)', hashes)
      .and('kind = ?', filter.kind)
      .and('at >= ?', filter.from)
      .and('at < ?', filter.to)
      .and('(at, id) < (?, ?::uuid)', filter.cursor?.at, filter.cursor?.id);
    const { rows } = await this.db.query<Stored>(
      `select id, kind, recipient_sealed, subject, about_type, about_id, state, at, sent_at, smtp_response, user_id from (
         select id, clinic_id, kind, recipient_sealed, recipient_hash, subject, 'appointment' as about_type,
                subject_id as about_id, state, claimed_at as at, sent_at, smtp_response, user_id
           from notifications where channel = 'email'
         union all
         select id, clinic_id, kind, recipient_sealed, recipient_hash, subject, 'user', user_id, state, created_at, sent_at,
                smtp_response, user_id from account_mails where state <> 'waiting') mail
        where ${where} order by at desc, id desc ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows.map(({ recipientSealed, aboutId, aboutType, ...mail }) => ({
      ...mail,
      recipient: this.keys.openText(
        recipientSealed,
        aboutType === 'user' ? accountMailRecipient(mail.id) : messageRecipient(mail.id),
      ),
      about: aboutId === null ? null : { type: aboutType, id: aboutId },
    }));
  }
}
