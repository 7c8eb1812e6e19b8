import assert from 'node:assert/strict';
import { type ApiClient, type Reply, until } from '../client.js';

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose members each test names
type Answer = any;

const SUPPLIERS = '/api/v1/supplier-products/suppliers/';

/** Somebody who says where price lists are fetched from, and reads what became of it. */
export class SourceOffice {
  constructor(readonly client: ApiClient) {}

  put(supplier: string, source: object): Promise<Reply<Answer>> {
    const whole = { every: '24h', mode: 'apply', coverage: 'full', enabled: true, ...source };
    return this.client.put(`${SUPPLIERS}${supplier}/source/`, whole);
  }

  async kept(supplier: string, source: object): Promise<Answer> {
    const { status, body } = await this.put(supplier, source);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  read(supplier: string): Promise<Reply<Answer>> {
    return this.client.get(`${SUPPLIERS}${supplier}/source/`);
  }

  remove(supplier: string): Promise<Reply<Answer>> {
    return this.client.delete(`${SUPPLIERS}${supplier}/source/`);
  }

  ask(supplier: string): Promise<Reply<Answer>> {
    return this.client.post(`${SUPPLIERS}${supplier}/source/run/`, undefined, null);
  }

  /** Has a list fetched, and waits for the end of that. */
  async run(supplier: string): Promise<Answer> {
    const before = (await this.read(supplier)).body.last_run?.at ?? null;
    const asked = await this.ask(supplier);
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    return this.ran(supplier, before);
  }

  /** The run that has ended behind the one of `before`. */
  ran(supplier: string, before: string | null): Promise<Answer> {
    return until(
      `the list of ${supplier} is fetched`,
      async () => {
        const { last_run: last } = (await this.read(supplier)).body;
        return last && last.at !== before ? last : null;
      },
      40_000,
    );
  }
}
