import Stripe from 'stripe';
import type { CheckoutRequest } from '../../domain/payment/orders.js';
import {
  type CheckoutState,
  type PaymentProvider,
  type ProviderEvent,
  ProviderRefused,
  ProviderUnavailable,
  type RefundRequest,
  type RefundResult,
  WebhookRefused,
} from './port.js';

export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another server that speaks Stripe's API, such as the sandbox. */
  readonly apiBase?: string | undefined;
}

const TIMEOUT_MS = 8_000;
const EXPAND = ['payment_intent.latest_charge.balance_transaction'];

const CHECKOUT_EVENTS = new Set([
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
]);
const REFUND_EVENTS = new Set(['refund.created', 'refund.updated', 'refund.failed']);

/** Stripe Checkout through the official client; the key of every POST is ours, its own retries are off. */
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  private readonly stripe: Stripe;

  constructor(private readonly options: StripeOptions) {
    const base = options.apiBase ? new URL(options.apiBase) : undefined;
    const protocol = base?.protocol === 'http:' ? ('http' as const) : ('https' as const);
    this.stripe = new Stripe(options.secretKey, {
      maxNetworkRetries: 0,
      timeout: TIMEOUT_MS,
      telemetry: false,
      ...(base ? { host: base.hostname, port: base.port || (protocol === 'http' ? '80' : '443'), protocol } : {}),
    });
  }

  async createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutState> {
    // Opaque ids and a neutral name only: Stripe's pages and statements must not tell what the visit is about.
    const metadata = { order_id: request.orderId, appointment_id: request.appointmentId };
    const params: Stripe.Checkout.SessionCreateParams = {
      mode: 'payment',
      client_reference_id: request.orderId,
      allowed_payment_method_types: ['card'],
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: request.currency,
            unit_amount: request.amount,
            product_data: { name: 'Consultation' },
          },
        },
      ],
      success_url: request.successUrl,
      cancel_url: request.cancelUrl,
      expires_at: request.expiresAtSeconds,
      metadata,
      payment_intent_data: { metadata },
    };
    return toCheckout(await call(() => this.stripe.checkout.sessions.create(params, { idempotencyKey })));
  }

  async lookUpCheckout(sessionId: string): Promise<CheckoutState> {
    return toCheckout(await call(() => this.stripe.checkout.sessions.retrieve(sessionId, { expand: EXPAND })));
  }

  async findCheckout(orderId: string, since: Date): Promise<CheckoutState | null> {
    const created = { gte: Math.floor(since.getTime() / 1000) - 60 };
    return call(async () => {
      for await (const session of this.stripe.checkout.sessions.list({ limit: 100, created })) {
        if (session.metadata?.order_id === orderId) return this.lookUpCheckout(session.id);
      }
      return null;
    });
  }

  async closeCheckout(sessionId: string): Promise<CheckoutState> {
    try {
      // Without a key of ours: ending twice does no harm, and a failure stored under a key would stand in the way for ever.
      await call(() => this.stripe.checkout.sessions.expire(sessionId));
    } catch (error) {
      // Only an open session can be expired: what it is instead, the look-up tells.
      if (!(error instanceof ProviderRefused)) throw error;
    }
    return this.lookUpCheckout(sessionId);
  }

  async refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult> {
    const params: Stripe.RefundCreateParams = {
      payment_intent: request.paymentId,
      amount: request.amount,
      reason: 'requested_by_customer',
      metadata: {
        refund_id: request.refundId,
        order_id: request.orderId,
        appointment_id: request.appointmentId,
        why: request.reason,
      },
    };
    return toRefund(await call(() => this.stripe.refunds.create(params, { idempotencyKey })));
  }

  async lookUpRefund(providerRefundId: string): Promise<RefundResult> {
    return toRefund(await call(() => this.stripe.refunds.retrieve(providerRefundId)));
  }

  async findRefund(paymentId: string, refundId: string): Promise<RefundResult | null> {
    return call(async () => {
      for await (const refund of this.stripe.refunds.list({ payment_intent: paymentId, limit: 100 })) {
        if (refund.metadata?.refund_id === refundId && refund.status !== 'failed') return toRefund(refund);
      }
      return null;
    });
  }

  async ping(): Promise<void> {
    await call(() => this.stripe.checkout.sessions.list({ limit: 1 }));
  }

  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent {
    if (!signature) throw new WebhookRefused('the Stripe-Signature header is missing');
    let event: Stripe.Event;
    try {
      event = this.stripe.webhooks.constructEvent(rawBody, signature, this.options.webhookSecret);
    } catch (error) {
      throw new WebhookRefused((error as Error).name);
    }
    return toEvent(event);
  }
}

function toEvent(event: Stripe.Event): ProviderEvent {
  const object = event.data.object as unknown as Record<string, unknown>;
  const metadata = (object.metadata ?? {}) as Record<string, string | undefined>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const about = CHECKOUT_EVENTS.has(event.type)
    ? 'checkout'
    : REFUND_EVENTS.has(event.type)
      ? 'refund'
      : event.type.startsWith('charge.dispute.')
        ? 'dispute'
        : null;
  return {
    eventId: event.id,
    type: event.type,
    about,
    objectId: text(object.id) ?? event.id,
    orderId: metadata.order_id ?? null,
    appointmentId: metadata.appointment_id ?? null,
    paymentId: text(object.payment_intent),
  };
}

function toCheckout(session: Stripe.Checkout.Session): CheckoutState {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const charge = intent && typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const balance = charge && typeof charge.balance_transaction === 'object' ? charge.balance_transaction : null;
  return {
    sessionId: session.id,
    orderId: session.metadata?.order_id ?? null,
    appointmentId: session.metadata?.appointment_id ?? null,
    url: session.url,
    state: checkoutState(session),
    paymentId: typeof session.payment_intent === 'string' ? session.payment_intent : (intent?.id ?? null),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    fee: balance?.fee ?? null,
  };
}

function checkoutState(session: Stripe.Checkout.Session): CheckoutState['state'] {
  if (session.payment_status !== 'unpaid') return 'paid';
  if (session.status === 'open') return 'open';
  if (session.status === 'expired') return 'closed';
  // Complete but unpaid: a delayed method. Its intent says whether the bank is still at it or has refused.
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const failed = intent !== null && ['requires_payment_method', 'canceled'].includes(intent.status);
  return failed ? 'closed' : 'processing';
}

function toRefund(refund: Stripe.Refund): RefundResult {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    providerRefundId: refund.id,
    status: failed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending',
    failureReason: failed ? (refund.failure_reason ?? refund.status) : null,
  };
}

async function call<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (error instanceof ProviderRefused || error instanceof ProviderUnavailable) throw error;
    throw toProviderError(error);
  }
}

function toProviderError(error: unknown): Error {
  if (!(error instanceof Stripe.errors.StripeError)) return error as Error;
  const status = error.statusCode ?? 0;
  // 409: the same key is at work right now. No status: the connection broke, and the call may have acted.
  const unknown =
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    status === 409 ||
    status === 0;
  if (unknown) return new ProviderUnavailable(`${error.type}`);
  // A 5xx is stored under its key and would come back for ever: unknown outcome, spent key.
  if (status >= 500) return new ProviderUnavailable(`${error.type} ${status}`, true);
  return new ProviderRefused(error.code ?? error.type, true);
}
