import type { AppointmentWorkflows } from '../../../adapters/temporal/port.js';
import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import { failPoint } from '../../../observability/fail-points.js';
import type { Logger } from '../../../observability/logger.js';

/** Calls to Temporal at one time: a burst of webhooks must not slow down the calls that people wait for. */
const WIDTH = 2;
/** An event of the same checkout that comes this soon after the last one is dispatched with it. */
const TOGETHER_MS = 1_000;

export interface DispatchDeps {
  readonly engine: AppointmentWorkflows;
  readonly logger: Logger;
}

/**
 * Dispatches webhooks to their appointments, after they were stored and answered. Events of a checkout that arrive within a
 * second of the last one are gathered and dispatched as one: one lookup answers all of them. What is lost with this
 * process, or finds Temporal unavailable, is dispatched again by the maintenance Schedule within a minute or two.
 */
export function dispatchEvents({ engine, logger }: DispatchDeps): (event: PaymentEvent) => void {
  const waiting = new Map<string, PaymentEvent>();
  /** Dispatched within the last second, each with the newest event that has come since. */
  const recent = new Map<string, PaymentEvent | null>();
  let running = 0;

  const dispatch = (event: PaymentEvent) => {
    const key = subjectOf(event);
    if (recent.has(key)) recent.set(key, event);
    else waiting.set(key, event);
    next();
  };
  const next = () => {
    while (running < WIDTH) {
      const [first] = waiting;
      if (!first) return;
      const [key, event] = first;
      waiting.delete(key);
      recent.set(key, null);
      setTimeout(() => dispatchLatest(key), TOGETHER_MS).unref();
      void deliver(event);
    }
  };
  const dispatchLatest = (key: string) => {
    const latest = recent.get(key);
    recent.delete(key);
    if (latest) dispatch(latest);
  };
  const deliver = async (event: PaymentEvent) => {
    running += 1;
    try {
      await engine.deliverPaymentEvent(event);
      failPoint('webhook.signalled');
    } catch (error) {
      logger.warn('a webhook waits for maintenance to dispatch it', { error, event: event.eventId });
    } finally {
      running -= 1;
      next();
    }
  };
  return dispatch;
}

function subjectOf({ provider, about, objectId, eventId }: PaymentEvent): string {
  return `${provider}/${about}/${about === 'checkout' ? objectId : eventId}`;
}
