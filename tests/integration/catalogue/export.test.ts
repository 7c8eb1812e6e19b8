import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SUPPLIERS = ['botanitech', 'medreleaf', 'alma', 'phytoca', 'tasmanianBotanics'];

const sample = (name: string) =>
  new Blob([new Uint8Array(readFileSync(new URL(`../../fixtures/suppliers/${name}.xlsx`, import.meta.url)))]);
const asBlob = (bytes: Buffer) => new Blob([new Uint8Array(bytes)]);
const rowsOf = async (bytes: Buffer) => {
  const { sheets } = await readFile(new Uint8Array(bytes), 50_000);
  const [headings = [], ...rows] = (sheets[0]?.rows ?? []).map(({ cells }) => cells);
  return rows.map((cells) => Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? ''])));
};
/** A product without what says when a list was seen, and with which. */
const described = (product: Record<string, unknown>) => {
  const { id, first_seen_at, last_seen_at, last_updated, source, ...others } = product;
  return others;
};

describe('the catalogue as a file', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    for (const supplier of SUPPLIERS) await office.applied(sample(supplier), {}, `${supplier}.xlsx`);
  });
  after(() => stage?.close());

  const download = async (query: string, accept?: string, by = office.client) => {
    const { status, bytes, headers } = await by.bytes(`${P}?${query}`, accept);
    const header = (name: string) => headers.get(name) ?? '';
    return { status, bytes, type: header('content-type'), name: header('content-disposition'), header };
  };

  for (const supplier of SUPPLIERS) {
    for (const format of ['csv', 'xlsx']) {
      it(`of ${supplier} is imported again as ${format}, and nothing changes`, async () => {
        const before = await office.products(`active=all&supplier=${supplier}`);
        const file = await download(`supplier=${supplier}&format=${format}`);
        assert.equal(file.status, 200);
        assert.match(
          file.name,
          new RegExp(`^attachment; filename="catalogue-${supplier}-\\d{4}-\\d\\d-\\d\\d[.]${format}"$`),
        );
        const found = await office.applied(asBlob(file.bytes), { supplier }, `catalogue.${format}`);
        const changed = ['products_created', 'products_updated', 'products_deactivated', 'products_reactivated'];
        for (const count of changed) assert.equal(found[count], 0, count);
        assert.deepEqual(
          [found.supplier, found.unchanged, found.rows_valid, found.rows_invalid, found.absent_fields],
          [supplier, before.length, before.length, 0, []],
        );
        const seen = (products: { last_seen_at: string }[]) => products.map(({ last_seen_at, ...others }) => others);
        assert.deepEqual(seen(await office.products(`active=all&supplier=${supplier}`)), seen(before));
      });
    }
  }

  it('makes the same catalogue where there is none', async () => {
    const before = await office.products('supplier=alma');
    const { bytes } = await download('supplier=alma&format=xlsx');
    const other = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    try {
      const there = new ImportOffice(await other.signIn('admin'));
      const found = await there.applied(asBlob(bytes), {}, 'catalogue.xlsx');
      assert.deepEqual([found.supplier, found.products_created], ['alma', before.length]);
      assert.deepEqual((await there.products('supplier=alma')).map(described), before.map(described));
    } finally {
      await other.close();
    }
  });

  it('takes GST from no price twice', async () => {
    const mapping = {
      ...{ supplier_name: 'Pharma Plus', currency: 'aud', price_basis: 'inc_gst', coverage: 'full', lead_time: '7d' },
      ...{ update_frequency: 'weekly', columns: { product_code: ['Item'], wholesale_price: ['wholesale_price'] } },
    };
    const stored = await office.client.send('PUT', `${P}suppliers/pharmaPlus/`, mapping, null);
    assert.ok([200, 201].includes(stored.status), JSON.stringify(stored.body));
    const list = new Blob(['Item,product_name,wholesale_price\nX-1,Lozenge,110.00\nX-2,Cream,33.33\n']);
    await office.applied(list, { supplier: 'pharmaPlus' });
    const prices = async () => (await office.products('supplier=pharmaPlus')).map(({ price }) => price).toSorted();
    assert.deepEqual(await prices(), ['100.00', '30.30']);
    const file = await download('supplier=pharmaPlus&format=csv');
    const found = await office.applied(asBlob(file.bytes), { supplier: 'pharmaPlus' });
    assert.equal(found.unchanged, 2);
    assert.deepEqual(await prices(), ['100.00', '30.30']);
    // The names of the fields alone make no file of the catalogue: this is a list of the supplier, and its prices hold GST.
    const plain = new Blob(['Item,product_name,wholesale_price\nX-1,Lozenge,55\nX-2,Cream,33.33\n']);
    await office.applied(plain, { supplier: 'pharmaPlus' });
    assert.deepEqual(await prices(), ['30.30', '50.00']);
  });

  it('holds all that match and nothing else, in the order that is asked for, whatever the number', async () => {
    const all = await office.products('active=true');
    const whole = await rowsOf((await download('format=csv&limit=1')).bytes);
    assert.deepEqual(whole.map((row) => row.product_key).length, all.length);
    const [first] = await office.products('supplier=phytoca&sort=-price');
    const dear = await rowsOf((await download('supplier=PHYTOCA&sort=-price&in_stock=true&format=xlsx')).bytes);
    const expected = await office.products('supplier=phytoca&in_stock=true&sort=-price');
    assert.deepEqual(
      dear.map((row) => row.product_code),
      expected.map(({ product_code }) => product_code),
    );
    assert.ok(first.price >= (dear[0]?.wholesale_price ?? ''));
    assert.equal((await rowsOf((await download('supplier=nobody&format=csv')).bytes)).length, 0);
    assert.equal((await rowsOf((await download('search=nothing-like-this&format=xlsx')).bytes)).length, 0);
  });

  it('of the whole catalogue is imported supplier by supplier', async () => {
    const { bytes, name } = await download('format=csv');
    assert.match(name, /filename="catalogue-\d/);
    const products = await office.products('supplier=alma');
    const alma = await office.previewed(asBlob(bytes), { supplier: 'alma' });
    assert.deepEqual([alma.unchanged, alma.preview.unchanged, alma.rows_invalid], [0, products.length, 0]);
    assert.ok(alma.rows_skipped > products.length);
    const unsaid = await office.settled(await office.send(asBlob(bytes)));
    assert.deepEqual([unsaid.state, unsaid.failure.code], ['failed', 'layout_unknown']);
    const other = await download('supplier=phytoca&format=csv');
    const mistaken = await office.settled(await office.send(asBlob(other.bytes), { supplier: 'alma' }));
    assert.deepEqual([mistaken.failure.code, mistaken.failure.recognised], ['layout_mismatch', 'phytoca']);
  });

  it('with products that are not active leaves them so', async () => {
    const rows = productRows(8, { first: 500 });
    const supplier = 'medreleaf';
    const coverage = 'full';
    const standing = await office.applied(priceList(rows), { supplier, coverage });
    assert.ok(standing.products_deactivated > 0);
    const file = await download(`supplier=${supplier}&active=all&format=csv`);
    const found = await office.applied(asBlob(file.bytes), { supplier, coverage });
    assert.deepEqual(
      [found.unchanged, found.products_reactivated, found.rows_skipped],
      [8, 0, standing.products_deactivated],
    );
    await office.undone(found.id);
    await office.undone(standing.id);
  });

  it('is asked for by format or Accept, has no tag, and is for staff; each is a row of the audit', async () => {
    const doctor = await stage.signIn('doctor');
    const query = 'supplier=alma&in_stock=true&search=oil';
    const csv = await download(query, 'text/csv', doctor);
    assert.deepEqual([csv.status, csv.type], [200, 'text/csv; charset=utf-8; header=present']);
    assert.match(csv.header('vary'), /Accept\b/);
    assert.deepEqual([csv.header('etag'), csv.header('cache-control')], ['', 'no-store']);
    const workbook = await download(query, XLSX, doctor);
    assert.deepEqual([workbook.status, workbook.type], [200, XLSX]);
    const json = await download(query, '*/*', doctor);
    assert.match(json.type, /json/);
    const tag = { 'if-none-match': json.header('etag'), accept: 'text/csv' };
    assert.equal((await doctor.send('GET', `${P}?${query}`, undefined, null, tag)).status, 200);
    assert.match((await download(`${query}&format=json`, 'text/csv', doctor)).type, /json/);
    assert.equal((await download('format=ods')).status, 400);
    const audited = await stage.sql<{ details: object; entity: string }>(
      `select details, entity from audit_events where action = 'supplier_product.exported' and actor_user_id = $1 order by happened_at`,
      [doctor.person?.id],
    );
    const rows = (await rowsOf(csv.bytes)).length;
    const details = { rows, supplier: 'alma', filtered: true };
    assert.deepEqual(
      audited.slice(0, 2).map((one) => one.details),
      [
        { ...details, format: 'csv' },
        { ...details, format: 'xlsx' },
      ],
    );
    assert.equal((await download('format=csv', undefined, await stage.signIn('patient'))).status, 403);
  });
});
