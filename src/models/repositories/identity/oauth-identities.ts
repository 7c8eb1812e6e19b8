import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { identityKey } from '../../signed-scope.js';
import type { Sql } from '../../sql.js';
import { OauthIdentitiesTable } from '../../tables/identity/oauth-identities.js';

/** A linked account at a provider, as its owner is shown it. */
export type LinkedIdentity = Pick<Row<OauthIdentitiesTable>, 'id' | 'provider' | 'linkedAt' | 'lastUsedAt'> & {
  readonly email: string | null;
};

export class OauthIdentityRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Whose account is signed in to by this person at the provider. */
  async findHolder(subject: string): Promise<string | null> {
    const row = await findRow(this.db, OauthIdentitiesTable, { subjectHash: [...this.hashes(subject)] });
    return row?.userId ?? null;
  }

  async list(userId: string): Promise<readonly LinkedIdentity[]> {
    const rows = await listRows(this.db, OauthIdentitiesTable, { userId }, { order: [['linkedAt', 'asc']] });
    return rows.map(({ id, provider, emailSealed, linkedAt, lastUsedAt }) => {
      const field = fieldOf(OauthIdentitiesTable, 'emailSealed', id);
      return { id, provider, linkedAt, lastUsedAt, email: emailSealed && this.keys.openText(emailSealed, field) };
    });
  }

  async add(userId: string, subject: string, email: string | null, now: Date): Promise<string> {
    const id = randomUUID();
    const emailSealed = email && this.keys.sealText(email, fieldOf(OauthIdentitiesTable, 'emailSealed', id));
    const subjectHash = this.hashes(subject)[0];
    const times = { linkedAt: now, lastUsedAt: null };
    await insertRow(this.db, OauthIdentitiesTable, {
      id,
      userId,
      provider: 'google',
      subjectHash,
      emailSealed,
      ...times,
    });
    return id;
  }

  async noteUse(subject: string, now: Date): Promise<void> {
    await this.db.query('update oauth_identities set last_used_at = $2 where subject_hash = any ($1)', [
      this.hashes(subject),
      now,
    ]);
  }

  /** False when the account has none of this id. */
  async remove(userId: string, id: string): Promise<boolean> {
    const { rowCount } = await this.db.query('delete from oauth_identities where user_id = $1 and id = $2', [
      userId,
      id,
    ]);
    return rowCount === 1;
  }

  async removeAll(userId: string): Promise<void> {
    await this.db.query('delete from oauth_identities where user_id = $1', [userId]);
  }

  private hashes(subject: string): readonly [string, ...string[]] {
    return this.keys.hashes(identityKey(subject));
  }
}
