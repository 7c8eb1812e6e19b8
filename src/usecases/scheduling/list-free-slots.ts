import type { UserActor } from '../../domain/actor.js';
import type { Period } from '../../domain/periods.js';
import type { ClinicRepository } from '../../models/repositories/clinics/public.js';
import type { FreeSlotRow, SlotRepository } from '../../models/repositories/scheduling/slots.js';
import { listedSpan } from '../clinics/public.js';

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
  readonly reads: { readonly slots: SlotRepository; readonly clinics: ClinicRepository };
  readonly now: () => Date;
}

/** Free slots of the caller's clinics that start in the future, earliest first. */
export function listFreeSlots(deps: ListFreeSlotsDeps) {
  return async (actor: UserActor, query: FreeSlotsQuery): Promise<readonly FreeSlot[]> => {
    const now = deps.now();
    const span = await listedSpan(deps.reads.clinics, actor.clinicIds, query.period);
    return deps.reads.slots.listFree({
      // `start_time > after`: a slot that starts exactly at `from` belongs to the list.
      after: span.from && span.from > now ? new Date(span.from.getTime() - 1) : now,
      until: span.to,
      byClinic: span.byClinic,
      doctorId: query.doctorId,
      clinicIds: actor.clinicIds,
      slotType: query.slotType,
      cursor: query.after && { start: query.after.at, id: query.after.id },
      limit: query.limit,
    });
  };
}
