import { SEND } from '../events.js';
import type { Store } from '../store.js';
import { Timers } from '../timers.js';
import { closeIfOverdue } from './drive.js';
import type { RefundPlan, Session } from './objects.js';
import { settleRefund } from './refunds.js';

/** What happens by itself: sessions reach their `expires_at`, and refunds that are to fail do so. */
export class Alarms {
  private readonly timers = new Timers();

  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sets an alarm for everything that waits, and for everything new. */
  start(): void {
    for (const session of this.store.all('sessions')) this.watchSession(session);
    for (const plan of this.store.all('refund_plans')) this.watchRefund(plan);
    this.store.subscribe((changes) => {
      for (const change of changes) {
        if (change[0] === 'sessions' && change[2]) this.watchSession(change[2]);
        if (change[0] === 'refund_plans' && change[2]) this.watchRefund(change[2]);
      }
    });
  }

  stop(): void {
    this.timers.cancelAll();
  }

  private watchSession(session: Session): void {
    if (session.status !== 'open') {
      this.timers.cancel(session.id);
      return;
    }
    this.timers.set(session.id, session.expires_at * 1000, () => {
      closeIfOverdue(this.store, session.id).catch(this.onError);
    });
  }

  private watchRefund(plan: RefundPlan): void {
    this.timers.set(plan.id, plan.due, () => {
      this.store
        .transact((tx) => {
          const refund = tx.get('refunds', plan.id);
          if (refund && tx.get('refund_plans', plan.id)) settleRefund({ tx, webhook: SEND }, refund, 'failed');
        })
        .catch(this.onError);
    });
  }
}
