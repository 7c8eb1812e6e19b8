import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openPool } from '../../../src/models/connection.js';
import { ensureLogin } from '../../../src/models/logins.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

/** Ends what a process that starts after all would wait for. */
const STARTED_MS = 20_000;

describe('database logins', () => {
  const logger = createLogger('error', 'test');
  let database: TestDatabase;
  let owner: pg.Client;
  const made: string[] = [];

  before(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  after(async () => {
    for (const login of made) await owner.query(`drop owned by ${login}; drop role ${login}`);
    await owner.end();
    await database.stop();
  });

  /** A login with these attributes and roles, as an operator might make it. */
  async function login(attributes: string, ...roles: readonly string[]): Promise<string> {
    const name = `login_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    await owner.query(`create role ${name} login password 'p' ${attributes}`);
    for (const role of roles) await owner.query(`grant ${role} to ${name}`);
    made.push(name);
    return name;
  }

  function urlOf(name: string, password = 'p'): string {
    const url = new URL(database.url);
    url.username = name;
    url.password = password;
    return url.href;
  }

  /** The command as an operator runs it: the build, in a process of its own. */
  function run(command: string, urls: Readonly<Record<string, string>>) {
    const env = {
      ...process.env,
      PORT: '0',
      DATABASE_URL: database.url,
      PUBLIC_URL: 'https://clinic.invalid',
      JWT_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      SMTP_URL: 'smtp://127.0.0.1:1',
      PAYMENTS_ENABLED: 'false',
      ...urls,
    };
    const options = { env, encoding: 'utf8', timeout: STARTED_MS } as const;
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', command], options);
    return { status, stderr };
  }

  it('API and worker refuse to start with more than their one role, each in one line', async () => {
    const owning = await login('', 'keepwell_api');
    await owner.query(`create table of_${owning} (); alter table of_${owning} owner to ${owning}`);
    const refused: readonly (readonly [command: 'api' | 'worker', url: string, why: RegExp])[] = [
      ['api', database.url, /connects as \w+, which is a superuser/],
      ['worker', database.url, /connects as \w+, which is a superuser/],
      ['api', urlOf(await login('bypassrls', 'keepwell_api')), /may bypass row-level security/],
      ['worker', urlOf(await login('createrole', 'keepwell_worker')), /may create roles/],
      ['api', urlOf(owning), /which owns tables/],
      ['api', urlOf(await login('', 'keepwell_api', 'keepwell_worker')), /keepwell_api and keepwell_worker instead of/],
      ['worker', urlOf(await login('', 'keepwell_api')), /member of keepwell_api instead of keepwell_worker alone/],
      ['api', urlOf(await login('')), /member of no role instead of keepwell_api alone/],
      ['api', urlOf(await login('', 'keepwell_api'), 'wrong'), /The database refuses the login of the API/],
    ];
    for (const [command, url, why] of refused) {
      const { status, stderr } = run(command, { [`DATABASE_URL_${command.toUpperCase()}`]: url });
      assert.equal(status, 1, `${command} ${why}: ${stderr}`);
      assert.match(stderr, why);
      assert.match(stderr, /^[^\n]+run "npm run migrate", which makes it\.\n$/);
    }
    const unknown = run('api', { DATABASE_URL_API: database.apiUrl });
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /^The database does not know the first key of ENCRYPTION_KEYS: run [^\n]+\n$/);
  });

  it('a login is made with its password and role, gets a changed password, and can be made twice at once', async () => {
    const pool = openPool({ url: database.url, max: 4, statementTimeoutMs: 5_000, applicationName: 'test' }, logger);
    const name = `login_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    made.push(name);
    const rolesOf = async (password: string) => {
      const client = new pg.Client({ connectionString: urlOf(name, password) });
      await client.connect();
      const { rows } = await client.query(
        `select array(select r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid
                       where m.member = l.oid) as roles, l.rolsuper, l.rolbypassrls
           from pg_roles l where rolname = current_user`,
      );
      await client.end();
      return rows;
    };
    const expected = [{ roles: ['keepwell_api'], rolsuper: false, rolbypassrls: false }];
    const first = { url: urlOf(name, "o'ne%20"), role: 'keepwell_api' };
    await Promise.all([1, 2].map(() => ensureLogin(pool, first, logger)));
    assert.deepEqual(await rolesOf("o'ne%20"), expected);
    await ensureLogin(pool, { url: urlOf(name, 'two'), role: 'keepwell_api' }, logger);
    assert.deepEqual(await rolesOf('two'), expected);
    const itself = ensureLogin(pool, { url: database.url, role: 'keepwell_api' }, logger);
    await assert.rejects(itself, /cannot be a login of its own for keepwell_api/);
    const open = ensureLogin(pool, { url: urlOf(name, ''), role: 'keepwell_api' }, logger);
    await assert.rejects(open, /has no password/);
    await pool.end();
  });
});
