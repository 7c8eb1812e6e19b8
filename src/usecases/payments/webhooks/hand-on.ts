import type { AppointmentWorkflows } from '../../../adapters/temporal/port.js';
import type { PaymentEvent } from '../../../domain/payments/payment-event.js';
import { failPoint } from '../../../observability/fail-points.js';
import type { Logger } from '../../../observability/logger.js';

/** Calls to the engine at one time: a burst of webhooks must not take it away from people who wait. */
const WIDTH = 2;
/** News of the same checkout so soon after the last is told together. */
const TOGETHER_MS = 1_000;

export interface HandOnDeps {
  readonly engine: AppointmentWorkflows;
  readonly logger: Logger;
}

/**
 * Hands webhooks on to their appointments, after they were stored and answered. News of a checkout that comes while its
 * last is being told is gathered and told once: one look-up answers all of it. What is lost with this process, or meets
 * an engine that is away, the maintenance schedule hands on within a minute or two.
 */
export function handOn({ engine, logger }: HandOnDeps): (event: PaymentEvent) => void {
  const waiting = new Map<string, PaymentEvent>();
  /** Told a moment ago, and what has come since. */
  const told = new Map<string, PaymentEvent | null>();
  let running = 0;

  const take = (event: PaymentEvent) => {
    const key = subjectOf(event);
    if (told.has(key)) told.set(key, event);
    else waiting.set(key, event);
    next();
  };
  const next = () => {
    while (running < WIDTH) {
      const [first] = waiting;
      if (!first) return;
      const [key, event] = first;
      waiting.delete(key);
      told.set(key, null);
      setTimeout(() => again(key), TOGETHER_MS).unref();
      void deliver(event);
    }
  };
  const again = (key: string) => {
    const since = told.get(key);
    told.delete(key);
    if (since) take(since);
  };
  const deliver = async (event: PaymentEvent) => {
    running += 1;
    try {
      await engine.deliverPaymentEvent(event);
      failPoint('webhook.signalled');
    } catch (error) {
      logger.warn('a webhook waits for maintenance to hand it on', { error, event: event.eventId });
    } finally {
      running -= 1;
      next();
    }
  };
  return take;
}

function subjectOf({ provider, about, objectId, eventId }: PaymentEvent): string {
  return `${provider}/${about}/${about === 'checkout' ? objectId : eventId}`;
}
