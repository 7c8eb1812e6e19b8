import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { missingSearchAttributes } from '../adapters/temporal/engine-schema.js';
import type { Core } from '../composition/core.js';
import type { Pool } from '../models/connection.js';
import { schemaProblem } from '../models/migrator.js';
import { Unfit } from './unfit.js';

/** @throws Unfit on a schema that this build does not know */
export async function assertSchema(pool: Pool): Promise<void> {
  const problem = await schemaProblem(pool).catch((error: unknown) => roleProblem(error));
  if (problem) throw new Unfit(problem);
}

/** Given to a process that is started beside `migrate`. */
const WAIT = '--wait-for-migration';
const MIGRATION_MS = 60_000;
const CHECK_MS = 100;

/**
 * @throws Unfit on a schema that this build does not know, or when search attributes are missing. With
 * `--wait-for-migration` it looks again until the migration that runs at the same time has had a minute.
 */
export async function refuseUnfit(
  { pool, client, temporal }: Pick<Core, 'pool' | 'client' | 'temporal'>,
  args: readonly string[],
  stop: AbortSignal,
): Promise<void> {
  const deadline = args.includes(WAIT) ? Date.now() + MIGRATION_MS : 0;
  for (;;) {
    try {
      await assertSchema(pool);
      return await assertSearchAttributes(client, temporal.namespace);
    } catch (error) {
      // A database that is just being made also lacks roles and permissions.
      if (stop.aborted || Date.now() > deadline) throw error;
      await delay(CHECK_MS);
    }
  }
}

/** @throws Unfit when search attributes are missing: workflows would fail on their first upsert */
async function assertSearchAttributes(client: Client, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(client, namespace);
  if (missing.length > 0) {
    throw new Unfit(`Temporal lacks the search attribute ${missing[0]}: run "npm run migrate" first.`);
  }
}

/** The connection was let in, but not to the role that this process runs as. */
function roleProblem(error: unknown): string {
  const missing = error instanceof Error ? /role "(\w+)"/.exec(error.message)?.[1] : undefined;
  if (!missing) throw error;
  return `The database refuses role ${missing}: migrate as a user that may create roles, or set DATABASE_ROLE_API and DATABASE_ROLE_WORKER to none.`;
}
