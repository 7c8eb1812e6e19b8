import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Umzug, UmzugStorage } from 'umzug';
import type { Pool } from './connection.js';

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
// Any constant: two migrators of one database wait for each other on it.
const LOCK = 4_821_337;

/** The first line of a migration after which older versions of the product cannot work. */
const DESTRUCTIVE = /^-- destructive\b/;

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
    // Each migration puts itself down in its own transaction: a crash between the two would run it a second time.
    async logMigration() {},
    async unlogMigration() {},
    async executed() {
      await pool.query(
        `create table if not exists schema_migrations (
           name text primary key,
           executed_at timestamptz not null default now(),
           -- Takes something away that older versions need: they must not start on this schema.
           destructive boolean not null default false
         )`,
      );
      const { rows } = await pool.query<{ name: string }>('select name from schema_migrations order by name');
      return rows.map((row) => row.name);
    },
  };
}

async function umzug(pool: Pool): Promise<Umzug> {
  // Here, as loading it takes longer than finding that nothing is to be done.
  const { Umzug } = await import('umzug');
  const run = (name: string, direction: 'up' | 'down') => async () => {
    const sql = readFileSync(`${FOLDER}${name}.${direction}.sql`, 'utf8');
    const quoted = `'${name.replaceAll("'", "''")}'`;
    const record =
      direction === 'up'
        ? `insert into schema_migrations (name, destructive) values (${quoted}, ${DESTRUCTIVE.test(sql)})`
        : `delete from schema_migrations where name = ${quoted}`;
    const client = await pool.connect();
    try {
      await client.query(`begin; ${sql}; ${record}; commit`);
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
    return await fn(await umzug(pool));
  } finally {
    // Also released by the server if this process dies.
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Brings the schema to this build's version; returns the names that were run. */
export async function migrateUp(pool: Pool): Promise<readonly string[]> {
  if (missingMigrations(await executedMigrations(pool)).length === 0) return [];
  return locked(pool, async (migrations) => (await migrations.up()).map((migration) => migration.name));
}

/** A command that would leave the schema in a state that no version of the product knows; nothing was changed. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/**
 * Takes back the newest `count` migrations; returns their names. A build takes nothing back below a migration that it
 * does not know: only the build that brought that migration can take it back, and it has to go first.
 * @throws MigrationRefused when the schema is newer than this build
 */
export function migrateDown(pool: Pool, count: number): Promise<readonly string[]> {
  return locked(pool, async (migrations) => {
    // Not by `migrations.executed()`, which leaves out the names that this build does not know.
    const { rows } = await pool.query<{ name: string }>(
      'select name from schema_migrations where name <> all($1) order by name',
      [knownMigrations()],
    );
    if (rows.length > 0) {
      const names = rows.map(({ name }) => name).join(', ');
      throw new MigrationRefused(
        `This version does not know ${names} of the database and takes nothing back: use the version that added it.`,
      );
    }
    return (await migrations.down({ step: count })).map((migration) => migration.name);
  });
}

export async function migrationStatus(pool: Pool): Promise<MigrationStatus> {
  const migrations = await umzug(pool);
  const [executed, pending] = [await migrations.executed(), await migrations.pending()];
  return { executed: executed.map((m) => m.name), pending: pending.map((m) => m.name) };
}

/**
 * Null when this build can work on the schema; else a sentence that says what to do. A newer schema is fine as long as
 * it only added something (expand): so a release can roll out process by process, be interrupted, and be taken back.
 * A migration that takes something away (contract) is marked destructive, and versions before it must not start.
 */
export async function schemaProblem(pool: Pool): Promise<string | null> {
  const executed = await executedMigrations(pool);
  const [missing] = missingMigrations(executed);
  if (missing !== undefined) return `The database lacks migration ${missing}: run "npm run migrate" first.`;
  const known = knownMigrations();
  const floor = executed.find((one) => one.destructive && !known.includes(one.name));
  if (floor) {
    return `The database has migration ${floor.name}, after which this version cannot work: deploy a newer version.`;
  }
  return null;
}

interface ExecutedMigration {
  readonly name: string;
  readonly destructive: boolean;
}

/** None where nothing was ever migrated. */
async function executedMigrations(pool: Pool): Promise<readonly ExecutedMigration[]> {
  const table = await pool.query<{ present: boolean }>(
    "select to_regclass('schema_migrations') is not null as present",
  );
  if (!table.rows[0]?.present) return [];
  const text = 'select name, destructive from schema_migrations order by name';
  return (await pool.query<ExecutedMigration & Record<string, unknown>>(text)).rows;
}

function missingMigrations(executed: readonly ExecutedMigration[]): readonly string[] {
  return knownMigrations().filter((name) => !executed.some((one) => one.name === name));
}
