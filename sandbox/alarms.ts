import { SEND } from './events.js';
import { stepRefund } from './paystack/refunds.js';
import type { Store } from './store.js';
import { closeIfOverdue } from './stripe/drive.js';
import type { TableName, Tables } from './stripe/objects.js';
import { failPlannedRefund } from './stripe/refunds.js';
import { Timers } from './timers.js';

/** What happens by itself: sessions reach their `expires_at`, and refunds take the steps that are planned for them. */
export class Alarms {
  private readonly timers = new Timers();

  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Sets an alarm for everything that waits, and for everything new. */
  start(): void {
    const { store } = this;
    this.watch(
      'sessions',
      (session) => (session.status === 'open' ? session.expires_at * 1000 : null),
      (id) => closeIfOverdue(store, id),
    );
    const due = (plan: { readonly due: number }) => plan.due;
    this.watch('refund_plans', due, (id) => store.transact((tx) => failPlannedRefund({ tx, webhook: SEND }, id)));
    this.watch('paystack_refund_plans', due, (id) => store.transact((tx) => stepRefund({ tx, webhook: SEND }, id)));
  }

  stop(): void {
    this.timers.cancelAll();
  }

  /** Rings for each row of a table when it is due, in Unix milliseconds; for one that is null, no longer. */
  private watch<T extends TableName>(
    table: T,
    due: (row: Tables[T]) => number | null,
    ring: (id: string) => Promise<unknown>,
  ): void {
    const set = (id: string, row: Tables[T]): void => {
      const at = due(row);
      if (at === null) this.timers.cancel(id);
      else this.timers.set(id, at, () => void ring(id).catch(this.onError));
    };
    for (const row of this.store.all(table)) set(row.id, row);
    this.store.subscribe((changes) => {
      for (const [changed, id, row] of changes) if (changed === table && row !== null) set(id, row as Tables[T]);
    });
  }
}
