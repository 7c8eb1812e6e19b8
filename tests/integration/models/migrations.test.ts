import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, it } from 'node:test';
import pg from 'pg';
import { openPool, type Pool } from '../../../src/models/connection.js';
import {
  knownMigrations,
  migrateDown,
  migrateUp,
  migrationStatus,
  schemaProblem,
} from '../../../src/models/migrator.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';

const KNOWN = knownMigrations();
const logger = createLogger('error', 'test');

let server: TestService;
let pools: Pool[] = [];
let url: string;

before(async () => {
  server = await useTestPostgres();
});
beforeEach(async () => {
  await closePools();
  const name = `migrations_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const empty = new URL(server.url);
  empty.pathname = `/${name}`;
  url = empty.toString();
});
after(async () => {
  await closePools();
  await server.stop();
});

async function closePools(): Promise<void> {
  await Promise.all(pools.map((pool) => pool.end()));
  pools = [];
}

function open(): Pool {
  const pool = openPool({ url, max: 4, statementTimeoutMs: 20_000, applicationName: 'migrations' }, logger);
  pools.push(pool);
  return pool;
}

/** Everything that a migration can leave behind: tables, indexes, constraints, functions, triggers, extensions. */
async function things(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ thing: string }>(
    `select 'relation ' || relname as thing from pg_class where relnamespace = 'public'::regnamespace
     union all select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
     union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
     union all select 'trigger ' || tgname from pg_trigger where not tgisinternal
     union all select 'extension ' || extname from pg_extension
     order by thing`,
  );
  return rows.map((row) => row.thing);
}

/** The command as an operator runs it: in a process of its own. */
function migrateCommand(databaseUrl: string, args: readonly string[]) {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: 'https://clinic.invalid',
    JWT_SECRET: 'x'.repeat(32),
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    SMTP_URL: 'smtp://127.0.0.1:1',
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
  };
  const command = ['dist/cli/main.js', 'migrate', ...args];
  return spawnSync(process.execPath, command, { env, encoding: 'utf8' });
}

it('goes up, down and up again, and leaves nothing behind on the way', async () => {
  const pool = open();
  const empty = await things(pool);
  assert.deepEqual(await migrationStatus(pool), { executed: [], pending: KNOWN });
  assert.deepEqual(await migrateUp(pool), KNOWN);
  const full = await things(pool);
  assert.deepEqual(await migrationStatus(pool), { executed: KNOWN, pending: [] });
  assert.deepEqual(await migrateUp(pool), [], 'a second run has nothing to do');
  assert.deepEqual(await migrateDown(pool, KNOWN.length), [...KNOWN].reverse());
  const left = (await things(pool)).filter((thing) => !thing.includes('schema_migrations'));
  assert.deepEqual(left, empty);
  assert.deepEqual(await migrateUp(pool), KNOWN);
  assert.deepEqual(await things(pool), full);
});

it('takes one migration back at a time', async () => {
  const pool = open();
  await migrateUp(pool);
  assert.deepEqual(await migrateDown(pool, 1), KNOWN.slice(-1));
  assert.deepEqual((await migrationStatus(pool)).pending, KNOWN.slice(-1));
});

it('takes nothing back of a schema that is newer than this build, and says so', async () => {
  const pool = open();
  await migrateUp(pool);
  await pool.query("insert into schema_migrations (name) values ('9999-from-the-future')");
  const before = await things(pool);
  for (const count of [1, 2, KNOWN.length + 1]) {
    await assert.rejects(migrateDown(pool, count), /does not know 9999-from-the-future .*takes nothing back/);
  }
  assert.deepEqual(await things(pool), before);
  assert.deepEqual(await migrationStatus(pool), { executed: KNOWN, pending: [] });
  const command = (...args: readonly string[]) => migrateCommand(url, args);
  const refused = command('--down', '1');
  assert.deepEqual([refused.status, refused.stdout], [1, ''], refused.stderr);
  assert.match(refused.stderr, /^This version does not know 9999-from-the-future .*\n$/);
  for (const args of [
    ['--dwon', '1'],
    ['--down', '1', '--status'],
    ['--down', 'x'],
    ['--down', '0'],
  ]) {
    const unknown = command(...args);
    assert.deepEqual([unknown.status, unknown.stdout], [1, ''], unknown.stderr);
    assert.match(unknown.stderr, /^(migrate takes nothing, --status, or --down|--down takes the number) .*\n$/);
  }
  assert.deepEqual(await things(pool), before);
});

it('says what is wrong with a schema that this build does not know', async () => {
  const pool = open();
  const lacking = `The database lacks migration ${KNOWN[0]}: run "npm run migrate" first.`;
  assert.equal(await schemaProblem(pool), lacking, 'an empty database');
  await migrateUp(pool);
  assert.equal(await schemaProblem(pool), null);
  await pool.query("insert into schema_migrations (name) values ('9999-from-the-future')");
  assert.equal(await schemaProblem(pool), null, 'a newer schema that only added something');
  await pool.query("insert into schema_migrations (name, destructive) values ('9999-takes-away', true)");
  assert.match((await schemaProblem(pool)) ?? '', /has migration 9999-takes-away.*deploy a newer version/);
  await pool.query('delete from schema_migrations where name = $1', [KNOWN[0]]);
  assert.equal(await schemaProblem(pool), lacking, 'what is missing comes first');
});

it('lets two migrators run at once: one works, the other finds it done', async () => {
  const done = await Promise.all([open(), open(), open()].map((pool) => migrateUp(pool)));
  assert.deepEqual(done.flat(), KNOWN);
  assert.equal(await schemaProblem(open()), null);
});

it('leaves nothing of a migration that fails, and can be run again', async () => {
  const pool = open();
  const failing = KNOWN.findIndex((name) => name.endsWith('-audit-events'));
  assert.ok(failing > 0);
  // In the way of the migration's own table.
  await pool.query('create table audit_events (id int)');
  await assert.rejects(migrateUp(pool), /audit_events/);
  const { executed, pending } = await migrationStatus(pool);
  assert.deepEqual([executed, pending], [KNOWN.slice(0, failing), KNOWN.slice(failing)]);
  const left = (await things(pool)).filter((thing) => thing.includes('audit'));
  assert.deepEqual(left, ['relation audit_events']);
  await pool.query('drop table audit_events');
  assert.deepEqual(await migrateUp(pool), KNOWN.slice(failing));
});
