import { registerSearchAttributes } from '../adapters/temporal/engine-schema.js';
import { compose } from '../composition/compose.js';
import type { Core } from '../composition/core.js';
import type { Settings } from '../config/schema.js';
import type { Pool } from '../models/connection.js';
import { ensureLogin, LoginRefused } from '../models/logins.js';
import { MigrationRefused, migrateDown, migrateUp, migrationStatus } from '../models/migrator.js';
import { storeScopeKeys } from '../models/signed-scope.js';
import { loadStarterFormulary } from '../usecases/formulary/load-starter-formulary.js';
import { Unfit } from './unfit.js';

/** `migrate`, `migrate --status`, `migrate --down N`: the database's schema, the logins of API and worker, and the
 * engine's search attributes. */
export async function migrate(settings: Settings, args: readonly string[]): Promise<void> {
  const [option = '--up', count = '1', ...others] = args;
  if (!['--up', '--status', '--down'].includes(option) || others.length > 0) {
    throw new Unfit('migrate takes nothing, --status, or --down <number of migrations to take back>.');
  }
  const core = compose(settings, 'migrate');
  try {
    if (option === '--status') {
      const { executed, pending } = await migrationStatus(core.pool);
      for (const name of executed) console.log(`done     ${name}`);
      for (const name of pending) console.log(`pending  ${name}`);
      return;
    }
    if (option === '--down') {
      for (const name of await takeBack(core.pool, Number(count))) console.log(`taken back  ${name}`);
      return;
    }
    const names = await migrateDatabase(core);
    const attributes = await registerSearchAttributes(core.client, core.temporal.namespace);
    console.log(`database: ${names.length === 0 ? 'up to date' : names.join(', ')}`);
    console.log(`temporal: ${attributes.length === 0 ? 'up to date' : attributes.join(', ')}`);
  } finally {
    await core.close();
  }
}

/**
 * Brings the schema to this build's version, loads the starter formulary, stores what verifies the API's scopes, and makes the
 * logins of API and worker where the settings name them: an operator who makes logins by hand leaves them out. Returns the names of the migrations that were run.
 */
export async function migrateDatabase(
  core: Pick<Core, 'pool' | 'settings' | 'logger' | 'unitOfWork' | 'now'>,
): Promise<readonly string[]> {
  const { pool, settings, logger } = core;
  const names = await migrateUp(pool);
  await loadStarterFormulary(core)();
  await storeScopeKeys(pool, settings.ENCRYPTION_KEYS);
  for (const process of ['API', 'WORKER'] as const) {
    const url = settings[`DATABASE_URL_${process}`];
    if (url === undefined) continue;
    await ensureLogin(pool, { url, role: settings[`DATABASE_ROLE_${process}`] }, logger).catch((error: unknown) => {
      throw error instanceof LoginRefused ? new Unfit(`DATABASE_URL_${process}: ${error.message}`) : error;
    });
  }
  return names;
}

function takeBack(pool: Pool, count: number): Promise<readonly string[]> {
  if (!Number.isSafeInteger(count) || count < 1) throw new Unfit('--down takes the number of migrations to take back.');
  return migrateDown(pool, count).catch((error: unknown) => {
    throw error instanceof MigrationRefused ? new Unfit(error.message) : error;
  });
}
