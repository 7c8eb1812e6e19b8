import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { missingSearchAttributes } from '../adapters/temporal/engine-schema.js';
import type { Core } from '../composition/core.js';
import { SYSTEM } from '../domain/actor.js';
import type { Pool } from '../models/connection.js';
import { directQueries } from '../models/direct-queries.js';
import { isRefusedLogin, loginProblem } from '../models/logins.js';
import { schemaProblem } from '../models/migrator.js';
import { Unfit } from './unfit.js';

/** @throws Unfit on a schema that this build does not know */
export async function assertSchema(pool: Pool): Promise<void> {
  const problem = await schemaProblem(pool);
  if (problem) throw new Unfit(problem);
}

/** A process of which the database lets in a login of its own, and what its settings are called. */
export type Process = 'API' | 'WORKER';

/**
 * @throws Unfit unless this process has the rights of its one database role and no more: as owner, superuser or member
 * of the other process' role, a mistake of the process would not be stopped by the database
 */
async function assertLogin({ pool, settings }: Pick<Core, 'pool' | 'settings'>, process: Process): Promise<void> {
  const problem = await loginProblem(pool, settings[`DATABASE_ROLE_${process}`]);
  if (problem === null) return;
  throw new Unfit(`The ${named(process)} connects as ${problem}. ${remedy(process)}`);
}

/** @throws Unfit when the database verifies no scope that this process signs: it would show the API no row at all */
async function assertScopes({ pool, settings }: Pick<Core, 'pool' | 'settings'>): Promise<void> {
  const db = directQueries(pool, settings.ENCRYPTION_KEYS)(SYSTEM);
  const { rows } = await db.query<{ kind: string | null; at: Date }>(
    'select scope_kind() as kind, clock_timestamp() as at',
  );
  const [found] = rows;
  if (found?.kind === 'service') return;
  const skewMs = Math.abs((found?.at.getTime() ?? 0) - Date.now());
  if (skewMs > TOLERATED_SKEW_MS) {
    throw new Unfit(`The clocks of this machine and its database differ by ${Math.round(skewMs / 1000)} s: set them.`);
  }
  throw new Unfit('The database does not know the first key of ENCRYPTION_KEYS: run "npm run migrate" with this ring.');
}

function named(process: Process): string {
  return process === 'API' ? 'API' : 'worker';
}

function remedy(process: Process): string {
  return `Set DATABASE_URL_${process} to a login of its own and run "npm run migrate", which makes it.`;
}

/** Given to a process that is started beside `migrate`. */
const WAIT = '--wait-for-migration';
const MIGRATION_MS = 60_000;
const CHECK_MS = 100;
/** A scope is good for a minute: by clocks that differ more it has ended, or is good for too long. */
const TOLERATED_SKEW_MS = 30_000;

/**
 * @throws Unfit with a login that may do too much, on a schema that this build does not know, or when search attributes
 * are missing. With `--wait-for-migration` it looks again until the migration that runs at the same time has had a minute.
 */
export async function refuseUnfit(
  process: Process,
  core: Pick<Core, 'pool' | 'settings' | 'client' | 'temporal'>,
  args: readonly string[],
  stop: AbortSignal,
): Promise<void> {
  const deadline = args.includes(WAIT) ? Date.now() + MIGRATION_MS : 0;
  for (;;) {
    try {
      await assertLogin(core, process);
      await assertSchema(core.pool);
      await assertScopes(core);
      return await assertSearchAttributes(core.client, core.temporal.namespace);
    } catch (error) {
      // A database that is just being made also lacks logins and permissions.
      if (stop.aborted || Date.now() > deadline) throw isRefusedLogin(error) ? refusedLogin(process) : error;
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

function refusedLogin(process: Process): Unfit {
  return new Unfit(`The database refuses the login of the ${named(process)}. ${remedy(process)}`);
}
