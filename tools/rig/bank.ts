import { pause } from './stack.js';

const GIVE_UP_MS = 20_000;

/** The halves of the sandbox. */
export type Gateway = 'stripe' | 'paystack';

/** The drive endpoints of the sandbox. It may be dead for a moment: an order is repeated until it is answered. */
export class Bank {
  constructor(
    private readonly base: string,
    private readonly over: AbortSignal,
    readonly gateway: Gateway = 'stripe',
  ) {}

  /** What happens to a session; the status of the answer, null when the bank stayed unreachable. */
  async drive(session: string, order: Readonly<Record<string, unknown>>): Promise<number | null> {
    return this.post(`checkout/${session}`, order);
  }

  async faults(faults: Readonly<Record<string, unknown>>): Promise<number | null> {
    return this.post('faults', faults);
  }

  async settleRefund(id: string, status: 'succeeded' | 'failed'): Promise<number | null> {
    return this.post(`refunds/${id}`, { status });
  }

  /** A dispute of what was paid over a session is opened, or becomes what `order.status` says. */
  async dispute(session: string, order: Readonly<Record<string, unknown>>): Promise<number | null> {
    return this.post('dispute', { ...order, [this.gateway === 'stripe' ? 'session_id' : 'reference']: session });
  }

  /** Sessions whose payment is under way. */
  async undecided(): Promise<readonly string[]> {
    if (this.gateway === 'paystack') {
      const rows = (await this.get('transactions')) as { id: string; status: string }[];
      return rows.filter((row) => row.status === 'pending').map(({ id }) => id);
    }
    const rows = (await this.get('sessions')) as { id: string; status: string; payment_status: string }[];
    return rows.filter((row) => row.status === 'complete' && row.payment_status === 'unpaid').map(({ id }) => id);
  }

  /** Refunds that somebody has yet to decide: at Paystack also those that wait for the patient's bank details. */
  async openRefunds(): Promise<readonly string[]> {
    const entries = (await this.get('ledger')) as {
      type: string;
      id: string;
      status: string;
      provider_status?: string;
    }[];
    const open = (entry: (typeof entries)[number]) =>
      entry.status === 'pending' || entry.provider_status === 'needs-attention';
    return entries.filter((entry) => entry.type === 'refund' && open(entry)).map(({ id }) => id);
  }

  private async get(path: string): Promise<unknown[]> {
    const response = await fetch(`${this.base}/sandbox/${this.gateway}/${path}`, {
      signal: AbortSignal.timeout(30_000),
    });
    return (await response.json()) as unknown[];
  }

  private async post(path: string, body: Readonly<Record<string, unknown>>): Promise<number | null> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    while (Date.now() < giveUpAt && !this.over.aborted) {
      try {
        const response = await fetch(`${this.base}/sandbox/${this.gateway}/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        });
        await response.body?.cancel();
        return response.status;
      } catch {
        await pause(200, this.over); // killed, and just being started again
      }
    }
    return null;
  }
}
