import { SEND } from '../events.js';
import type { Store } from '../store.js';
import { Timers } from '../timers.js';
import type { RefundPlan } from './objects.js';
import { stepRefund } from './refunds.js';

/** What happens by itself: queued refunds take their steps. */
export class RefundQueue {
  private readonly timers = new Timers();

  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sets an alarm for every refund on its way, and for every new one. */
  start(): void {
    for (const plan of this.store.all('paystack_refund_plans')) this.watch(plan);
    this.store.subscribe((changes) => {
      for (const change of changes) if (change[0] === 'paystack_refund_plans' && change[2]) this.watch(change[2]);
    });
  }

  stop(): void {
    this.timers.cancelAll();
  }

  private watch({ id, due }: RefundPlan): void {
    this.timers.set(id, due, () => {
      this.store.transact((tx) => stepRefund({ tx, webhook: SEND }, id)).catch(this.onError);
    });
  }
}
