import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { measure, percentile } from './measure.js';
import { SIGN_IN_PASSWORD } from './population.js';
import type { Product } from './product.js';

const LOGIN = '/api/v1/users/login/';
const FLOOD_ADDRESS = '203.0.113.66';

export interface SignInSize {
  readonly signIns: number;
  /** How many of them at a time. */
  readonly width: number;
}

/** People who sign in by password, each from an address and a device of their own, in turn. */
export class SignIns {
  private readonly devices = new Map<string, string>();
  private turn = 0;

  constructor(private readonly product: Product) {}

  /** The percentiles that are asked for, in ms. @throws when any is refused */
  async percentile(rank: number, { signIns, width }: SignInSize): Promise<number> {
    const { latenciesMs } = await measure(signIns, width, () => this.signIn());
    return percentile(latenciesMs, rank);
  }

  /** The same, while one address tries passwords of accounts that there are not, as often each second. */
  async percentileBeside(flood: number, rank: number, size: SignInSize): Promise<number> {
    const attack = autocannon(
      {
        url: this.product.url,
        connections: 20,
        overallRate: flood,
        duration: 60,
        requests: [
          {
            method: 'POST',
            path: LOGIN,
            setupRequest: (request) => ({
              ...request,
              headers: { 'content-type': 'application/json', 'x-forwarded-for': FLOOD_ADDRESS },
              body: JSON.stringify({ email: `${randomUUID()}@bench.keepwell.invalid`, password: 'a wrong one' }),
            }),
          },
        ],
      },
      () => undefined,
    );
    const ended = once(attack, 'done');
    try {
      return await this.percentile(rank, size);
    } finally {
      attack.stop();
      await ended;
    }
  }

  private async signIn(): Promise<void> {
    const { signers } = this.product.population;
    const index = this.turn % signers.length;
    this.turn += 1;
    const email = signers[index] ?? '';
    const device = this.devices.get(email);
    const response = await fetch(`${this.product.url}${LOGIN}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.18.0.${index + 1}` },
      body: JSON.stringify({ email, password: SIGN_IN_PASSWORD, ...(device ? { device_token: device } : {}) }),
    });
    const body = (await response.json()) as { device_token: string };
    if (response.status !== 200) throw new Error(`a sign-in was answered ${response.status}: ${JSON.stringify(body)}`);
    // A device that is known: a new one is a mail more.
    this.devices.set(email, body.device_token);
  }
}
