import type { Client } from '@temporalio/client';
import { missingSearchAttributes } from '../adapters/temporal/engine-schema.js';
import type { Pool } from '../models/connection.js';
import { schemaProblem } from '../models/migrator.js';

/** A reason not to start, in one line. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** @throws Unfit on a schema that this build does not know */
export async function refuseUnfitSchema(pool: Pool): Promise<void> {
  const problem = await schemaProblem(pool).catch((error: unknown) => roleProblem(error));
  if (problem) throw new Unfit(problem);
}

/** @throws Unfit when search attributes are missing: workflows would fail on their first upsert */
export async function refuseUnfitEngine(client: Client, namespace: string): Promise<void> {
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
