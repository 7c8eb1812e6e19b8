import { registerSearchAttributes } from '../adapters/temporal/engine-schema.js';
import type { Settings } from '../config/schema.js';
import { migrateDown, migrateUp, migrationStatus } from '../models/migrator.js';
import { compose } from './compose.js';
import { Unfit } from './preflight.js';

/** `migrate`, `migrate --status`, `migrate --down N`: the database's schema, and the engine's search attributes. */
export async function migrate(settings: Settings, args: readonly string[]): Promise<void> {
  const core = compose(settings, 'migrate');
  try {
    if (args.includes('--status')) {
      const { executed, pending } = await migrationStatus(core.pool);
      for (const name of executed) console.log(`done     ${name}`);
      for (const name of pending) console.log(`pending  ${name}`);
      return;
    }
    const down = args.indexOf('--down');
    if (down >= 0) {
      const count = Number(args[down + 1] ?? '1');
      if (!Number.isSafeInteger(count) || count < 1)
        throw new Unfit('--down takes the number of migrations to take back.');
      for (const name of await migrateDown(core.pool, count)) console.log(`taken back  ${name}`);
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
