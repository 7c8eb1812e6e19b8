import { defineSignal } from '@temporalio/workflow';
import type { PaymentEvent } from '../../domain/appointments/commands.js';

export const PAYMENT_EVENT_WORKFLOW = 'paymentEvent';

/** More news of the same provider object, while the first is being dealt with. */
export const moreNewsSignal = defineSignal<[PaymentEvent]>('paymentEvent');
