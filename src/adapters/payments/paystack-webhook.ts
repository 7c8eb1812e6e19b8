import { createHmac, timingSafeEqual } from 'node:crypto';
import { orderOf, orderOfReference } from './paystack-objects.js';
import { type ProviderEvent, WebhookRefused, WebhookUnreadable } from './port.js';
import { type Members, membersOf, nameOf, parseSigned, requiredName } from './signed-body.js';

/**
 * Reads a signed notice. The signature is made with the secret key and carries no time, and events have no id: ours is
 * made of what the event says, so that a redelivery is the same event permanently. A live key and a test key have
 * secrets of their own, so that a notice of the other mode has a wrong signature.
 * @throws WebhookRefused, WebhookUnreadable
 */
export function readNotice(rawBody: Buffer, signature: string | undefined, secretKey: string): ProviderEvent | null {
  if (!signature) throw new WebhookRefused('the x-paystack-signature header is missing');
  const expected = createHmac('sha512', secretKey).update(rawBody).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new WebhookRefused('the signature is wrong');
  }
  const { event, data } = parseSigned(rawBody);
  return toEvent(requiredName(event, 'event'), data);
}

function toEvent(type: string, data: unknown): ProviderEvent | null {
  const moves = type === 'charge.success' || type.startsWith('charge.dispute.') || type.startsWith('refund.');
  if (!moves) return null;
  const members = membersOf(data);
  if (!members) throw new WebhookUnreadable('data is missing');
  if (type === 'charge.success') return chargeEvent(type, members);
  return type.startsWith('refund.') ? refundEvent(type, members) : disputeEvent(type, members);
}

function chargeEvent(type: string, data: Members): ProviderEvent {
  const reference = requiredName(data.reference, 'data.reference');
  return {
    eventId: eventIdOf(type, requiredName(nameOf(data.id), 'data.id'), data.status),
    about: 'checkout',
    change: 'paid',
    label: type,
    objectId: reference,
    orderId: orderOf({ reference, metadata: data.metadata }),
    paymentId: reference,
  };
}

function disputeEvent(type: string, data: Members): ProviderEvent {
  const transaction = membersOf(data.transaction) ?? {};
  const reference = nameOf(transaction.reference);
  const objectId = requiredName(nameOf(data.id), 'data.id');
  return {
    eventId: eventIdOf(type, objectId, data.status),
    about: 'dispute',
    change: 'updated',
    label: type,
    objectId,
    orderId: orderOf({ reference, metadata: transaction.metadata }),
    paymentId: reference ?? nameOf(data.transaction_reference),
  };
}

/**
 * Without an id (docs, Refunds, "Listen to notifications") the event is about the payment: all refunds of that
 * payment are looked up. Two equal refunds of one payment may then share an event; the lookup that the first one
 * asks for finds both.
 */
function refundEvent(type: string, data: Members): ProviderEvent {
  const paymentId = nameOf(data.transaction_reference);
  const id = nameOf(data.id);
  const objectId = requiredName(id ?? paymentId, 'data.transaction_reference');
  const which = id ?? [paymentId, nameOf(data.refund_reference) ?? '', nameOf(data.amount) ?? ''].join(':');
  return {
    eventId: eventIdOf(type, which, data.status),
    about: 'refund',
    change: 'updated',
    label: type,
    objectId,
    orderId: orderOfReference(paymentId),
    paymentId,
  };
}

function eventIdOf(type: string, which: string, status: unknown): string {
  return `${type}:${which}:${nameOf(status) ?? ''}`;
}
