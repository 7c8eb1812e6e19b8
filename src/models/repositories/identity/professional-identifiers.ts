import type { KeyRing } from '../../../config/key-ring.js';
import type { UniqueIdentifier } from '../../../domain/identity/profile-documents.js';
import { findRow } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { ProfessionalIdentifiersTable } from '../../tables/identity/professional-identifiers.js';

/** Registration numbers and the like, each of which at most one account has. Kept as keyed hashes. */
export class ProfessionalIdentifierRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Gives a number to an account in place of the one that it had; null only takes that one away. Of two accounts that
   * claim one number at the same time, the second waits for the first and is refused.
   * @returns false when another account has it
   */
  async claim(userId: string, kind: UniqueIdentifier, value: string | null): Promise<boolean> {
    const hashes = value === null ? [] : this.keys.hashes(value);
    await this.db.query(
      'delete from professional_identifiers where user_id = $1 and kind = $2 and not value_hash = any($3)',
      [userId, kind, hashes],
    );
    if (value === null) return true;
    await this.db.query(
      `insert into professional_identifiers (kind, value_hash, user_id)
       select $1, $2, $3 where not identifier_taken($1, $4)
       on conflict do nothing`,
      [kind, hashes[0], userId, hashes],
    );
    const holder = await findRow(this.db, ProfessionalIdentifiersTable, { kind, valueHash: [...hashes] });
    return holder?.userId === userId;
  }
}
