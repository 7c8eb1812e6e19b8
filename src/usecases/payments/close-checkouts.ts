import { SYSTEM } from '../../domain/actor.js';
import { isOpenOrder } from '../../domain/payments/orders.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyCheckout } from './apply-checkout.js';
import { closeOrder, ensureSession } from './checkout-session.js';
import type { PaymentDeps } from './payment-deps.js';

export interface CloseInput {
  /** What its orders are for. */
  readonly subjectId: string;
}

export interface Closed<Subject> {
  /** `closed`: none can be paid any more; `undecided`: a payment is under way; else what the money led to. */
  readonly outcome: SettleOutcome;
  readonly snapshot: Subject;
}

/**
 * Ends every checkout of a subject at the provider before anything is believed of it: an order whose
 * session was never learned is resent first, so that no page stays open behind our back.
 * @throws ProviderUnavailable
 */
export function closeCheckouts<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: CloseInput): Promise<Closed<Subject>> => {
    failPoint('close.before');
    let outcome: SettleOutcome = 'closed';
    for (const order of await openOrders(deps, input.subjectId)) {
      const state = await closeOrder(deps, order);
      failPoint('close.provider_called');
      const settled = await applyCheckout(deps, { order, eventIds: [] }, state);
      if (settled.outcome !== 'closed') outcome = settled.outcome;
    }
    failPoint('close.committed');
    const snapshot = await deps.unitOfWork.withScope(SYSTEM, (scope) => deps.readSubject(scope, input.subjectId));
    return { outcome, snapshot };
  };
}

/** Asks what became of the open checkouts without touching them: `undecided` while one is. @throws ProviderUnavailable */
export function watchCheckouts(deps: PaymentDeps) {
  return async (input: CloseInput): Promise<'decided' | 'undecided'> => {
    for (const order of await openOrders(deps, input.subjectId)) {
      const { state } = await ensureSession(deps, order);
      if (state.state === 'processing') return 'undecided';
    }
    return 'decided';
  };
}

function openOrders(deps: PaymentDeps, subjectId: string): Promise<readonly OrderRow[]> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) =>
    (await scope.orders.listForSubject(subjectId)).filter(isOpenOrder),
  );
}
