import type { SignInMethod } from '../../../domain/identity/sessions.js';
import type { Sql } from '../../sql.js';

export interface SignInAttempt {
  readonly userId: string;
  readonly happenedAt: Date;
  readonly method: SignInMethod;
  /** The session that it opened; null for an attempt that failed. */
  readonly sessionId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** An attempt as its account is shown it. */
export interface ListedSignIn extends Omit<SignInAttempt, 'userId'> {
  readonly id: string;
  readonly succeeded: boolean;
  /** From the sign-in to the end of the session, or to its last use while it lives; null for an attempt that failed. */
  readonly sessionSeconds: number | null;
}

export interface SignInPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** The sign-in history of accounts. */
export class SignInRepository {
  constructor(private readonly db: Sql) {}

  async record({ userId, happenedAt, method, sessionId, address, userAgent }: SignInAttempt): Promise<void> {
    // Asks for nothing back: whoever fails to sign in may leave a row and read none.
    await this.db.query(
      `insert into sign_ins (user_id, happened_at, succeeded, method, session_id, address, user_agent)
       values ($1, $2, $4::uuid is not null, $3, $4, $5, $6)`,
      [userId, happenedAt, method, sessionId, address, userAgent],
    );
  }

  /** Newest first. */
  async list(userId: string, page: SignInPage): Promise<readonly ListedSignIn[]> {
    const { rows } = await this.db.query<ListedSignIn>(
      `select i.id, i.happened_at, i.succeeded, i.method, i.session_id, i.address, i.user_agent,
              floor(extract(epoch from coalesce(s.revoked_at, s.last_used_at) - s.created_at))::int as session_seconds
         from sign_ins i left join sessions s on s.id = i.session_id
        where i.user_id = $1 and ($2::timestamptz is null or (i.happened_at, i.id) < ($2, $3::uuid))
        order by i.happened_at desc, i.id desc limit $4`,
      [userId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }
}
