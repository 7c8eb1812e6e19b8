import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ApiClient, type Reply, until } from '../client.js';

const IMPORTS = '/api/v1/supplier-products/imports/';
const PRODUCTS = '/api/v1/supplier-products/';
const AT_REST = ['previewed', 'applied', 'undone', 'cancelled', 'failed'];

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose members each test names
type Answer = any;

/** Somebody who manages a catalogue: sends price lists, decides about them and reads what became of it. */
export class ImportOffice {
  constructor(readonly client: ApiClient) {}

  async send(list: Blob, fields: Record<string, string> = {}, name = 'list.csv'): Promise<string> {
    const sent = await this.client.upload(IMPORTS, list, name, randomUUID(), fields);
    assert.equal(sent.status, 202, JSON.stringify(sent.body));
    return String(sent.body.id);
  }

  async read(id: string): Promise<Answer> {
    return (await this.client.get(`${IMPORTS}${id}/`)).body;
  }

  settled(id: string, states: readonly string[] = AT_REST): Promise<Answer> {
    return until(`the import is ${states.join(' or ')}`, async () => {
      const found = await this.read(id);
      return states.includes(found.state) ? found : null;
    });
  }

  decide(id: string, decision: string, body?: object): Promise<Reply<Answer>> {
    return this.client.post(`${IMPORTS}${id}/${decision}/`, body, null);
  }

  async previewed(list: Blob, fields: Record<string, string> = {}, name?: string): Promise<Answer> {
    const found = await this.settled(await this.send(list, fields, name));
    assert.equal(found.state, 'previewed', JSON.stringify(found));
    return found;
  }

  async applied(list: Blob, fields: Record<string, string> = {}, name?: string): Promise<Answer> {
    const { id } = await this.previewed(list, fields, name);
    const go = await this.decide(id, 'apply');
    assert.equal(go.status, 202, JSON.stringify(go.body));
    const found = await this.settled(id, ['applied', 'failed']);
    assert.equal(found.state, 'applied', JSON.stringify(found));
    return found;
  }

  async undone(id: string): Promise<Answer> {
    const asked = await this.decide(id, 'undo', { reason: 'The wrong file' });
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    return this.settled(id, ['undone']);
  }

  /** All products of the catalogue, page after page. */
  async products(query = 'active=all'): Promise<Answer[]> {
    const all: Answer[] = [];
    for (let next: string | null = `${PRODUCTS}?limit=200&${query}`; next; ) {
      const { status, body, headers }: Reply<Answer> = await this.client.get(next);
      assert.equal(status, 200, JSON.stringify(body));
      all.push(...body);
      const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
      next = link ? new URL(link).pathname + new URL(link).search : null;
    }
    return all;
  }

  async product(id: string): Promise<Answer> {
    return (await this.client.get(`${PRODUCTS}${id}/`)).body;
  }

  async byCode(code: string): Promise<Answer> {
    return (await this.products()).find((product) => product.product_code === code);
  }
}
