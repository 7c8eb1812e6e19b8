import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openPool } from '../../src/models/connection.js';
import { knownMigrations, migrateUp } from '../../src/models/migrator.js';
import { createLogger } from '../../src/observability/logger.js';
import { useTestPostgres } from '../../tools/launcher/testing.js';

export interface TestDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

function named(url: string, name: string): string {
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  return copy.toString();
}

/** A database of its own for one test file: a clone of a migrated template, which the first file of a run makes. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await useTestPostgres();
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  const template = `template_${knownMigrations().join('_').replaceAll('-', '_')}_${process.ppid}`.slice(0, 60);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  try {
    // One file migrates, the others wait for it.
    await admin.query('select pg_advisory_lock(77)');
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(admin, server.url, template);
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.query('select pg_advisory_unlock(77)');
    await admin.end();
  }
  return { url: named(server.url, name), stop: () => server.stop() };
}

async function makeTemplate(admin: pg.Client, url: string, template: string): Promise<void> {
  await admin.query(`create database ${template}`);
  const logger = createLogger('error', 'test');
  const pool = openPool(
    { url: named(url, template), max: 3, statementTimeoutMs: 30_000, applicationName: 'test' },
    logger,
  );
  await migrateUp(pool);
  await pool.end();
}
