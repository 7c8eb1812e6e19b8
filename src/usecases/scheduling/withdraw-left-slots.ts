import { SYSTEM } from '../../domain/actor.js';
import type { SchedulingScope } from '../../models/repositories/scheduling/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = SchedulingScope;

export interface WithdrawLeftSlotsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** How many doctors one run deals with; the next run goes on. */
const MOST = 100;

/**
 * Takes back free times of doctors who do not work at the clinic any more: those of an organisation's members when it lets
 * them go, and what was offered while somebody left. Each doctor's are a transaction of their own. Returns how many there were.
 */
export function withdrawLeftSlots({ unitOfWork, now }: WithdrawLeftSlotsDeps) {
  return async (): Promise<number> => {
    const leavers = await unitOfWork.withScope(SYSTEM, ({ slots }) => slots.listLeavers(now(), MOST));
    let withdrawn = 0;
    for (const { clinicId, doctorId } of leavers) {
      withdrawn += await unitOfWork.withScope(SYSTEM, async (scope) => {
        const at = now();
        const slots = await scope.slots.withdrawFree(clinicId, doctorId, at);
        if (slots > 0) {
          await scope.audit.record(
            { action: 'slot.deleted', entity: 'user', entityId: doctorId, clinicId, details: { slots } },
            at,
          );
        }
        return slots;
      });
    }
    return withdrawn;
  };
}
