import { createHmac, timingSafeEqual } from 'node:crypto';
import { idsOf, orderOfReference, type PaystackDispute, type PaystackTransaction } from './paystack-objects.js';
import { type ProviderEvent, WebhookRefused } from './port.js';

/** What a refund's notice holds (docs, Refunds, "Listen to notifications"): of the refund itself most have no id. */
interface RefundNotice {
  readonly id?: number | string;
  readonly status?: string;
  readonly transaction_reference?: string;
  readonly refund_reference?: string | null;
  readonly amount?: number | string;
}

interface Notice {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Reads a signed notice. The signature is made with the secret key and carries no time, and events have no id: ours is
 * made of what the event says, so that a redelivery is the same event for ever.
 * @throws WebhookRefused
 */
export function readNotice(rawBody: Buffer, signature: string | undefined, secretKey: string): ProviderEvent {
  if (!signature) throw new WebhookRefused('the x-paystack-signature header is missing');
  const expected = createHmac('sha512', secretKey).update(rawBody).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new WebhookRefused('the signature is wrong');
  }
  return toEvent(parse(rawBody));
}

function parse(rawBody: Buffer): Notice {
  try {
    const { event, data } = JSON.parse(rawBody.toString('utf8')) as { event?: unknown; data?: unknown };
    if (typeof event === 'string') return { event, data: (data ?? {}) as Notice['data'] };
  } catch {
    // Signed by Paystack and still no event: refused below like any other.
  }
  throw new WebhookRefused('the body is no event');
}

function toEvent({ event, data }: Notice): ProviderEvent {
  if (event === 'charge.success') return chargeEvent(event, data);
  if (event.startsWith('charge.dispute.')) return disputeEvent(event, data as unknown as PaystackDispute);
  if (event.startsWith('refund.')) return refundEvent(event, data);
  const objectId = String(data.id ?? event);
  return {
    eventId: `${event}:${objectId}`,
    type: event,
    about: null,
    objectId,
    orderId: null,
    appointmentId: null,
    paymentId: null,
  };
}

function chargeEvent(type: string, data: PaystackTransaction & { readonly id?: unknown }): ProviderEvent {
  const reference = String(data.reference);
  return {
    eventId: `${type}:${data.id}:${data.status}`,
    type,
    about: 'checkout',
    objectId: reference,
    ...idsOf(data),
    paymentId: reference,
  };
}

function disputeEvent(type: string, data: PaystackDispute): ProviderEvent {
  return {
    eventId: `${type}:${data.id}:${data.status}`,
    type,
    about: 'dispute',
    objectId: String(data.id),
    ...idsOf(data.transaction ?? {}),
    paymentId: data.transaction?.reference ?? data.transaction_reference ?? null,
  };
}

/**
 * Without an id the news is about the payment: whoever hears it looks all refunds of that payment up. Two equal
 * refunds of one payment may then share an event; the look-up that the first one asks for finds both.
 */
function refundEvent(type: string, data: RefundNotice): ProviderEvent {
  const paymentId = data.transaction_reference ?? null;
  const which = data.id ?? [paymentId, data.refund_reference ?? '', data.amount].join(':');
  return {
    eventId: `${type}:${which}:${data.status}`,
    type,
    about: 'refund',
    objectId: String(data.id ?? paymentId),
    orderId: orderOfReference(paymentId),
    appointmentId: null,
    paymentId,
  };
}
