import Stripe from 'stripe';
import { CURRENCIES } from '../../domain/money.js';
import type { CheckoutRequest } from '../../domain/payments/orders.js';
import { ourMetadata } from './our-metadata.js';
import {
  type CheckoutState,
  type DisputeState,
  type PaymentProvider,
  type ProviderCharge,
  type ProviderEvent,
  type ProviderRefund,
  ProviderRefused,
  ProviderUnavailable,
  type RefundRequest,
  type RefundResult,
  WebhookRefused,
  type Window,
} from './port.js';
import { parseSigned } from './signed-body.js';
import { toEvent } from './stripe-event.js';
import { toCharge, toCheckout, toDispute, toListedRefund, toRefund } from './stripe-objects.js';

export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Another server that speaks Stripe's API, such as the sandbox. */
  readonly apiBase?: string | undefined;
}

const TIMEOUT_MS = 8_000;
const EXPAND = ['payment_intent.latest_charge.balance_transaction'];
const EXPAND_REFUND = ['balance_transaction'];
const EXPAND_REFUNDS = ['data.balance_transaction'];
/** Wallets ride on `card`. */
const CARDS = ['card'];

/** What Stripe's page says beside its button. The session itself stays open longer: Stripe takes no end below 30 minutes. */
function heldUntil({ at, zone }: { readonly at: string; readonly zone: string }): string {
  const format = { timeZone: zone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  const words = new Intl.DateTimeFormat('en-AU', format).format(new Date(at));
  return `Your time is held until ${words}. Please pay before then.`;
}

/** Stripe Checkout through the official client; the key of every POST is ours, its own retries are off. */
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly apiVersion = Stripe.API_VERSION;
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

  takes(currency: string): boolean {
    return CURRENCIES.some((known) => known === currency);
  }

  async createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutState> {
    // Opaque ids and a neutral name only: Stripe's pages and statements must not tell what the visit is about.
    const ids = ourMetadata(request);
    const { payBy } = request;
    const params: Stripe.Checkout.SessionCreateParams = {
      mode: 'payment',
      client_reference_id: request.orderId,
      allowed_payment_method_types: [...(request.methods ?? CARDS)],
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
      ...(payBy ? { custom_text: { submit: { message: heldUntil(payBy) } } } : {}),
      metadata: { ...ids, ...(payBy ? { pay_by: payBy.at } : {}) },
      payment_intent_data: { metadata: ids },
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
      // Without a key of ours: ending twice does no harm, and a failure stored under a key would be answered again and again.
      return toCheckout(await call(() => this.stripe.checkout.sessions.expire(sessionId)));
    } catch (error) {
      // Only an open session can be expired: what it is instead, the lookup tells.
      if (!(error instanceof ProviderRefused)) throw error;
      return this.lookUpCheckout(sessionId);
    }
  }

  async refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult> {
    const params: Stripe.RefundCreateParams = {
      payment_intent: request.paymentId,
      amount: request.amount,
      reason: 'requested_by_customer',
      metadata: {
        refund_id: request.refundId,
        ...ourMetadata(request),
        why: request.reason,
      },
      expand: EXPAND_REFUND,
    };
    return toRefund(await call(() => this.stripe.refunds.create(params, { idempotencyKey })));
  }

  async lookUpRefund(providerRefundId: string): Promise<RefundResult> {
    return toRefund(await call(() => this.stripe.refunds.retrieve(providerRefundId, { expand: EXPAND_REFUND })));
  }

  async findRefund(paymentId: string, refundId: string): Promise<RefundResult | null> {
    return call(async () => {
      const params = { payment_intent: paymentId, limit: 100, expand: EXPAND_REFUNDS };
      for await (const refund of this.stripe.refunds.list(params)) {
        if (refund.metadata?.refund_id === refundId && refund.status !== 'failed') return toRefund(refund);
      }
      return null;
    });
  }

  async lookUpDispute(disputeId: string): Promise<DisputeState> {
    return toDispute(await call(() => this.stripe.disputes.retrieve(disputeId)));
  }

  /** By the time a charge was made, which a delayed method's money follows days later. */
  async *listCharges(window: Window): AsyncGenerator<ProviderCharge> {
    const charges = this.stripe.charges.list({ created: within(window), limit: 100 });
    for await (const charge of each(charges)) if (charge.status === 'succeeded') yield toCharge(charge);
  }

  async *listRefunds(window: Window): AsyncGenerator<ProviderRefund> {
    const refunds = this.stripe.refunds.list({ created: within(window), limit: 100, expand: EXPAND_REFUNDS });
    for await (const refund of each(refunds)) yield toListedRefund(refund);
  }

  async ping(): Promise<void> {
    await call(() => this.stripe.checkout.sessions.list({ limit: 1 }));
  }

  readWebhook(rawBody: Buffer, signature: string | undefined): ProviderEvent | null {
    if (!signature) throw new WebhookRefused('the Stripe-Signature header is missing');
    const { signature: verifier } = this.stripe.webhooks;
    if (!verifier) throw new WebhookRefused('no webhook can be verified');
    try {
      verifier.verifyHeader(rawBody, signature, this.options.webhookSecret, Stripe.webhooks.DEFAULT_TOLERANCE);
    } catch (error) {
      throw new WebhookRefused((error as Error).name);
    }
    return toEvent(parseSigned(rawBody), isLiveKey(this.options.secretKey));
  }
}

/** Whether a key moves real money; null for the key of another server that speaks Stripe's API. */
function isLiveKey(secretKey: string): boolean | null {
  const mode = /^(?:sk|rk)_(live|test)_/.exec(secretKey)?.[1];
  return mode === undefined ? null : mode === 'live';
}

/** Stripe counts whole seconds, so both ends of a half-open window round up. */
function within({ from, to }: Window): { gte: number; lt: number } {
  return { gte: Math.ceil(from.getTime() / 1000), lt: Math.ceil(to.getTime() / 1000) };
}

async function* each<T>(list: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* list;
  } catch (error) {
    throw toProviderError(error);
  }
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
  // A 5xx is stored under its key and would come back each time: unknown outcome, spent key. So is a key that an
  // earlier release has used for the same call with other parameters.
  const spent = status >= 500 || error instanceof Stripe.errors.StripeIdempotencyError;
  if (spent) return new ProviderUnavailable(`${error.type} ${status}`, true);
  return new ProviderRefused(error.code === 'charge_disputed' ? 'in_dispute' : (error.code ?? error.type), true);
}
