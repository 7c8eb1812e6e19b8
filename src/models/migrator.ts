import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Umzug, type UmzugStorage } from 'umzug';
import type { Pool } from './connection.js';

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
// Any constant: two migrators of one database wait for each other on it.
const LOCK = 4_821_337;

export interface MigrationStatus {
  readonly executed: readonly string[];
  readonly pending: readonly string[];
}

/** Names of the migrations that this build knows, oldest first. */
export function knownMigrations(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.up.sql'))
    .map((file) => file.slice(0, -'.up.sql'.length))
    .sort();
}

function storage(pool: Pool): UmzugStorage {
  return {
    async logMigration({ name }) {
      await pool.query('insert into schema_migrations (name) values ($1)', [name]);
    },
    async unlogMigration({ name }) {
      await pool.query('delete from schema_migrations where name = $1', [name]);
    },
    async executed() {
      await pool.query(
        'create table if not exists schema_migrations (name text primary key, executed_at timestamptz not null default now())',
      );
      const { rows } = await pool.query<{ name: string }>('select name from schema_migrations order by name');
      return rows.map((row) => row.name);
    },
  };
}

function umzug(pool: Pool): Umzug {
  const run = (name: string, direction: 'up' | 'down') => async () => {
    const sql = readFileSync(`${FOLDER}${name}.${direction}.sql`, 'utf8');
    const client = await pool.connect();
    try {
      await client.query(`begin; ${sql}; commit`);
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
  return new Umzug({
    migrations: knownMigrations().map((name) => ({ name, up: run(name, 'up'), down: run(name, 'down') })),
    storage: storage(pool),
    logger: undefined,
  });
}

async function locked<T>(pool: Pool, fn: (migrations: Umzug) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    return await fn(umzug(pool));
  } finally {
    // Also released by the server if this process dies.
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Brings the schema to this build's version; returns the names that were run. */
export function migrateUp(pool: Pool): Promise<readonly string[]> {
  return locked(pool, async (migrations) => (await migrations.up()).map((migration) => migration.name));
}

/** Takes back the newest `count` migrations; returns their names. */
export function migrateDown(pool: Pool, count: number): Promise<readonly string[]> {
  return locked(pool, async (migrations) =>
    (await migrations.down({ step: count })).map((migration) => migration.name),
  );
}

export async function migrationStatus(pool: Pool): Promise<MigrationStatus> {
  const migrations = umzug(pool);
  const [executed, pending] = [await migrations.executed(), await migrations.pending()];
  return { executed: executed.map((m) => m.name), pending: pending.map((m) => m.name) };
}

/** Null when the schema is exactly the one this build knows; else a sentence that says what to do. */
export async function schemaProblem(pool: Pool): Promise<string | null> {
  const table = await pool.query<{ present: boolean }>(
    "select to_regclass('schema_migrations') is not null as present",
  );
  const executed = table.rows[0]?.present
    ? (await pool.query<{ name: string }>('select name from schema_migrations')).rows.map((row) => row.name)
    : [];
  const known = knownMigrations();
  const missing = known.filter((name) => !executed.includes(name));
  const unknown = executed.filter((name) => !known.includes(name));
  if (missing.length > 0) return `The database lacks migration ${missing[0]}: run "npm run migrate" first.`;
  if (unknown.length > 0)
    return `The database has migration ${unknown[0]}, which this version does not know: deploy a newer version.`;
  return null;
}
