import type { Caller } from '../../domain/actor.js';
import type { Period } from '../../domain/periods.js';
import type { ClinicRepository } from '../../models/repositories/clinics/public.js';
import type { FreeSlotRow, SlotRepository } from '../../models/repositories/scheduling/slots.js';
import { listedSpan } from '../clinics/public.js';
import { sharedRead } from './shared-read.js';

/** A slot that nobody has booked, with its doctor and clinic. */
export type FreeSlot = FreeSlotRow;

export interface FreeSlotsQuery {
  readonly doctorId?: string | undefined;
  /** Of the start. */
  readonly period: Period;
  readonly slotType?: 'short' | 'long' | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

export interface ListFreeSlotsDeps {
  /** Bound to the pool: the hot path is one statement without a transaction. */
  readonly reads: (actor: Caller) => { readonly slots: SlotRepository; readonly clinics: ClinicRepository };
  readonly requireVerifiedDoctors: boolean;
  readonly now: () => Date;
}

/**
 * Free slots of the caller's clinics that start in the future and can be booked, earliest first: a doctor who may not work
 * there now has none. Patients of one clinic who look at the same
 * time, as they do when a day's slots open, share one statement.
 */
export function listFreeSlots(deps: ListFreeSlotsDeps) {
  const list = sharedRead(
    (actor: Caller, query: FreeSlotsQuery) => readFreeSlots(deps, actor, query),
    // Whoever belongs to the same clinics sees the same slots.
    ({ clinicIds }, query) => JSON.stringify([clinicIds, query]),
  );
  return (actor: Caller, query: FreeSlotsQuery): Promise<readonly FreeSlot[]> => list(actor, query);
}

async function readFreeSlots(
  { reads, requireVerifiedDoctors, now: clock }: ListFreeSlotsDeps,
  actor: Caller,
  query: FreeSlotsQuery,
): Promise<readonly FreeSlot[]> {
  const now = clock();
  const { slots, clinics } = reads(actor);
  const { clinicIds } = actor;
  const span = await listedSpan(clinics, clinicIds, query.period);
  return slots.listFree({
    // `start_time > after`: a slot that starts exactly at `from` belongs to the list.
    after: span.from && span.from > now ? new Date(span.from.getTime() - 1) : now,
    until: span.to,
    byClinic: span.byClinic,
    doctorId: query.doctorId,
    clinicIds,
    slotType: query.slotType,
    cursor: query.after && { start: query.after.at, id: query.after.id },
    practising: { at: now, required: requireVerifiedDoctors },
    limit: query.limit,
  });
}
