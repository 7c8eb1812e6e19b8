import { defineSignal } from '@temporalio/workflow';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';

export const PAYMENT_EVENT_WORKFLOW = 'paymentEvent';

/** More events of the same provider object, while the first is being settled. */
export const moreEventsSignal = defineSignal<[PaymentEvent]>('paymentEvent');
