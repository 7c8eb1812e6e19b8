import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { openPool, type Pool } from '../../src/models/connection.js';
import { ensureLogin } from '../../src/models/logins.js';
import { knownMigrations, migrateUp } from '../../src/models/migrator.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { useTestPostgres } from '../../tools/launcher/testing.js';

export interface TestDatabase {
  /** As the owner of the schema, who sees and may do everything. */
  readonly url: string;
  /** As API and worker connect. */
  readonly apiUrl: string;
  readonly workerUrl: string;
  /** Of its server. */
  readonly logFile: string;
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
  const url = named(server.url, name);
  const logins = { apiUrl: testLogin(url, 'api'), workerUrl: testLogin(url, 'worker') };
  return { url, ...logins, logFile: server.logFile, stop: () => server.stop() };
}

/** The login of a process; one for all databases of a server, because logins belong to the whole server. */
export function testLogin(ownerUrl: string, process: 'api' | 'worker'): string {
  const url = new URL(ownerUrl);
  url.password = createHash('sha256').update(`${process} ${url.password}`).digest('hex');
  url.username = `test_${process}_login`;
  return url.href;
}

/** Makes both logins. */
export async function makeTestLogins(owner: Pool, url: string, logger: Logger): Promise<void> {
  for (const process of ['api', 'worker'] as const) {
    await ensureLogin(owner, { url: testLogin(url, process), role: `keepwell_${process}` }, logger);
  }
}

async function makeTemplate(admin: pg.Client, url: string, template: string): Promise<void> {
  await admin.query(`create database ${template}`);
  const logger = createLogger('error', 'test');
  const pool = openPool(
    { url: named(url, template), max: 3, statementTimeoutMs: 30_000, applicationName: 'test' },
    logger,
  );
  await migrateUp(pool);
  await makeTestLogins(pool, named(url, template), logger);
  await pool.end();
}
