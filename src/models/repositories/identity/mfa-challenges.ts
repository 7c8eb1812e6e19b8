import type { KeyRing } from '../../../config/key-ring.js';
import { CHALLENGE_TRIES, type ChallengePurpose } from '../../../domain/identity/second-factors.js';
import { columnsOf, insertRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { MfaChallengesTable } from '../../tables/identity/mfa-challenges.js';

/** A sign-in that waits for a second factor, or for one to be set up. */
export type MfaChallenge = Omit<Row<MfaChallengesTable>, 'deviceTokenSealed' | 'tries' | 'spentAt'> & {
  readonly deviceToken: string | null;
};

const COLUMNS = columnsOf(MfaChallengesTable);
const OPEN = `spent_at is null and tries < ${CHALLENGE_TRIES}`;

export class MfaChallengeRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ deviceToken, ...challenge }: MfaChallenge): Promise<void> {
    const field = fieldOf(MfaChallengesTable, 'deviceTokenSealed', challenge.id);
    const deviceTokenSealed = deviceToken === null ? null : this.keys.sealText(deviceToken, field);
    await insertRow(this.db, MfaChallengesTable, { ...challenge, deviceTokenSealed, spentAt: null });
  }

  /** Null when it is spent, has expired or has used up its tries. */
  async find(id: string, purpose: ChallengePurpose, now: Date): Promise<MfaChallenge | null> {
    const { rows } = await this.db.query<Row<MfaChallengesTable>>(
      `select ${COLUMNS} from mfa_challenges where id = $1 and purpose = $2 and ${OPEN} and expires_at > $3`,
      [id, purpose, now],
    );
    return this.open(rows[0]);
  }

  /** Counts one more try before its code is judged, so that parallel tries count too. Null as for `find`. */
  async useTry(id: string, purpose: ChallengePurpose, now: Date): Promise<MfaChallenge | null> {
    const { rows } = await this.db.query<Row<MfaChallengesTable>>(
      `update mfa_challenges set tries = tries + 1
        where id = $1 and purpose = $2 and ${OPEN} and expires_at > $3 returning ${COLUMNS}`,
      [id, purpose, now],
    );
    return this.open(rows[0]);
  }

  /** Spends a challenge; of several that try at once, one succeeds. */
  async spend(id: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update mfa_challenges set spent_at = $2 where id = $1 and spent_at is null and expires_at > $2',
      [id, now],
    );
    return rowCount === 1;
  }

  /** Ends every sign-in of an account that waits. */
  async voidAll(userId: string, now: Date): Promise<void> {
    await this.db.query('update mfa_challenges set spent_at = $2 where user_id = $1 and spent_at is null', [
      userId,
      now,
    ]);
  }

  /** Deletes those that have ended. Returns how many. */
  async purge(now: Date): Promise<number> {
    return (await this.db.query('delete from mfa_challenges where expires_at < $1', [now])).rowCount;
  }

  private open(row: Row<MfaChallengesTable> | undefined): MfaChallenge | null {
    if (!row) return null;
    const { deviceTokenSealed, ...challenge } = row;
    const field = fieldOf(MfaChallengesTable, 'deviceTokenSealed', row.id);
    return { ...challenge, deviceToken: deviceTokenSealed && this.keys.openText(deviceTokenSealed, field) };
  }
}
