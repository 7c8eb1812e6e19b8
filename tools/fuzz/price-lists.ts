import { until } from '../rig/instance.js';
import type { Person } from './people.js';

/** Whose catalogue it is. */
interface Managed {
  readonly admin: Person;
}

const SETTLED_MS = 30_000;
const ORDERS = 'supplier-products/purchase-orders/';

interface OrderBody {
  readonly supplier: string;
  readonly lines: readonly { readonly product: string; readonly quantity: number }[];
}

const LIST =
  'product_code,product_name,strength,dose_form,pack,price\nFUZZ-1,Fuzz oil,THC 10 mg/mL,oral liquid,30 mL,10.00\n';

/** Imports of price lists into the catalogue of a fuzzed clinic. */
export class PriceLists {
  #product: Promise<string> | undefined;

  constructor(private readonly clinic: Managed) {}

  /** An import that nobody has applied. */
  async submitted(supplier: string): Promise<string> {
    const form = new FormData();
    form.set('supplier', supplier);
    form.set('file', new Blob([LIST]), 'fuzz.csv');
    return String((await this.clinic.admin.client.call('POST', 'supplier-products/imports/', form)).id);
  }

  async previewed(supplier: string): Promise<string> {
    return this.#in('previewed', await this.submitted(supplier));
  }

  async applied(supplier: string): Promise<string> {
    const id = await this.previewed(supplier);
    await this.clinic.admin.client.call('POST', `supplier-products/imports/${id}/apply/`, {});
    return this.#in('applied', id);
  }

  /** A product of the catalogue, the same for all who ask. */
  product(): Promise<string> {
    this.#product ??= this.applied('botanitech').then(async () => {
      const [{ id }] = await this.clinic.admin.client.call('GET', 'supplier-products/?supplier=botanitech');
      return String(id);
    });
    return this.#product;
  }

  /** An order of that product at its supplier, as `create` takes it. */
  async order(): Promise<OrderBody> {
    return { supplier: 'botanitech', lines: [{ product: await this.product(), quantity: 2 }] };
  }

  /** The id of an order that was made, and sent where that is wanted. */
  async ordered({ isSent = false } = {}): Promise<string> {
    const { client } = this.clinic.admin;
    const { id } = await client.call('POST', ORDERS, await this.order());
    if (isSent) await client.call('PATCH', `${ORDERS}${id}/`, { status: 'sent' });
    return String(id);
  }

  async #in(state: string, id: string): Promise<string> {
    const path = `supplier-products/imports/${id}/`;
    await until(SETTLED_MS, async () => (await this.clinic.admin.client.call('GET', path)).state === state);
    return id;
  }
}
