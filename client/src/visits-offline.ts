// Times and places of one's own appointments, for when there is no connection. Nothing clinical: no doctor, no reason, no message.
import type { Appointment } from './api.js';

const CACHE = 'keepwell-visits';
const PLACE = '/app/visits.json';

export type PlacedVisit = Pick<Appointment, 'id' | 'start_time' | 'timezone'> & { readonly place: string };

/** Keeps those to come. */
export async function keepVisits(visits: readonly Appointment[]): Promise<void> {
  if (!('caches' in window)) return;
  const kept = visits.map(({ id, start_time, timezone, clinic }) => ({ id, start_time, timezone, place: clinic.name }));
  const cache = await caches.open(CACHE);
  await cache.put(PLACE, new Response(JSON.stringify(kept), { headers: { 'content-type': 'application/json' } }));
}

/** Those that were kept. */
export async function keptVisits(): Promise<readonly PlacedVisit[]> {
  if (!('caches' in window)) return [];
  const kept = await (await caches.open(CACHE)).match(PLACE);
  return kept ? ((await kept.json()) as PlacedVisit[]) : [];
}

export async function forgetVisits(): Promise<void> {
  if ('caches' in window) await caches.delete(CACHE);
}
