import { pause } from './stack.js';

const GIVE_UP_MS = 20_000;

/** The drive endpoints of the sandbox. It may be dead for a moment: an order is repeated until it is answered. */
export class Bank {
  constructor(
    private readonly base: string,
    private readonly over: AbortSignal,
  ) {}

  /** What happens to a session; the status of the answer, null when the bank stayed away. */
  async drive(session: string, order: Readonly<Record<string, unknown>>): Promise<number | null> {
    return this.post(`checkout/${session}`, order);
  }

  async faults(faults: Readonly<Record<string, unknown>>): Promise<number | null> {
    return this.post('faults', faults);
  }

  async settleRefund(id: string, status: 'succeeded' | 'failed'): Promise<number | null> {
    return this.post(`refunds/${id}`, { status });
  }

  async sessions(): Promise<readonly { id: string; status: string; payment_status: string }[]> {
    return (await this.get('sessions')) as { id: string; status: string; payment_status: string }[];
  }

  async ledger(): Promise<readonly { type: string; id: string; status: string }[]> {
    return (await this.get('ledger')) as { type: string; id: string; status: string }[];
  }

  private async get(path: string): Promise<unknown[]> {
    const response = await fetch(`${this.base}/sandbox/stripe/${path}`, { signal: AbortSignal.timeout(10_000) });
    return (await response.json()) as unknown[];
  }

  private async post(path: string, body: Readonly<Record<string, unknown>>): Promise<number | null> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    while (Date.now() < giveUpAt && !this.over.aborted) {
      try {
        const response = await fetch(`${this.base}/sandbox/stripe/${path}`, {
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
