import type pg from 'pg';
import type { JustSent } from './repositories/chat/just-sent.js';

/** Where processes tell each other in which chat rooms something is new. */
export const ROOMS_CHANNEL = 'keepwell_rooms';
/** Where they tell each other for whom a notice came, or was read. */
export const NOTICES_CHANNEL = 'keepwell_notices';
/** Where they notify each other which prescription is not as it was, and of whom: `<prescription>/<patient>/<doctor>`. */
export const PRESCRIPTIONS_CHANNEL = 'keepwell_prescriptions';
/** Where they notify each other which appointment is not as it was, and of whom: `<appointment>/<patient>/<doctor>`. */
export const APPOINTMENTS_CHANNEL = 'keepwell_appointments';
/** Where they notify each other which import of a price list is not as it was: `<import>/<clinic>/<who has started it>`. */
export const IMPORTS_CHANNEL = 'keepwell_imports';

/**
 * Ids alone, so that no word of a message passes through the server's queue of notifications. A poke that is lost costs a
 * moment, so nobody waits for the disk.
 */
const POKE = {
  name: 'poke',
  text: `select set_config('synchronous_commit', 'off', true), (select count(pg_notify('${ROOMS_CHANNEL}', id)) from unnest($1::text[]) id),
    (select count(pg_notify('${NOTICES_CHANNEL}', id)) from unnest($2::text[]) id),
    (select count(pg_notify('${PRESCRIPTIONS_CHANNEL}', id)) from unnest($3::text[]) id),
    (select count(pg_notify('${IMPORTS_CHANNEL}', id)) from unnest($4::text[]) id),
    (select count(pg_notify('${APPOINTMENTS_CHANNEL}', id)) from unnest($5::text[]) id)`,
};

/**
 * In which chat rooms something is new, with the message where that alone is; for whom a notice came, or was read; and which
 * prescriptions, imports and appointments are not as they were, as their channels write them.
 */
export interface Changed {
  readonly changedRooms: ReadonlyMap<string, JustSent | null>;
  readonly noticed: ReadonlySet<string>;
  readonly changedPrescriptions: ReadonlySet<string>;
  readonly changedImports: ReadonlySet<string>;
  readonly changedAppointments: ReadonlySet<string>;
}

export function isAnything({ changedRooms, noticed, ...records }: Changed): boolean {
  const { changedPrescriptions, changedImports, changedAppointments } = records;
  return [changedRooms, noticed, changedPrescriptions, changedImports, changedAppointments].some(
    ({ size }) => size > 0,
  );
}

/** Pokes every process about these rooms, people and records. */
export async function poke(client: pg.PoolClient, changed: Changed): Promise<void> {
  const { changedRooms, noticed, changedPrescriptions, changedImports, changedAppointments } = changed;
  const values = [changedRooms.keys(), noticed, changedPrescriptions, changedImports, changedAppointments];
  await client.query({ ...POKE, values: values.map((ids) => [...ids]) });
}
