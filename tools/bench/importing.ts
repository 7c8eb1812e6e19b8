import { randomUUID } from 'node:crypto';
import { readXlsx } from 'hucre';
import { writeWorkbook } from '../../src/adapters/spreadsheets/write-workbook.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { ProductsQuery } from '../../src/domain/catalogue/products-query.js';
import { copyIn } from '../../src/models/copy-in.js';
import { settled } from './engines.js';
import { measure, percentile } from './measure.js';
import { residentKb } from './memory.js';
import { addReader, type Reader } from './population.js';
import type { Product } from './product.js';

export const ROWS = 20_000;
/** A list with three filters, as a query and as the repository is asked. */
export const FILTERS = 'dose_form=oral_liquid&thc_min=5&in_stock=true';
export const FILTERED = {
  ...{ doseForm: 'oral_liquid', thcMin: 5, inStock: true, active: true },
  ...{ order: 'name', descending: false, limit: 51 },
} as const satisfies Omit<ProductsQuery, 'clinicId'>;

const SUPPLIER = 'botanitech';
const IMPORTS = '/api/v1/supplier-products/imports/';
const PRODUCTS = `/api/v1/supplier-products/?${FILTERS}`;
const SMALL = 1_000;
const TIMES = 100;
const READERS = 80;
const SAMPLE_MS = 100;
const HEADINGS = ['product_code', 'product_name', 'strength', 'dose_form', 'pack', 'price', 'stock_quantity'];
const FORMS = ['oral liquid', 'capsule', 'dried herb', 'tablet'];

/** A workbook, and its rows. */
interface List {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** Price lists that are imported into a catalogue of their own, and readers of two catalogues of 1,000 and of 100,000 products. */
export class Importing {
  /** MB by which the worker has grown while a list was imported last. */
  grownMb = Number.NaN;
  private lists = 0;
  private last: List | undefined;

  private constructor(
    private readonly product: Product,
    private readonly manager: Reader,
    readonly readersOfSmall: readonly Reader[],
  ) {}

  static async open(product: Product): Promise<Importing> {
    const { core, population } = product;
    const [buying, small] = [await addClinic(product), await addClinic(product)];
    const manager = await addReader(core, buying, 'admin');
    const readers = await Promise.all(Array.from({ length: READERS }, () => addReader(core, small, 'nurse')));
    const importing = new Importing(product, manager, readers);
    const [first] = readers;
    if (!first) throw new Error('nobody reads');
    await importing.import(await importing.listOf(SMALL), first);
    await fill(product, { from: small, to: population.clinicId });
    await importing.importNew();
    await core.pool.query('create table if not exists bench_rows (place integer, cells text)');
    return importing;
  }

  /** Seconds from the `POST` of a list of products that nobody knows until they are in the catalogue. */
  async importNew(): Promise<number> {
    this.last = await this.listOf(ROWS);
    return this.import(this.last);
  }

  /** Seconds for the last list once more. */
  async importSame(): Promise<number> {
    return this.import(this.lastList);
  }

  /** Seconds to parse the last list, and to copy its rows into a table. */
  async parseAndCopy(): Promise<number> {
    const { bytes, rows } = this.lastList;
    const client = await this.product.core.pool.connect();
    try {
      await client.query('truncate bench_rows');
      const begun = performance.now();
      const { sheets } = await readXlsx(bytes);
      const [, ...read] = sheets[0]?.rows ?? [];
      if (read.length !== rows) throw new Error(`${read.length} rows were parsed`);
      await copyIn(
        client,
        'copy bench_rows from stdin',
        read.map((cells, at) => [at, cells]),
      );
      return (performance.now() - begun) / 1_000;
    } finally {
      client.release();
    }
  }

  /** The p95 of readers of 100,000 products, in ms, while a list is imported; and how much the worker grows meanwhile. */
  async readingWhileImporting(): Promise<number> {
    const { pid } = this.product.worker;
    const before = residentKb(pid);
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, residentKb(pid));
    }, SAMPLE_MS);
    try {
      let isImporting = true;
      const list = await this.listOf(ROWS);
      const importing = this.import(list).finally(() => {
        isImporting = false;
      });
      importing.catch(() => undefined); // awaited below
      const latencies: number[] = [];
      while (isImporting) latencies.push(...(await this.read(1)));
      await importing;
      this.grownMb = (peak - before) / 1024;
      return percentile(latencies, 95);
    } finally {
      clearInterval(sampling);
    }
  }

  /** The p95 of `count` such readings while nothing is imported. */
  async readingAlone(count: number): Promise<number> {
    return percentile(await this.read(count), 95);
  }

  private get lastList(): List {
    if (!this.last) throw new Error('no list was imported');
    return this.last;
  }

  private async read(count: number): Promise<readonly number[]> {
    const { doctors } = this.product.population;
    let turn = 0;
    const call = async () => {
      const doctor = doctors[turn++ % doctors.length];
      const { ok, status } = await fetch(`${this.product.url}${PRODUCTS}`, { headers: authorized(doctor) });
      if (!ok) throw new Error(`the list of products was answered ${status}`);
    };
    return (await measure(count, 1, call)).latenciesMs;
  }

  /** Products of which each list has others. */
  private async listOf(rows: number): Promise<List> {
    this.lists += 1;
    const list = this.lists;
    const cells = Array.from({ length: rows }, (_, at) => {
      const code = `L${list}-${String(at).padStart(6, '0')}`;
      const form = FORMS[at % FORMS.length] ?? '';
      return [code, `Product ${code}`, `THC ${(at % 27) + 1} mg/mL`, form, '30 mL', 10 + (at % 900) / 10, at % 40];
    });
    return { bytes: await writeWorkbook([{ name: 'Prices', headings: HEADINGS, rows: cells }]), rows };
  }

  private async import({ bytes, rows }: List, by = this.manager): Promise<number> {
    const { url } = this.product;
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), 'prices.xlsx');
    for (const [name, value] of Object.entries({ supplier: SUPPLIER, coverage: 'partial', mode: 'apply' }))
      form.set(name, value);
    const headers = { ...authorized(by), 'idempotency-key': randomUUID() };
    const begun = performance.now();
    const sent = await fetch(`${url}${IMPORTS}`, { method: 'POST', headers, body: form });
    const { id } = (await sent.json()) as { id: string };
    if (sent.status !== 202) throw new Error(`a price list was answered ${sent.status}`);
    let found: Record<string, unknown> = {};
    const isDone = async () => {
      found = (await (await fetch(`${url}${IMPORTS}${id}/`, { headers })).json()) as typeof found;
      return !['received', 'reading', 'applying'].includes(String(found.state));
    };
    let seconds = 0;
    const isSeen = async () => {
      if (!(await isDone())) return false;
      seconds = (performance.now() - begun) / 1_000;
      return true;
    };
    await Promise.race([settled(isSeen, 'the price list to be applied'), this.product.died]);
    if (found.state !== 'applied' || found.rows_valid !== rows) throw new Error(JSON.stringify(found).slice(0, 500));
    return seconds;
  }
}

function authorized(reader: Reader | undefined): Record<string, string> {
  return { authorization: `Bearer ${reader?.token}` };
}

async function addClinic({ core }: Product): Promise<string> {
  const id = randomUUID();
  const named = {
    name: 'Bench Clinic',
    slug: `bench-${id}`,
    timezone: 'Australia/Sydney',
    currency: 'aud' as const,
    phone: null,
  };
  await core.unitOfWork.withScope(SYSTEM, ({ clinics }) => clinics.create({ id, ...named }));
  return id;
}

/** Copies the products of a clinic into another one, 100 times, each with a code, a name and a price of its own. */
async function fill({ core }: Product, { from, to }: { from: string; to: string }): Promise<void> {
  const client = await core.pool.connect();
  try {
    await client.query('begin; set local statement_timeout = 0');
    await client.query(
      `insert into supplier_products (id, clinic_id, supplier, key, content, active, withdrawn, first_seen_at, last_updated, import_id, sheet, row)
     select gen_random_uuid(), $2, supplier, key || '-' || n, content || jsonb_build_object('productCode', product_code || '-' || n,
              'productName', name || '-' || n, 'wholesalePrice', wholesale_price + n),
            active, withdrawn, first_seen_at, last_updated, import_id, sheet, row
       from supplier_products cross join generate_series(1, ${TIMES}) n where clinic_id = $1`,
      [from, to],
    );
    await client.query('commit; analyze supplier_products');
  } finally {
    client.release();
  }
}
