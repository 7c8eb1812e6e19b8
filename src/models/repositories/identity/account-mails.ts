import type { KeyRing } from '../../../config/key-ring.js';
import type { AccountMailContent, AccountMailKind } from '../../../domain/identity/account-mails.js';
import { emailKey } from '../../../domain/identity/email.js';
import { findRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { AccountMailsTable } from '../../tables/identity/account-mails.js';

export interface NewAccountMail {
  readonly id: string;
  readonly userId: string | null;
  readonly clinicId: string | null;
  readonly kind: AccountMailKind;
  readonly recipient: string;
  readonly content: AccountMailContent;
  readonly messageId: string;
  readonly createdAt: Date;
}

/** A mail that has not been sent yet, opened. */
export type WaitingAccountMail = NewAccountMail;

/** How sending a mail about an account ended. */
export interface AccountMailEnd {
  readonly state: 'sent' | 'refused';
  readonly subject: string;
  readonly smtpResponse: string | null;
}

/** The field of a mail's recipient. */
export const accountMailRecipient = (id: string) => fieldOf(AccountMailsTable, 'recipientSealed', id);

/** Mails about accounts: added with the change that they tell of, sent by a workflow. */
export class AccountMailRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ recipient, content, ...mail }: NewAccountMail): Promise<void> {
    // Asks for nothing back: the API may add a mail and may not read it.
    await this.db.query(
      `insert into account_mails (id, user_id, clinic_id, kind, recipient_sealed, content_sealed, state, message_id, created_at, recipient_hash)
       values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9)`,
      [
        mail.id,
        mail.userId,
        mail.clinicId,
        mail.kind,
        this.keys.sealText(recipient, accountMailRecipient(mail.id)),
        this.keys.sealText(JSON.stringify(content), fieldOf(AccountMailsTable, 'contentSealed', mail.id)),
        mail.messageId,
        mail.createdAt,
        this.keys.hashes(emailKey(recipient))[0],
      ],
    );
  }

  /** Null when it has been sent or refused already, or there is none. */
  async findWaiting(id: string): Promise<WaitingAccountMail | null> {
    const row = await findRow(this.db, AccountMailsTable, { id, state: 'waiting' });
    return row?.contentSealed ? this.open(row, row.contentSealed) : null;
  }

  /** False when it has ended already. Takes the words out of the row: the link that they hold is kept nowhere. */
  async finish(id: string, { state, subject, smtpResponse }: AccountMailEnd, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update account_mails set state = $2, subject = $3, smtp_response = $4, content_sealed = null,
              sent_at = case when $2 = 'sent' then $5::timestamptz end
        where id = $1 and state = 'waiting'`,
      [id, state, subject, smtpResponse, now],
    );
    return rowCount > 0;
  }

  /** Ids of mails that have waited since a moment between these two, the oldest first. */
  async listWaiting(after: Date, before: Date, limit: number): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select id from account_mails where state = 'waiting' and created_at > $1 and created_at < $2
        order by created_at limit $3`,
      [after, before, limit],
    );
    return rows.map(({ id }) => id);
  }

  private open(row: Row<AccountMailsTable>, sealed: string): WaitingAccountMail {
    const { id, userId, clinicId, kind, messageId, createdAt } = row;
    return {
      id,
      userId,
      clinicId,
      kind,
      messageId,
      createdAt,
      recipient: this.keys.openText(row.recipientSealed, accountMailRecipient(id)),
      content: JSON.parse(
        this.keys.openText(sealed, fieldOf(AccountMailsTable, 'contentSealed', id)),
      ) as AccountMailContent,
    };
  }
}
