import { type CheckoutState, ProviderRefused, ProviderUnavailable } from '../../adapters/payments/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { SESSION_LIFETIME_MS, SESSION_MAX_MS } from '../../domain/payments/orders.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import { failPoint } from '../../observability/fail-points.js';
import type { PaymentDeps } from './payment-deps.js';

/** A provider's keys live at least 24 hours; an older call is looked up before it is repeated. */
const KEY_LIFETIME_MS = 20 * 3_600_000;

/** When the provider's own session ends, in seconds since the epoch: after our deadline, within the provider's bounds. */
export function sessionExpiry(now: Date, holdEnds: Date): number {
  const wanted = Math.max(now.getTime() + SESSION_LIFETIME_MS, holdEnds.getTime() + 60_000);
  return Math.floor(Math.min(wanted, now.getTime() + SESSION_MAX_MS) / 1000);
}

/**
 * Learns the provider's session of an order that has none yet: the stored call is sent again under its own
 * key, so a session that was made already is found and not made twice. A definite refusal spends the key;
 * the next one is used only after a lookup by our order's id.
 * @throws ProviderUnavailable the order stays `creating`
 * @throws ProviderRefused refused twice
 */
export async function ensureSession(
  deps: PaymentDeps,
  order: OrderRow,
): Promise<{ order: OrderRow; state: CheckoutState }> {
  const provider = deps.providers(order.provider);
  if (order.providerSessionId) return { order, state: await provider.lookUpCheckout(order.providerSessionId) };
  const stale = deps.now().getTime() - order.createdAt.getTime() > KEY_LIFETIME_MS;
  const found = order.attempt > 1 || stale ? await provider.findCheckout(order.id, order.createdAt) : null;
  const state = found ?? (await create(deps, order));
  failPoint('checkout.provider_called');
  const stored = await deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const locked = await scope.orders.lock(order.id);
    if (!locked || locked.providerSessionId) return locked ?? order;
    return scope.orders.update(
      order.id,
      {
        // One that was given up meanwhile keeps its status: money on its page is late money.
        ...(locked.status === 'creating' ? { status: 'pending' as const } : {}),
        providerSessionId: state.sessionId,
        checkoutUrl: state.url,
      },
      deps.now(),
    );
  });
  failPoint('checkout.committed');
  return { order: stored, state };
}

/** Ends one order's checkout at the provider, and says what it is then. @throws ProviderUnavailable */
export async function closeOrder(deps: PaymentDeps, order: OrderRow): Promise<CheckoutState | null> {
  try {
    const provider = deps.providers(order.provider);
    // One that cannot be ended answers with its state.
    if (order.providerSessionId) return await provider.closeCheckout(order.providerSessionId);
    const { order: known, state } = await ensureSession(deps, order);
    if (state.state !== 'open' || !known.providerSessionId) return state;
    return await provider.closeCheckout(known.providerSessionId);
  } catch (error) {
    if (!(error instanceof ProviderRefused) || order.providerSessionId) throw error;
    // Refused for good before there ever was a session: nothing can be paid.
    await deps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.orders.update(order.id, { status: 'cancelled' }, deps.now()),
    );
    return {
      sessionId: '',
      orderId: order.id,
      url: null,
      state: 'closed',
      paymentId: null,
      amount: order.amount,
      currency: order.currency,
      fee: null,
      method: null,
    };
  }
}

async function create(deps: PaymentDeps, order: OrderRow): Promise<CheckoutState> {
  const provider = deps.providers(order.provider);
  try {
    return await provider.createCheckout(order.request, `${order.id}:${order.attempt}`);
  } catch (error) {
    if (!keySpent(error)) throw error;
    const next = await spendKey(deps, order);
    if (error instanceof ProviderUnavailable) throw error;
    // Most often the stored `expires_at` came too close while the provider was unavailable: a fresh one goes out.
    return (
      (await provider.findCheckout(order.id, order.createdAt)) ??
      (await provider.createCheckout(next.request, `${next.id}:${next.attempt}`))
    );
  }
}

function keySpent(error: unknown): boolean {
  if (error instanceof ProviderRefused) return error.keySpent;
  return error instanceof ProviderUnavailable && error.keySpent;
}

function spendKey(deps: PaymentDeps, order: OrderRow): Promise<OrderRow> {
  const now = deps.now();
  return deps.unitOfWork.withScope(SYSTEM, (scope) =>
    scope.orders.update(
      order.id,
      {
        attempt: order.attempt + 1,
        request: { ...order.request, expiresAtSeconds: sessionExpiry(now, order.expiresAt) },
      },
      now,
    ),
  );
}
