import { isUuid } from '../ids.js';
import { PROVIDERS } from '../payments/orders.js';
import type { PaymentEvent } from './commands.js';

const ABOUT: readonly PaymentEvent['about'][] = ['checkout', 'refund', 'dispute'];

/** Whether something that was sent as a payment event can be looked up: a signal takes whatever is typed. */
export function isPaymentEvent(event: unknown): event is PaymentEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { provider, eventId, about, objectId, appointmentId, orderId, refundId } = event as Record<string, unknown>;
  return (
    PROVIDERS.some((known) => known === provider) &&
    (eventId === null || isText(eventId)) &&
    ABOUT.some((known) => known === about) &&
    isText(objectId) &&
    isUuid(appointmentId) &&
    isUuid(orderId) &&
    (refundId === undefined || isUuid(refundId))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}
