import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { readXlsx, writeXlsx } from 'hucre';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { Stage } from '../../support/stage.js';

const I = '/api/v1/supplier-products/imports/';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SAMPLE = new URL('../../fixtures/suppliers/botanitech.xlsx', import.meta.url);

describe('the way back to the supplier', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
  });
  after(() => stage?.close());

  const download = async (id: string, query = '', accept?: string) => {
    const answer = await office.client.bytes(`${I}${id}/errors/${query}`, accept);
    return { ...answer, type: answer.headers.get('content-type') };
  };

  it('is a workbook of the rows in error, which, corrected, goes in as a partial list', async () => {
    const sample = new Blob([new Uint8Array(readFileSync(SAMPLE))]);
    const found = await office.applied(sample, {}, 'botanitech.xlsx');
    const file = await download(found.id, '?format=xlsx');
    assert.deepEqual([file.status, file.type], [200, XLSX]);
    assert.equal(file.headers.get('content-disposition'), 'attachment; filename="botanitech-errors.xlsx"');
    const { sheets } = await readXlsx(file.bytes);
    const rows = sheets.flatMap((sheet) => sheet.rows.slice(1));
    assert.equal(rows.length, found.rows_invalid);
    const headings = sheets[0]?.rows[0] ?? [];
    const named = found.columns.map(({ heading }: { heading: string }) => heading);
    assert.deepEqual(headings, [...named, 'Problem']);
    for (const row of rows) assert.match(String(row.at(-1)), /\w+.*\./);

    // What a supplier would do: a price where there was none that can be read, and the file comes back.
    const price = headings.indexOf(
      found.columns.find(({ field }: { field: string }) => field === 'wholesale_price').heading,
    );
    const code = headings.indexOf(
      found.columns.find(({ field }: { field: string }) => field === 'product_code').heading,
    );
    const bad = found.errors.filter(({ field }: { field: string }) => field === 'wholesale_price');
    assert.ok(bad.length > 0);
    const isPriced = (row: readonly unknown[]) => String(row.at(-1)).startsWith(`${headings[price]}: `);
    const mended = sheets.map(({ name, rows: [head = [], ...others] }) => ({
      name,
      rows: [head, ...others.map((row) => (isPriced(row) ? row.with(price, '123.45') : row))],
    }));
    const codes = rows.filter(isPriced).map((row) => String(row[code]));
    const back = new Blob([new Uint8Array(await writeXlsx({ sheets: mended }))]);
    const again = await office.applied(back, { coverage: 'partial' }, 'botanitech-errors.xlsx');
    assert.deepEqual([again.supplier, again.products_deactivated], ['botanitech', 0]);
    assert.ok(
      again.columns.some(({ heading, field }: Record<string, unknown>) => heading === 'Problem' && field === null),
    );
    const products = await office.products('supplier=botanitech');
    assert.equal(products.length, found.rows_valid + again.products_created);
    for (const one of codes) {
      assert.equal(products.find(({ product_code }) => product_code === one)?.price, '123.45', one);
    }
  });

  it('is a CSV, too: safe to open, and the same rows when it comes back', async () => {
    const [one = '', two = '', three = ''] = productRows(3, { first: 800 });
    const bad = two.replace('P-00801', '00801').replace('Product 801', '"=HYPERLINK(""http://x"",""y"")"');
    const list = priceList([one, bad.replace(/,\d+\.50,/, ',POA,'), three]);
    const { id } = await office.previewed(list, { supplier: 'alma', coverage: 'partial' });
    const { status, type, bytes, headers } = await download(id, '?format=csv');
    assert.deepEqual([status, type], [200, 'text/csv; charset=utf-8; header=present']);
    assert.equal(headers.get('content-disposition'), 'attachment; filename="alma-errors.csv"');
    const text = bytes.toString('utf8');
    const [head = '', row = '', ...rest] = text.split('\r\n');
    assert.equal(head, '\ufeffproduct_code,product_name,strength,dose_form,pack,price,stock_quantity,Problem');
    assert.ok(row.startsWith(`00801,"'=HYPERLINK(""http://x"",""y"")",THC 10 mg/mL : CBD 15 mg/mL,`), row);
    assert.deepEqual(rest, ['']);
    assert.deepEqual((await download(id, '', 'text/csv')).bytes, bytes);
    const corrected = new Blob([text.replace(',POA,', ',77.10,')]);
    const again = await office.applied(corrected, { supplier: 'alma', coverage: 'partial' });
    assert.deepEqual([again.rows_invalid, again.products_created], [0, 1]);
    const product = await office.byCode('00801');
    assert.deepEqual([product.product_name, product.price], ['=HYPERLINK("http://x","y")', '77.10']);
  });

  it('is a CSV that comes back to the same products also where sheets have brands and headings of their own', async () => {
    const mapping = {
      supplier_name: 'Made up',
      currency: 'aud',
      price_basis: 'ex_gst',
      columns: {
        product_name: ['Name', 'Item'],
        thc: ['THC'],
        pack: ['Pack'],
        wholesale_price: ['Price', 'Buy price'],
      },
      sheets: { include: ['Price*'], defaults: { 'Price oils': { brand_name: 'Quoll' } } },
    };
    assert.equal((await office.client.put('/api/v1/supplier-products/suppliers/madeUp/', mapping)).status, 200);
    const listOf = async (oil: string, herb: string) => {
      const oils = [
        ['Name', 'THC (mg/mL)', 'Pack', 'Price'],
        ['Ember', '10', '30 mL', oil],
      ];
      const herbs = [
        ['Item', 'THC %', 'Pack', 'Buy price'],
        ['Ember', '22', '10 g', herb],
      ];
      const sheets = [
        { name: 'Price oils', rows: oils },
        { name: 'Price herbs', rows: herbs },
        { name: 'Notes', rows: [['Thank you']] },
      ];
      return new Blob([new Uint8Array(await writeXlsx({ sheets }))]);
    };
    await office.applied(await listOf('50.00', '60.00'), { supplier: 'madeUp' }, 'list.xlsx');
    const before = (await office.products('supplier=madeUp')).map(({ id }) => id).toSorted();
    const { id } = await office.settled(await office.send(await listOf('POA', 'POA'), { supplier: 'madeUp' }));
    const text = (await download(id, '?format=csv')).bytes.toString('utf8');
    const corrected = new Blob([text.replace('POA', '51.00').replace('POA', '61.00')]);
    const again = await office.applied(corrected, { supplier: 'madeUp', coverage: 'partial' }, 'madeUp-errors.csv');
    assert.deepEqual([again.products_created, again.products_updated, again.rows_invalid], [0, 2, 0]);
    const after = await office.products('supplier=madeUp');
    assert.deepEqual(after.map((product) => product.id).toSorted(), before);
    assert.deepEqual(after.map(({ brand_name, price, thc }) => [brand_name, price, thc]).toSorted(), [
      [null, '61.00', 220],
      ['Quoll', '51.00', 10],
    ]);
  });

  it('holds every row of a list of which nothing could be used, and none of one that is right', async () => {
    const rows = productRows(3, { first: 900 }).map((row) => row.replace(/,\d+\.50,/, ',POA,'));
    const { id, state } = await office.settled(await office.send(priceList(rows), { supplier: 'alma' }));
    assert.equal(state, 'failed');
    const held = await readXlsx((await download(id, '', XLSX)).bytes);
    assert.equal(held.sheets[0]?.rows.length, 4);
    const right = await office.previewed(priceList(productRows(2)), { supplier: 'alma', coverage: 'partial' });
    const none = await readXlsx((await download(right.id, '?format=xlsx')).bytes);
    assert.equal(none.sheets[0]?.rows.length, 1);
  });

  it('is asked for by format or Accept, is for errors alone, and leaves a row in the audit', async () => {
    const { id } = await office.previewed(priceList(productRows(1)), { supplier: 'alma', coverage: 'partial' });
    assert.match((await download(id)).type ?? '', /json/);
    assert.match((await download(id, '?format=json', 'text/csv')).type ?? '', /json/);
    assert.equal((await download(id, '?format=ods')).status, 400);
    assert.equal((await download(id, '?format=csv&kind=warning')).status, 400);
    await download(id, '?format=csv');
    const audited = await stage.sql<{ details: object }>(
      "select details from audit_events where action = 'supplier_import.errors_read' and entity_id = $1",
      [id],
    );
    assert.deepEqual(
      audited.map(({ details }) => details),
      [{ format: 'csv', rows: 0 }],
    );
    const doctor = await stage.signIn('doctor');
    assert.equal((await doctor.get(`${I}${id}/errors/?format=csv`)).status, 200);
    const patient = await stage.signIn('patient');
    assert.equal((await patient.get(`${I}${id}/errors/?format=csv`)).status, 403);
  });
});
