import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { toPaymentEvent } from '../payments/public.js';

type Scope = PaymentsScope;

export interface RedriveDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

const OLDER_THAN_MS = 60_000;
const BATCH = 200;
/** How long a refund or dispute waits for the event of its payment. */
const UNMATCHED_MS = 86_400_000;

/** Delivers inbox rows again that were stored more than a minute ago and not processed; returns how many. */
export function redriveEvents(deps: RedriveDeps) {
  return async (): Promise<number> => {
    const now = deps.now();
    const waiting = await deps.unitOfWork.withScope(SYSTEM, async ({ providerEvents }) => {
      await providerEvents.matchWaiting(new Date(now.getTime() - UNMATCHED_MS), now);
      return providerEvents.waiting(new Date(now.getTime() - OLDER_THAN_MS), BATCH);
    });
    let delivered = 0;
    for (const row of waiting) {
      const event = toPaymentEvent(row);
      if (!event) continue;
      await deps.engine.deliverPaymentEvent(event);
      delivered += 1;
    }
    return delivered;
  };
}
