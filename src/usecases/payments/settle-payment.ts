import { type CheckoutState, ProviderRefused, ProviderUnavailable } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { LookedUpOrder, OrderRow } from '../../models/repositories/payments/orders.js';
import { failPoint } from '../../observability/fail-points.js';
import { applyCheckout, listOtherOpenOrders, type Settled, type SettleInput } from './apply-checkout.js';
import { closeOrder, ensureSession } from './checkout-session.js';
import type { PaymentDeps } from './payment-deps.js';

/**
 * The one way a payment is settled: the provider is asked what became of the checkout, and what it says takes effect
 * once, whoever asks and however often. It may open and close checkout sessions: nobody else may do so for
 * the same subject meanwhile.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function settlePayment<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: SettleInput): Promise<Settled<Subject>> => {
    failPoint('settle.before');
    const order = await beginLookup(deps, input);
    const state = await look(deps, order);
    if (state?.state === 'paid' && isGivenUp(order)) await endOthers(deps, order);
    return applyCheckout(deps, { order, eventIds: order.eventIds }, state);
  };
}

/**
 * The same for an order whose session is known, beside whatever else happens to the subject: it only reads at the
 * provider, and the rows' locks order what it changes. Null when sessions have to be opened or closed: `settlePayment`.
 * @throws ProviderUnavailable nothing was decided; ask again
 */
export function lookUpPayment<Subject>(deps: PaymentDeps<Subject>) {
  return async (input: SettleInput): Promise<Settled<Subject> | null> => {
    failPoint('settle.before');
    const order = await beginLookup(deps, input);
    const { providerSessionId: session } = order;
    if (!session && order.status === 'creating') return null;
    const state = session ? await deps.providers(order.provider).lookUpCheckout(session) : null;
    if (state?.state === 'paid' && isGivenUp(order)) return null;
    return applyCheckout(deps, { order, eventIds: order.eventIds }, state);
  };
}

/** The order, with every event of its checkout that one lookup answers. Who asks for a lookup from now on gets another. */
function beginLookup(deps: PaymentDeps, input: SettleInput): Promise<LookedUpOrder> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const order = await scope.orders.beginLookup(input.orderId, input.eventIds);
    if (order?.subjectId !== input.subjectId) throw notFound('Order');
    return order;
  });
}

/** Whether another checkout may have taken the place of this one. */
function isGivenUp({ status }: OrderRow): boolean {
  return status === 'expired' || status === 'cancelled';
}

/**
 * A patient can open a second checkout session and still pay the first one. That payment is valid: it is settled, and the
 * second session is expired. Where the second one was paid as well, its payment is the one that counts.
 */
async function endOthers(deps: PaymentDeps, { id, subjectId }: OrderRow): Promise<void> {
  const others = await deps.unitOfWork.withScope(SYSTEM, (scope) => listOtherOpenOrders(scope, subjectId, id));
  for (const other of others) {
    try {
      const state = await closeOrder(deps, other);
      await applyCheckout(deps, { order: other, eventIds: [] }, state);
    } catch (error) {
      // Its provider is unavailable. It is given up all the same, in the transaction below: what it may bring is a surplus.
      if (!(error instanceof ProviderUnavailable || error instanceof ProviderRefused)) throw error;
    }
  }
}

/** An event can overtake our own call: an order that is still `creating` first learns its session. */
async function look(deps: PaymentDeps, order: OrderRow): Promise<CheckoutState | null> {
  const creating = !order.providerSessionId && order.status === 'creating';
  const { providerSessionId: session } = creating ? (await ensureSession(deps, order)).order : order;
  // Also after a repeated call: its answer is the one that was given when the page was opened.
  return session ? deps.providers(order.provider).lookUpCheckout(session) : null;
}
