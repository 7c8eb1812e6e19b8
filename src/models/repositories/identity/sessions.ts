import { Transaction } from 'sequelize';
import type { SecondFactor } from '../../../domain/identity/second-factors.js';
import type { Role } from '../../../domain/roles.js';
import { changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { SessionsTable } from '../../tables/identity/sessions.js';
import { hashOfDevice } from './devices.js';

/** One login. */
export type SessionRow = Row<SessionsTable>;

/** Who a live session belongs to now, whatever its token said when it was signed. */
export interface LiveSession {
  readonly userId: string;
  readonly membershipId: string;
  readonly role: Role;
  /** What bounds what the person sees, as `UserActor` has it: the active membership's clinic first. */
  readonly clinicIds: readonly string[];
  readonly secondFactor: SecondFactor | null;
  /** Whether a clinic where the person is active in this role asks a second factor of it. */
  readonly clinicRequiresMfa: boolean;
}

/** A session as it begins; its device is recognised with it. */
export type NewSession = Omit<SessionRow, 'deviceId' | 'revokedAt' | 'lastUsedAt'>;

/** What may change of a session while it lives; ending it has methods of its own. */
export type SessionChange = Partial<Omit<SessionRow, 'id' | 'userId' | 'createdAt' | 'revokedAt'>>;

export interface SessionPage {
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** A session with the clinic that it acts in. */
export type ListedSession = SessionRow & { readonly clinicId: string | null };

const COLUMNS = columnsOf(SessionsTable, { of: 's' });

export class SessionRepository {
  constructor(private readonly db: Sql) {}

  async create(session: Omit<SessionRow, 'revokedAt' | 'lastUsedAt'>): Promise<void> {
    await insertRow(this.db, SessionsTable, { ...session, lastUsedAt: session.createdAt });
  }

  /**
   * Opens a session on the device that holds this token, notes when the device was last seen, and adds the sign-in to the
   * account's history, in one statement. Null, and nothing is done, when the account knows no device of this token.
   */
  async createOnDevice(session: NewSession, token: string): Promise<string | null> {
    const { rows } = await this.db.query<{ deviceId: string }>(
      `with device as (
         update devices set last_seen_at = $12 where user_id = $2 and token_hash = $15 returning id
       ), opened as (
         insert into sessions (id, user_id, membership_id, device_id, method, second_factor, authenticated_at, remembered,
           refresh_id, refreshed_at, previous_refresh_id, user_agent, created_at, last_used_at, expires_at, address, factor_proved_at)
         select $1, $2, $3, device.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $16 from device
         returning id, user_id, device_id, method, address, user_agent
       ), noted as (
         insert into sign_ins (user_id, happened_at, succeeded, method, session_id, address, user_agent)
         select user_id, $12, true, method, id, address, user_agent from opened
       )
       select device_id from opened`,
      [
        session.id,
        session.userId,
        session.membershipId,
        session.method,
        session.secondFactor,
        session.authenticatedAt,
        session.remembered,
        session.refreshId,
        session.refreshedAt,
        session.previousRefreshId,
        session.userAgent,
        session.createdAt,
        session.expiresAt,
        session.address,
        hashOfDevice(token),
        session.factorProvedAt,
      ],
    );
    return rows[0]?.deviceId ?? null;
  }

  find(id: string): Promise<SessionRow | null> {
    return findRow(this.db, SessionsTable, { id });
  }

  /** Locks the row: two rotations of one token are judged one after the other. */
  lock(id: string): Promise<SessionRow | null> {
    return findRow(this.db, SessionsTable, { id }, { lock: Transaction.LOCK.UPDATE });
  }

  async change(id: string, change: SessionChange): Promise<void> {
    await changeRow(this.db, SessionsTable, { id }, change);
  }

  /**
   * Moves the end of a live session that is used without refresh tokens: at most to `maxMs` after its beginning, and no
   * further than a clinic of the person lets a session be idle.
   */
  async prolong(id: string, expiresAt: Date, maxMs: number, now: Date): Promise<void> {
    await this.db.query(
      `update sessions set last_used_at = $3, expires_at = least($2, created_at + $4 * interval '1 ms', $3::timestamptz + (
           select min(c.session_idle_seconds) * interval '1 s' from clinic_security_settings c
             join memberships m on m.clinic_id = c.clinic_id where m.user_id = sessions.user_id and m.status = 'active'))
        where id = $1 and revoked_at is null and expires_at > $3`,
      [id, expiresAt, now, maxMs],
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

  /** Ends the sessions of a user that act at this clinic; returns the ended ones. */
  async revokeAt(clinicId: string, userId: string, now: Date): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `update sessions s set revoked_at = $3 from memberships m
        where m.id = s.membership_id and m.clinic_id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > $3
        returning s.id`,
      [clinicId, userId, now],
    );
    return rows.map((row) => row.id);
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
  async list(userId: string, now: Date, page: SessionPage): Promise<readonly ListedSession[]> {
    const { rows } = await this.db.query<ListedSession>(
      `select ${COLUMNS}, m.clinic_id from sessions s join memberships m on m.id = s.membership_id
        where s.user_id = $1 and s.revoked_at is null and s.expires_at > $2
          and ($3::timestamptz is null or (s.created_at, s.id) < ($3, $4::uuid))
        order by s.created_at desc, s.id desc limit $5`,
      [userId, now, page.after?.at ?? null, page.after?.id ?? null, page.limit],
    );
    return rows;
  }

  /**
   * Null when the session is revoked or over, its user may not sign in any more, its membership is not active, or the
   * clinic of it is suspended.
   */
  async findLive(id: string, now: Date): Promise<LiveSession | null> {
    const { rows } = await this.db.query<
      Omit<LiveSession, 'clinicIds'> & { clinicId: string | null; others: string[] | null }
    >(
      `select s.user_id, s.membership_id, s.second_factor, m.role, m.clinic_id,
              exists (select 1 from clinic_security_settings c join memberships w on w.clinic_id = c.clinic_id
                       where w.user_id = m.user_id and w.role = m.role and w.status = 'active'
                         and w.role = any(c.require_mfa)) as clinic_requires_mfa,
              case when m.role = 'patient' then
                (select array_agg(o.clinic_id order by o.created_at, o.id) from memberships o
                  where o.user_id = m.user_id and o.role = 'patient' and o.status = 'active' and o.id <> m.id)
              end as others
         from sessions s join users u on u.id = s.user_id 
              join memberships m on m.id = s.membership_id and m.user_id = s.user_id
              left join clinics c on c.id = m.clinic_id
        where s.id = $1 and s.revoked_at is null and s.expires_at > $2 and u.is_active and u.deleted_at is null
          and m.status = 'active' and (m.clinic_id is null or (c.id is not null and c.suspended_at is null))`,
      [id, now],
    );
    const row = rows[0];
    if (!row) return null;
    const { clinicId, others, ...session } = row;
    return { ...session, clinicIds: clinicId === null ? [] : [clinicId, ...(others ?? [])] };
  }
}
