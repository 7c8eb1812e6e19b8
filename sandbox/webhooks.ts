import type { Faults } from './faults.js';
import type { Store } from './store.js';
import type { Delivery } from './stripe/objects.js';
import { Timers } from './timers.js';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
const ANSWER_WITHIN_MS = 10_000;
const AT_ONCE = 8;

/** A notice as it is posted. */
export interface Notice {
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the notices of one provider go, and how they are written and signed. */
export interface Outlet {
  readonly url: string;
  /** No notice leaves in an outage of this provider. */
  readonly faults: Faults;
  /** Undefined for an event that is no longer kept. */
  readonly noticeOf: (event: string) => Notice | undefined;
}

/** The providers that send notices; one that is left out keeps what it owes. */
export type Outlets = Readonly<Partial<Record<'stripe' | 'paystack', Outlet>>>;

/**
 * Delivers events at least once: what is owed lies in the journal, and is owed until the receiver has answered
 * with a 2xx. Order is not promised, as with the real ones.
 */
export class WebhookSender {
  private readonly timers = new Timers();
  private readonly attempts = new Map<string, number>();
  private readonly underWay = new Set<string>();
  private readonly ready: string[] = [];
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly outlets: Outlets,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Takes up what an earlier process still owed, and everything new. */
  start(): void {
    this.store.subscribe((changes) => {
      for (const change of changes) if (change[0] === 'deliveries' && change[2]) this.await(change[2]);
    });
    this.resume();
  }

  /** Looks at everything owed again, because an outage began or ended. */
  resume(): void {
    for (const delivery of this.store.all('deliveries')) this.await(delivery);
  }

  /** Ends all waiting and cuts off what is on its way; that stays owed. */
  async stop(): Promise<void> {
    this.timers.cancelAll();
    this.ready.length = 0;
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private await(delivery: Delivery, due = delivery.due): void {
    const outlet = this.outletOf(delivery);
    if (!outlet || this.stopping.signal.aborted || this.underWay.has(delivery.id)) return;
    this.timers.set(delivery.id, due, () => {
      const end = outlet.faults.outageEnd();
      if (end !== undefined) {
        this.await(delivery, end);
        return;
      }
      this.underWay.add(delivery.id);
      this.ready.push(delivery.id);
      this.next();
    });
  }

  private outletOf(delivery: Delivery): Outlet | undefined {
    return this.outlets[delivery.from ?? 'stripe'];
  }

  private next(): void {
    while (this.running.size < AT_ONCE) {
      const id = this.ready.shift();
      if (id === undefined) return;
      const attempt = this.attempt(id)
        .catch(this.onError)
        .then(() => {
          this.running.delete(attempt);
          this.next();
        });
      this.running.add(attempt);
    }
  }

  private async attempt(id: string): Promise<void> {
    const delivery = this.store.get('deliveries', id);
    if (!delivery) {
      this.underWay.delete(id);
      return;
    }
    const attempts = (this.attempts.get(id) ?? 0) + 1;
    this.attempts.set(id, attempts);
    const taken = await this.post(delivery);
    if (taken) {
      this.attempts.delete(id);
      await this.store.transact((tx) => tx.remove('deliveries', id));
    }
    this.underWay.delete(id);
    if (taken) return;
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
    this.await(delivery, Date.now() + wait);
  }

  private async post(delivery: Delivery): Promise<boolean> {
    const outlet = this.outletOf(delivery);
    const notice = outlet?.noticeOf(delivery.event);
    if (!outlet || !notice) return true;
    try {
      const answer = await fetch(outlet.url, {
        method: 'POST',
        redirect: 'manual',
        headers: notice.headers,
        body: notice.payload,
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      // Nobody listens, or no answer came in time: it stays owed either way.
      return false;
    }
  }
}
