import { createHash } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import type { TokenPurpose } from '../../../domain/identity/account-mails.js';
import { emailKey } from '../../../domain/identity/email.js';
import { insertRow } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { OneTimeTokensTable } from '../../tables/identity/one-time-tokens.js';

export interface NewOneTimeToken {
  readonly purpose: TokenPurpose;
  readonly userId: string | null;
  readonly token: string;
  /** The mailbox that the link goes to. */
  readonly email: string;
  /** What it will do, where that is more than its purpose says. */
  readonly details: object | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What a good token stands for. */
export interface TokenMeaning {
  readonly userId: string | null;
  readonly details: unknown;
}

interface Found {
  readonly userId: string | null;
  readonly tokenHash: string;
  readonly detailsSealed: string | null;
}

const detailsOf = (tokenHash: string) => fieldOf(OneTimeTokensTable, 'detailsSealed', tokenHash);

/** It has the entropy of a key, so one round of SHA-256 is enough. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export class OneTimeTokenRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ token, email, details, ...row }: NewOneTimeToken): Promise<void> {
    const tokenHash = hashOf(token);
    const detailsSealed = details && this.keys.sealText(JSON.stringify(details), detailsOf(tokenHash));
    const emailHash = this.keys.hashes(emailKey(email))[0];
    await insertRow(this.db, OneTimeTokensTable, { ...row, detailsSealed, emailHash, tokenHash });
  }

  /** What a token stands for, without spending it. Null for a spent, an expired and an unknown one. */
  async find(purpose: TokenPurpose, token: string, now: Date): Promise<TokenMeaning | null> {
    const { rows } = await this.db.query<Found>(
      `select user_id, token_hash, details_sealed from one_time_tokens
        where token_hash = $1 and purpose = $2 and spent_at is null and expires_at > $3`,
      [hashOf(token), purpose, now],
    );
    return this.open(rows[0]);
  }

  /** Spends a token; of several that try at once, one succeeds. Null for a spent, an expired and an unknown one. */
  async spend(purpose: TokenPurpose, token: string, now: Date): Promise<TokenMeaning | null> {
    const { rows } = await this.db.query<Found>(
      `update one_time_tokens set spent_at = $3
        where token_hash = $1 and purpose = $2 and spent_at is null and expires_at > $3
        returning user_id, token_hash, details_sealed`,
      [hashOf(token), purpose, now],
    );
    return this.open(rows[0]);
  }

  /** What the newest good link to this mailbox stands for that belongs to no account yet. */
  async findPending(email: string, now: Date): Promise<TokenMeaning | null> {
    const { rows } = await this.db.query<Found>(
      `select user_id, token_hash, details_sealed from one_time_tokens
        where email_hash = any($1) and purpose = 'verify' and user_id is null and spent_at is null and expires_at > $2
        order by created_at desc, id desc limit 1`,
      [this.keys.hashes(emailKey(email)), now],
    );
    return this.open(rows[0]);
  }

  /** Whether a link of this purpose was never used, also one that has expired meanwhile. */
  async isOpen(userId: string, purpose: TokenPurpose): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'select 1 from one_time_tokens where user_id = $1 and purpose = $2 and spent_at is null limit 1',
      [userId, purpose],
    );
    return rowCount > 0;
  }

  /** Makes every link of this purpose void. */
  async voidAll(userId: string, purpose: TokenPurpose, now: Date): Promise<void> {
    await this.db.query(
      'update one_time_tokens set spent_at = $3 where user_id = $1 and purpose = $2 and spent_at is null',
      [userId, purpose, now],
    );
  }

  /**
   * Deletes links that have ended, with what they would have done; the first one of an account stays until it was used, so
   * that it can be made anew. Returns how many.
   */
  async purge(now: Date): Promise<number> {
    const { rowCount } = await this.db.query(
      "delete from one_time_tokens where expires_at < $1 and (purpose <> 'setup' or spent_at is not null)",
      [now],
    );
    return rowCount;
  }

  private open(row: Found | undefined): TokenMeaning | null {
    if (!row) return null;
    const { userId, tokenHash, detailsSealed } = row;
    return { userId, details: detailsSealed && JSON.parse(this.keys.openText(detailsSealed, detailsOf(tokenHash))) };
  }
}
