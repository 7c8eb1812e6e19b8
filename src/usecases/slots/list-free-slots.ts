import type { UserActor } from '../../domain/identity/actor.js';
import type { SlotRepository } from '../../models/repositories/slots.js';
import { type SlotView, slotView } from './slot-view.js';

export interface FreeSlotsQuery {
  readonly doctorId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly slotType?: 'short' | 'long' | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

export interface ListFreeSlotsDeps {
  /** Bound to the pool: the hot path is one statement without a transaction. */
  readonly reads: { readonly slots: SlotRepository };
  readonly now: () => Date;
}

/** Free slots of the caller's clinics that start in the future, earliest first. */
export function listFreeSlots(deps: ListFreeSlotsDeps) {
  return async (actor: UserActor, query: FreeSlotsQuery): Promise<SlotView[]> => {
    const now = deps.now();
    const rows = await deps.reads.slots.listFree({
      // `start_time > after`: a slot that starts exactly at `from` belongs to the list.
      after: query.from && query.from > now ? new Date(query.from.getTime() - 1) : now,
      until: query.to,
      doctorId: query.doctorId,
      clinicIds: actor.clinicIds,
      slotType: query.slotType,
      cursor: query.after && { start: query.after.at, id: query.after.id },
      limit: query.limit,
    });
    return rows.map(slotView);
  };
}
