import { createHash } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { insertRow } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { OauthFlowsTable } from '../../tables/identity/oauth-flows.js';

/** What a browser that comes back from the provider goes on with. */
export interface FlowDetails {
  readonly nonce: string;
  readonly codeVerifier: string;
  /** A path of the front end. */
  readonly returnTo: string | null;
  /** The session that links its account; null for a sign-in. */
  readonly linking: { readonly userId: string; readonly sessionId: string } | null;
}

export interface NewFlow {
  readonly state: string;
  /** What the browser keeps meanwhile. */
  readonly cookie: string;
  readonly details: FlowDetails;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Both have the entropy of a key, so one round of SHA-256 is enough. */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const detailsOf = (stateHash: string) => fieldOf(OauthFlowsTable, 'detailsSealed', stateHash);

export class OauthFlowRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ state, cookie, details, ...times }: NewFlow): Promise<void> {
    const stateHash = hashOf(state);
    const detailsSealed = this.keys.sealText(JSON.stringify(details), detailsOf(stateHash));
    const row = { stateHash, cookieHash: hashOf(cookie), detailsSealed, spentAt: null, ...times };
    await insertRow(this.db, OauthFlowsTable, row);
  }

  /** Takes a browser back, once. Null for a spent, expired or unknown state, and for another browser's. */
  async spend(state: string, cookie: string, now: Date): Promise<FlowDetails | null> {
    const stateHash = hashOf(state);
    const { rows } = await this.db.query<{ detailsSealed: string }>(
      `update oauth_flows set spent_at = $3
        where state_hash = $1 and cookie_hash = $2 and spent_at is null and expires_at > $3 returning details_sealed`,
      [stateHash, hashOf(cookie), now],
    );
    const sealed = rows[0]?.detailsSealed;
    return sealed === undefined ? null : (JSON.parse(this.keys.openText(sealed, detailsOf(stateHash))) as FlowDetails);
  }

  /** Deletes those that have ended. Returns how many. */
  async purge(now: Date): Promise<number> {
    return (await this.db.query('delete from oauth_flows where expires_at < $1', [now])).rowCount;
  }
}
