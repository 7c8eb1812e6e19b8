import { registerSearchAttributes } from '../adapters/temporal/engine-schema.js';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import type { Pool } from '../models/connection.js';
import { MigrationRefused, migrateDown, migrateUp, migrationStatus } from '../models/migrator.js';
import { Unfit } from './unfit.js';

/** `migrate`, `migrate --status`, `migrate --down N`: the database's schema, and the engine's search attributes. */
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
    const names = await migrateUp(core.pool);
    const attributes = await registerSearchAttributes(core.client, core.temporal.namespace);
    console.log(`database: ${names.length === 0 ? 'up to date' : names.join(', ')}`);
    console.log(`temporal: ${attributes.length === 0 ? 'up to date' : attributes.join(', ')}`);
  } finally {
    await core.close();
  }
}

function takeBack(pool: Pool, count: number): Promise<readonly string[]> {
  if (!Number.isSafeInteger(count) || count < 1) throw new Unfit('--down takes the number of migrations to take back.');
  return migrateDown(pool, count).catch((error: unknown) => {
    throw error instanceof MigrationRefused ? new Unfit(error.message) : error;
  });
}
