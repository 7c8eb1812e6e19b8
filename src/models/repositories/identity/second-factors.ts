import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { findRow, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { RecoveryCodesTable } from '../../tables/identity/recovery-codes.js';
import { TotpSecretsTable } from '../../tables/identity/totp-secrets.js';

/** An authenticator app of an account; `secret` in base32. */
export type TotpSecret = Pick<Row<TotpSecretsTable>, 'id' | 'createdAt' | 'confirmedAt'> & { readonly secret: string };

export interface HashedRecoveryCode {
  readonly selector: string;
  readonly codeHash: string;
}

/** The authenticator app and the recovery codes of accounts. */
export class SecondFactorRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** The app that counts. */
  findConfirmed(userId: string): Promise<TotpSecret | null> {
    return this.find(userId, 'is not null');
  }

  /** Since when there is one; its secret stays sealed. */
  async confirmedSince(userId: string): Promise<Date | null> {
    const { rows } = await this.db.query<Pick<Row<TotpSecretsTable>, 'confirmedAt'>>(
      'select confirmed_at from totp_secrets where user_id = $1 and confirmed_at is not null',
      [userId],
    );
    return rows[0]?.confirmedAt ?? null;
  }

  /** The app that waits for its first code. */
  findWaiting(userId: string): Promise<TotpSecret | null> {
    return this.find(userId, 'is null');
  }

  /** Keeps a secret until its first code is given, in place of any that waits. The app that counts goes on counting. */
  async keepWaiting(userId: string, secret: string, now: Date): Promise<void> {
    await this.db.query('delete from totp_secrets where user_id = $1 and confirmed_at is null', [userId]);
    const id = randomUUID();
    const secretSealed = this.keys.sealText(secret, fieldOf(TotpSecretsTable, 'secretSealed', id));
    const fresh = { confirmedAt: null, lastStep: null };
    await insertRow(this.db, TotpSecretsTable, { id, userId, secretSealed, createdAt: now, ...fresh });
  }

  /**
   * Lets the app that waits count, in place of the one before; `step` is that of its first code, which is used up by it.
   * False when another one waits meanwhile.
   */
  async confirm(userId: string, id: string, step: number, now: Date): Promise<boolean> {
    await this.db.query('delete from totp_secrets where user_id = $1 and confirmed_at is not null', [userId]);
    const { rowCount } = await this.db.query(
      'update totp_secrets set confirmed_at = $3, last_step = $4 where id = $2 and user_id = $1 and confirmed_at is null',
      [userId, id, now, step],
    );
    return rowCount === 1;
  }

  /** Uses up the code of a time step: of two that give it at once, one succeeds. */
  async claimStep(id: string, step: number): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update totp_secrets set last_step = $2
        where id = $1 and confirmed_at is not null and (last_step is null or last_step < $2)`,
      [id, step],
    );
    return rowCount === 1;
  }

  /** The unused recovery code with this selector. */
  findRecoveryCode(userId: string, selector: string): Promise<Row<RecoveryCodesTable> | null> {
    return findRow(this.db, RecoveryCodesTable, { userId, selector, usedAt: null });
  }

  /** Uses up a recovery code: of two that give it at once, one succeeds. */
  async claimRecoveryCode(id: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update recovery_codes set used_at = $2 where id = $1 and used_at is null',
      [id, now],
    );
    return rowCount === 1;
  }

  async countRecoveryCodes(userId: string): Promise<number> {
    const { rows } = await this.db.query<{ left: number }>(
      'select count(*) as left from recovery_codes where user_id = $1 and used_at is null',
      [userId],
    );
    return rows[0]?.left ?? 0;
  }

  /** Gives an account other recovery codes: those before are void. */
  async replaceRecoveryCodes(userId: string, codes: readonly HashedRecoveryCode[], now: Date): Promise<void> {
    await this.db.query('delete from recovery_codes where user_id = $1', [userId]);
    await this.db.query(
      `insert into recovery_codes (user_id, selector, code_hash, created_at)
       select $1, selector, code_hash, $4 from unnest($2::text[], $3::text[]) c (selector, code_hash)`,
      [userId, codes.map(({ selector }) => selector), codes.map(({ codeHash }) => codeHash), now],
    );
  }

  /** Takes every second factor from an account; false when it had none. */
  async removeAll(userId: string): Promise<boolean> {
    await this.db.query('delete from recovery_codes where user_id = $1', [userId]);
    const { rows } = await this.db.query<{ confirmed: boolean }>(
      'delete from totp_secrets where user_id = $1 returning confirmed_at is not null as confirmed',
      [userId],
    );
    return rows.some(({ confirmed }) => confirmed);
  }

  private async find(userId: string, confirmed: 'is null' | 'is not null'): Promise<TotpSecret | null> {
    const { rows } = await this.db.query<Row<TotpSecretsTable>>(
      `select id, secret_sealed, created_at, confirmed_at from totp_secrets
        where user_id = $1 and confirmed_at ${confirmed}`,
      [userId],
    );
    const row = rows[0];
    if (!row) return null;
    const { id, createdAt, confirmedAt, secretSealed } = row;
    const secret = this.keys.openText(secretSealed, fieldOf(TotpSecretsTable, 'secretSealed', id));
    return { id, createdAt, confirmedAt, secret };
  }
}
