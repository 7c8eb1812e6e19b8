import { Transaction } from 'sequelize';
import type { Role } from '../../../domain/roles.js';
import { changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SessionsTable } from '../../tables/identity/sessions.js';

/** One login. `refreshHash` is the SHA-256 of the only refresh token that is still good. */
export type SessionRow = Row<SessionsTable>;

/** Who a live session belongs to now, whatever its token said when it was signed. */
export interface LiveSession {
  readonly userId: string;
  readonly role: Role;
  /** Oldest membership first. */
  readonly clinicIds: readonly string[];
}

export interface SessionPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const COLUMNS = columnsOf(SessionsTable);

export class SessionRepository {
  constructor(private readonly db: Sql) {}

  async create(session: Omit<SessionRow, 'revokedAt' | 'lastUsedAt'>): Promise<void> {
    await insertRow(this.db, SessionsTable, { ...session, lastUsedAt: session.createdAt });
  }

  /** Locks the row: two rotations of one token are judged one after the other. */
  lock(id: string): Promise<SessionRow | null> {
    return findRow(this.db, SessionsTable, { id }, { lock: Transaction.LOCK.UPDATE });
  }

  async rotate(id: string, refreshHash: string, expiresAt: Date, now: Date): Promise<void> {
    await changeRow(this.db, SessionsTable, { id }, { refreshHash, expiresAt, lastUsedAt: now });
  }

  /** Moves the end of a live session that is used without refresh tokens. */
  async prolong(id: string, expiresAt: Date, now: Date): Promise<void> {
    await this.db.query(
      'update sessions set expires_at = $2, last_used_at = $3 where id = $1 and revoked_at is null and expires_at > $3',
      [id, expiresAt, now],
    );
  }

  /** True when this call revoked it; false when there is no such session of this user or it was over already. */
  async revoke(id: string, userId: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update sessions set revoked_at = $3 where id = $1 and user_id = $2 and revoked_at is null and expires_at > $3',
      [id, userId, now],
    );
    return rowCount === 1;
  }

  /** Ends every session of a user but `except`; returns the ended ones. */
  async revokeOthers(userId: string, except: string | null, now: Date): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `update sessions set revoked_at = $3
        where user_id = $1 and ($2::uuid is null or id <> $2) and revoked_at is null and expires_at > $3 returning id`,
      [userId, except, now],
    );
    return rows.map((row) => row.id);
  }

  /** A user's live sessions, newest first. */
  async list(userId: string, now: Date, page: SessionPage): Promise<readonly SessionRow[]> {
    const { rows } = await this.db.query<SessionRow>(
      `select ${COLUMNS} from sessions
        where user_id = $1 and revoked_at is null and expires_at > $2
          and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
        order by created_at desc, id desc limit $5`,
      [userId, now, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }

  /** Null when the session is revoked or over, or its user may not sign in any more. */
  async findLive(id: string, now: Date): Promise<LiveSession | null> {
    const { rows } = await this.db.query<{ userId: string; role: Role; clinicIds: string[] | null }>(
      `select s.user_id, u.role,
              (select array_agg(m.clinic_id order by m.created_at, m.clinic_id) from memberships m where m.user_id = u.id) as clinic_ids
         from sessions s join users u on u.id = s.user_id
        where s.id = $1 and s.revoked_at is null and s.expires_at > $2 and u.is_active and u.deleted_at is null`,
      [id, now],
    );
    const row = rows[0];
    return row ? { userId: row.userId, role: row.role, clinicIds: row.clinicIds ?? [] } : null;
  }
}
