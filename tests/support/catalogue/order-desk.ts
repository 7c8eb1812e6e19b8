import assert from 'node:assert/strict';
import type { ApiClient, Reply } from '../client.js';

const ORDERS = '/api/v1/supplier-products/purchase-orders/';
const SUPPLIERS = '/api/v1/supplier-products/suppliers/';

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose members each test names
type Answer = any;

/** So many packs of a product. */
export interface Packs {
  readonly product: string;
  readonly quantity: unknown;
}

/** Somebody who orders from suppliers, and receives what they deliver. */
export class OrderDesk {
  constructor(readonly client: ApiClient) {}

  create(supplier: string, lines: readonly Packs[], more: object = {}, key?: string): Promise<Reply<Answer>> {
    return this.client.post(ORDERS, { supplier, lines, ...more }, key);
  }

  async created(supplier: string, lines: readonly Packs[], more: object = {}): Promise<Answer> {
    const { status, body } = await this.create(supplier, lines, more);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  set(id: string, status: string): Promise<Reply<Answer>> {
    return this.client.patch(`${ORDERS}${id}/`, { status });
  }

  async sent(supplier: string, lines: readonly Packs[]): Promise<Answer> {
    const { status, body } = await this.set((await this.created(supplier, lines)).id, 'sent');
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  receive(id: string, lines: readonly Packs[], key?: string): Promise<Reply<Answer>> {
    return this.client.post(`${ORDERS}${id}/receive/`, { lines }, key);
  }

  async read(id: string): Promise<Answer> {
    return (await this.client.get(`${ORDERS}${id}/`)).body;
  }

  document(id: string, query = '') {
    return this.client.bytes(`${ORDERS}${id}/document/${query}`);
  }

  /** From now on orders at this supplier are mailed there. */
  async mailOrdersTo(supplier: string, email: string): Promise<void> {
    const { body } = await this.client.get(`${SUPPLIERS}${supplier}/`);
    const { status } = await this.client.put(`${SUPPLIERS}${supplier}/`, { ...body, order_email: email });
    assert.equal(status, 200);
  }
}
