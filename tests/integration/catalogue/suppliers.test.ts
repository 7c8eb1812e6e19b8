import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import type { Reply } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const S = '/api/v1/supplier-products/suppliers/';
const PLUS = {
  supplier_name: 'PharmaPlus',
  formats: ['csv'],
  currency: 'aud',
  price_basis: 'ex_gst',
  coverage: 'full',
  update_frequency: 'daily',
  lead_time: '2d',
  columns: {
    product_code: ['SKU'],
    product_name: ['Item'],
    wholesale_price: ['wholesale_price'],
    stock_quantity: ['On hand'],
  },
  hidden_rows: 'read',
};
const LIST = (price: string) => new Blob([`SKU,Item,wholesale_price,On hand\nPP-1,Heat pack,${price},12\n`]);

describe('the suppliers of a clinic', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
  });
  after(() => stage?.close());

  const put = (key: string, mapping: object) => office.client.put(`${S}${key}/`, mapping);
  const supplier = async (key: string) => {
    const { body } = await office.client.get(S);
    return body.find((one: { key: string }) => one.key === key);
  };

  it('come page by page, each once, in the order of their keys', async () => {
    const all = (await office.client.get(S)).body;
    const pages: (readonly { key: string }[])[] = [];
    for (let next: string | null = `${S}?limit=2`; next; ) {
      const { body, headers }: Reply<{ key: string }[]> = await office.client.get(next);
      pages.push(body);
      const link = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      next = link ? new URL(link).pathname + new URL(link).search : null;
    }
    assert.deepEqual(
      pages.map(({ length }) => length),
      [2, 2, 1],
    );
    assert.deepEqual(pages.flat(), all);
    const foreign = (await office.client.get(`${S}?limit=1`)).headers.get('link') ?? '';
    const cursor = /cursor=([^&>]+)/.exec(foreign)?.[1] ?? '';
    const refused = ['limit=0', 'limit=201', `cursor=${cursor.replace(/^[^.]+/, 'orders')}`];
    for (const query of refused) assert.equal((await office.client.get(`${S}?${query}`)).status, 400, query);
  });

  it('are five from the beginning, whose mappings can be sent back as they are', async () => {
    const { status, body } = await office.client.get(S);
    assert.equal(status, 200);
    assert.deepEqual(
      body.map(({ key, built_in, version }: Record<string, unknown>) => [key, built_in, version]),
      ['alma', 'botanitech', 'medreleaf', 'phytoca', 'tasmanianBotanics'].map((key) => [key, true, 0]),
    );
    assert.deepEqual(await supplier('botanitech'), {
      ...{ key: 'botanitech', supplier_name: 'Cann Group Limited', built_in: true, update_frequency: 'weekly' },
      ...{ version: 0, products_active: 0, last_import_at: null, effective_from: null, stale: false, source: null },
    });
    for (const { key } of body) {
      const { body: mapping } = await office.client.get(`${S}${key}/`);
      const stored = await put(key, mapping);
      assert.deepEqual([stored.status, stored.body], [200, mapping], key);
      assert.deepEqual((await supplier(key)).built_in, false);
    }
  });

  it('have a sixth by its mapping alone: its lists are recognised and imported', async () => {
    const unknown = await office.settled(await office.send(LIST('4.20')));
    assert.equal(unknown.failure.code, 'layout_unknown');
    assert.equal((await office.client.get(`${S}pharmaPlus/`)).status, 404);
    const stored = await put('pharmaPlus', PLUS);
    assert.deepEqual([stored.status, stored.body], [200, PLUS]);
    assert.deepEqual((await office.client.get(`${S}pharmaPlus/`)).body, PLUS);
    const found = await office.applied(LIST('4.20'));
    assert.deepEqual([found.supplier, found.products_created], ['pharmaPlus', 1]);
    const [product] = await office.products('supplier=PHARMAPLUS');
    assert.deepEqual([product.supplier_name, product.price, product.stock_quantity], ['PharmaPlus', '4.20', 12]);
    const { version, products_active, last_import_at, stale } = await supplier('pharmaPlus');
    assert.deepEqual([version, products_active, last_import_at, stale], [1, 1, found.applied_at, false]);
    await stage.sql(
      "update supplier_lists set last_list_at = now() - interval '37 hours' where supplier = 'pharmaPlus'",
    );
    assert.equal((await supplier('pharmaPlus')).stale, true, 'daily lists are late after 36 hours');
  });

  it('are read by a mapping that changed from the next preview on', async () => {
    const columns = { ...PLUS.columns, wholesale_price: ['Our price'] };
    const list = new Blob(['SKU,Item,wholesale_price,Our price\nPP-1,Heat pack,4.20,5.00\n']);
    const before = await office.previewed(list, { supplier: 'pharmaPlus' });
    assert.equal(before.preview.unchanged, 1);
    assert.equal((await put('pharmaPlus', { ...PLUS, columns })).status, 200);
    const { id, preview } = await office.previewed(list, { supplier: 'pharmaPlus' });
    assert.deepEqual([preview.price_changes, preview.products_updated], [1, 1]);
    const { body: changes } = await office.client.get(`/api/v1/supplier-products/imports/${id}/changes/`);
    const price = changes[0].changes.find(({ field }: { field: string }) => field === 'wholesale_price');
    assert.deepEqual(price, { field: 'wholesale_price', from: '4.20', to: '5.00' });
    assert.equal((await supplier('pharmaPlus')).version, 2);
  });

  it('take each change once, as a version of its own, also of many at once, with a row of the audit', async () => {
    const names = Array.from({ length: 6 }, (_, at) => `Plus ${at}`);
    const replies = await Promise.all(names.map((supplier_name) => put('many', { ...PLUS, supplier_name })));
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
    const last = (await office.client.get(`${S}many/`)).body;
    assert.equal((await put('many', last)).status, 200, 'sent again it changes nothing');
    const rows = await stage.sql<{ version: number; name: string }>(
      "select version, mapping ->> 'supplierName' as name from supplier_mappings where key = 'many' order by version",
    );
    assert.deepEqual(
      rows.map(({ version }) => version),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(rows.map(({ name }) => name).sort(), names);
    assert.equal(rows.at(-1)?.name, last.supplier_name);
    const audited = await stage.sql<{ details: { version: number } }>(
      "select details from audit_events where action = 'supplier_mapping.changed' and entity_id = 'many' order by id",
    );
    assert.deepEqual(audited.map(({ details }) => details.version).sort(), [1, 2, 3, 4, 5, 6]);
  });

  it('have no mapping that nobody could read, and every wrong member is named', async () => {
    const fields = async (mapping: object, key = 'wrong') => {
      const { status, body } = await put(key, mapping);
      assert.equal(status, 400, JSON.stringify(body));
      return (body.fields ?? [body]).map(({ field }: { field: string }) => field).sort();
    };
    const { columns } = PLUS;
    assert.deepEqual(await fields({ ...PLUS, colour: 'red' }), ['colour']);
    assert.deepEqual(await fields({ ...PLUS, columns: { ...columns, price: ['Price'] } }), ['columns.price']);
    assert.deepEqual(await fields({ ...PLUS, columns: { product_name: ['Item'] } }), ['columns.wholesale_price']);
    assert.deepEqual(await fields({ ...PLUS, columns: { ...columns, brand_name: ['Item'] } }), [
      'columns.brand_name.0',
    ]);
    assert.deepEqual(await fields({ ...PLUS, sheets: { hide: [] } }), ['sheets.hide']);
    assert.deepEqual(await fields({ ...PLUS, stock_words: { ja: 'yes' } }), ['stock_words.ja']);
    assert.deepEqual(await fields({ ...PLUS, currency: 'xxx', lead_time: 'soon', code_pattern: '(' }), [
      'code_pattern',
      'currency',
      'lead_time',
    ]);
    assert.deepEqual(await fields(PLUS, 'auto'), ['key']);
    assert.deepEqual(await fields(PLUS, 'ALMA'), ['key']);
    assert.equal((await office.client.get(`${S}wrong/`)).status, 404);
  });

  it('are changed by those who manage the catalogue, and are nothing to others', async () => {
    const doctor = await stage.signIn('doctor');
    assert.equal((await doctor.get(`${S}alma/`)).status, 200);
    assert.equal((await doctor.put(`${S}alma/`, PLUS)).status, 403);
    assert.equal((await (await stage.signIn('nurse')).put(`${S}nurses/`, PLUS)).status, 200);
    assert.equal((await (await stage.signIn('patient')).get(S)).status, 403);
    assert.equal((await office.client.get(`${S}alma/?clinic=${randomUUID()}`)).status, 404);
  });

  it('are late by their partial lists, where they send no others', async () => {
    await put('parts', { ...PLUS, columns: { product_code: ['Part no'], wholesale_price: ['Part price'] } });
    await office.applied(priceList(productRows(1)), { supplier: 'parts', coverage: 'partial' });
    assert.equal((await supplier('parts')).stale, false);
    await stage.sql("update supplier_imports set applied_at = now() - interval '37 hours' where supplier = 'parts'");
    assert.equal((await supplier('parts')).stale, true);
  });
});
