import { createHmac } from 'node:crypto';
import { callJson, Receiver, SandboxRig, until } from '../testing.js';
import type { PaystackLedgerEntry } from './overview.js';
import { DEFAULT_PAYSTACK_KEY } from './server.js';

/** A notice as it arrived, with the very bytes that were signed. */
export interface Arrived {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
  readonly signature: string;
}

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests, not by the compiler
  readonly body: any;
}

function referenceIn({ data }: Arrived): unknown {
  const transaction = data.transaction as { readonly reference?: unknown } | undefined;
  return data.reference ?? data.transaction_reference ?? transaction?.reference;
}

/** Parameters as the product sends them; NGN 5,000.00 unless changed. */
export function initializeParams(reference: string, changes: object = {}): object {
  return {
    email: 'patient@keepwell.invalid',
    amount: 500_000,
    currency: 'NGN',
    reference,
    callback_url: 'http://clinic.invalid/payment/success?appointment_id=a1',
    channels: ['card', 'bank_transfer'],
    metadata: { order_id: 'o1', appointment_id: 'a1', cancel_action: 'http://clinic.invalid/payment/cancel' },
    ...changes,
  };
}

function receiver(): Receiver<Arrived> {
  return new Receiver('/webhook/paystack/', (body, headers) => {
    const signature = String(headers['x-paystack-signature']);
    const own = createHmac('sha512', DEFAULT_PAYSTACK_KEY).update(body).digest('hex');
    if (own !== signature) throw new Error('bad signature');
    return { ...(JSON.parse(body) as Pick<Arrived, 'event' | 'data'>), raw: Buffer.from(body), signature };
  });
}

/** A sandbox with a receiver of Paystack's notices. */
export class PaystackRig extends SandboxRig<Receiver<Arrived>> {
  readonly key = DEFAULT_PAYSTACK_KEY;

  static async start(): Promise<PaystackRig> {
    return new PaystackRig(...(await PaystackRig.parts(receiver(), (webhookUrl) => ({ paystack: { webhookUrl } }))));
  }

  /** What `PAYSTACK_API_BASE` would be. */
  get apiBase(): string {
    return `${this.sandbox.url}/paystack`;
  }

  /** Notices whose signature was right, in the order of their arrival. */
  get received(): readonly Arrived[] {
    return this.receiver.received;
  }

  /** Calls the API; `body` makes it a POST. */
  api(path: string, body?: object, key = this.key): Promise<Answer> {
    return callJson(`${this.apiBase}${path}`, body, { authorization: `Bearer ${key}` });
  }

  drive(path: string, body?: object): Promise<Answer> {
    return callJson(`${this.sandbox.url}/sandbox/paystack/${path}`, body);
  }

  async ledger(): Promise<PaystackLedgerEntry[]> {
    return (await this.drive('ledger')).body;
  }

  /** Waits for the n-th notice of a kind about a reference. */
  notice(event: string, reference: string, count = 1): Promise<Arrived> {
    return until(`${event} of ${reference}`, () => {
      const about = this.received.filter((one) => one.event === event && referenceIn(one) === reference);
      return about[count - 1];
    });
  }
}
