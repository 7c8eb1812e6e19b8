import type { KeyRing } from '../../../config/key-ring.js';
import { repeating, SYSTEM } from '../../../domain/actor.js';
import type { DirectQueries } from '../../direct-queries.js';
import { fieldOf } from '../../sealed-fields.js';
import { IdempotencyKeysTable } from '../../tables/identity/idempotency-keys.js';

/** One caller's use of one key on one route. `bodyHashes`: the same body under every key of the ring, the current one first. */
export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  readonly route: string;
  readonly bodyHashes: readonly [string, ...string[]];
}

/** How a key stands when a request comes with it. `Body` is what the same request stored: the request is compared first. */
export type KeyState<Body> =
  /** This request does the work, as `claimId`. */
  | { readonly state: 'claimed' }
  /** Another request is doing it; or the row vanished between two looks. */
  | { readonly state: 'busy' }
  | { readonly state: 'conflict' }
  | { readonly state: 'answered'; readonly status: number; readonly body: Body };

const answerOf = ({ caller, key }: IdempotentRequest) => fieldOf(IdempotencyKeysTable, 'answerSealed', caller, key);

const KEY_LIFE = "interval '24 hours'";

/** Claims, answers and forgets idempotency keys. Works outside any transaction: a claim must be seen by others at once. */
export class IdempotencyKeyRepository {
  constructor(
    private readonly queries: DirectQueries,
    private readonly keys: KeyRing,
  ) {}

  hashBody(canonical: string): readonly [string, ...string[]] {
    return this.keys.hashes(canonical);
  }

  /** Takes a new key, an expired one, or the abandoned claim of the same request (its lease is over). */
  async claim<Body>(request: IdempotentRequest, claimId: string, leaseMs: number): Promise<KeyState<Body>> {
    const { caller, key, route, bodyHashes } = request;
    const { rowCount } = await this.queries(repeating(caller)).query(
      `insert into idempotency_keys as k (caller, key, route, body_hash, claim_id, claimed_until)
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
       on conflict (caller, key) do update
          set route = excluded.route, body_hash = excluded.body_hash, claim_id = excluded.claim_id,
              claimed_until = excluded.claimed_until, status = null, answer_sealed = null,
              created_at = case when k.created_at < now() - ${KEY_LIFE} then now() else k.created_at end
        where k.created_at < now() - ${KEY_LIFE}
           or (k.status is null and k.claimed_until < now() and k.route = excluded.route and k.body_hash = any($7))`,
      [caller, key, route, bodyHashes[0], claimId, leaseMs / 1000, bodyHashes],
    );
    return rowCount === 1 ? { state: 'claimed' } : this.look(request);
  }

  private async look<Body>(request: IdempotentRequest): Promise<KeyState<Body>> {
    const { rows } = await this.queries(repeating(request.caller)).query<{
      same: boolean;
      status: number | null;
      answerSealed: string | null;
    }>(
      `select route = $3 and body_hash = any($4) as same, status, answer_sealed
         from idempotency_keys where caller = $1 and key = $2`,
      [request.caller, request.key, request.route, request.bodyHashes],
    );
    const row = rows[0];
    if (row && !row.same) return { state: 'conflict' };
    if (!row || row.status === null || row.answerSealed === null) return { state: 'busy' };
    return {
      state: 'answered',
      status: row.status,
      body: JSON.parse(this.keys.openText(row.answerSealed, answerOf(request))),
    };
  }

  /** Keeps a claim alive; false when it was taken over. */
  async renew(request: IdempotentRequest, claimId: string, leaseMs: number): Promise<boolean> {
    const { rowCount } = await this.queries(repeating(request.caller)).query(
      `update idempotency_keys set claimed_until = now() + make_interval(secs => $4)
        where caller = $1 and key = $2 and claim_id = $3 and status is null`,
      [request.caller, request.key, claimId, leaseMs / 1000],
    );
    return rowCount === 1;
  }

  async store(request: IdempotentRequest, claimId: string, status: number, body: unknown): Promise<void> {
    await this.queries(repeating(request.caller)).query(
      'update idempotency_keys set status = $4, answer_sealed = $5 where caller = $1 and key = $2 and claim_id = $3',
      [
        request.caller,
        request.key,
        claimId,
        status,
        this.keys.sealText(JSON.stringify(body ?? null), answerOf(request)),
      ],
    );
  }

  /** Frees a claim whose work was refused: the key may be used again, with any body. */
  async release(request: IdempotentRequest, claimId: string): Promise<void> {
    await this.queries(repeating(request.caller)).query(
      'delete from idempotency_keys where caller = $1 and key = $2 and claim_id = $3 and status is null',
      [request.caller, request.key, claimId],
    );
  }

  /** For maintenance: drops keys whose day is over. Returns how many. */
  async purge(): Promise<number> {
    const { rowCount } = await this.queries(SYSTEM).query(
      `delete from idempotency_keys where created_at < now() - ${KEY_LIFE}`,
    );
    return rowCount;
  }
}
