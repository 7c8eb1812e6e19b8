import pg from 'pg';
import type { Logger } from '../observability/logger.js';
import { openPool, type Pool } from './connection.js';
import { isPostgresError } from './database-errors.js';

/** A login that a process connects with, and the one role whose rights it has. */
export interface ProcessLogin {
  readonly url: string;
  readonly role: string;
}

/** A login that cannot be made or must not be used; a sentence for the operator. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

/**
 * Makes the login of a process, as a member of its one role and with the password of its URL; one that is there stays as
 * it is, but for a password that the server refuses and a membership that it lacks. Run by the owner of the schema.
 * @throws LoginRefused when the URL names no user, the owner itself, or a user that may bypass the rules
 */
export async function ensureLogin(owner: Pool, { url, role }: ProcessLogin, logger: Logger): Promise<void> {
  const { username, password } = new URL(url);
  const login = decodeURIComponent(username);
  const { rows } = await owner.query<{ self: boolean; mighty: boolean | null; member: boolean | null }>(
    `select current_user = $1 as self, l.rolsuper or l.rolbypassrls as mighty,
            exists (select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid
                     where m.member = l.oid and r.rolname = $2) as member
       from (select 1) q left join pg_roles l on l.rolname = $1`,
    [login, role],
  );
  const found = rows[0];
  if (password === '') throw new LoginRefused(`the URL of "${login}" has no password.`);
  if (login === '' || found?.self || found?.mighty) {
    throw new LoginRefused(
      `"${login}" cannot be a login of its own for ${role}: name another user in its URL, which this command makes.`,
    );
  }
  const [name, group] = [pg.escapeIdentifier(login), pg.escapeIdentifier(role)];
  const secret = pg.escapeLiteral(decodeURIComponent(password));
  if (found?.mighty === null) await createLogin(owner, `create role ${name} login password ${secret}`);
  else if (!(await letsIn(url, logger))) await owner.query(`alter role ${name} login password ${secret}`);
  if (!found?.member) await owner.query(`grant ${group} to ${name}`);
}

/** Logins belong to the whole server: another migration may be faster. */
async function createLogin(owner: Pool, statement: string): Promise<void> {
  try {
    await owner.query(statement);
  } catch (error) {
    if (!isPostgresError(error) || !['42710', '23505'].includes(error.code)) throw error;
  }
}

async function letsIn(url: string, logger: Logger): Promise<boolean> {
  const pool = openPool({ url, max: 1, statementTimeoutMs: 5_000, applicationName: 'keepwell-migrate' }, logger);
  try {
    await pool.query('select 1');
    return true;
  } catch (error) {
    if (isRefusedLogin(error)) return false;
    throw error;
  } finally {
    await pool.end();
  }
}

/** The server knows no such user, or not with this password. */
export function isRefusedLogin(error: unknown): boolean {
  return isPostgresError(error) && /^28/.test(error.code);
}

/** Rights that nobody needs who serves requests or runs workflows, as `pg_roles` calls them. */
const RIGHTS = {
  rolsuper: 'is a superuser',
  rolbypassrls: 'may bypass row-level security',
  rolcreaterole: 'may create roles',
  rolreplication: 'may replicate the database',
} as const;

/** Null when the connection has the rights of `role` and no more; else what is wrong with it, without its subject. */
export async function loginProblem(pool: Pool, role: string): Promise<string | null> {
  const { rows } = await pool.query<Record<keyof typeof RIGHTS | 'owns', boolean> & { login: string; roles: string[] }>(
    `select l.rolname as login, l.rolsuper, l.rolbypassrls, l.rolcreaterole, l.rolreplication,
            exists (select 1 from pg_class c where pg_has_role(l.oid, c.relowner, 'MEMBER')) as owns,
            array(select r.rolname::text from pg_roles r
                   where r.oid <> l.oid and pg_has_role(l.oid, r.oid, 'MEMBER') order by 1) as roles
       from pg_roles l where l.rolname = session_user`,
  );
  const [found] = rows;
  if (!found) throw new Error('the database does not know its own session');
  const rights = Object.entries(RIGHTS).filter(([right]) => found[right as keyof typeof RIGHTS]);
  if (rights.length > 0) return `${found.login}, which ${rights.map(([, words]) => words).join(' and ')}`;
  if (found.owns) return `${found.login}, which owns tables`;
  if (found.roles.length === 1 && found.roles[0] === role) return null;
  const roles = found.roles.length === 0 ? 'no role' : found.roles.join(' and ');
  return `${found.login}, which is a member of ${roles} instead of ${role} alone`;
}
