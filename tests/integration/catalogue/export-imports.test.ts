import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readFile } from '../../../src/adapters/spreadsheets/read-file.js';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { Stage } from '../../support/stage.js';

const I = '/api/v1/supplier-products/imports/';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ALMA = { supplier: 'alma', coverage: 'full' };
/** More than are read at a time. */
const MANY = 260;
const MANY_IMPORTS = `
  insert into supplier_imports (id, clinic_id, supplier, state, mode, source, file_name, file_sha256, file_size, document, created_at, updated_at)
  select gen_random_uuid(), $1, 'phytoca', 'cancelled', 'preview', 'upload', 'before.csv', 'x', 1, 'x', now() - interval '1 day', now()
  from generate_series(1, ${MANY})`;
const FORMULA = '=HYPERLINK("http://x","y")';

type Row = Readonly<Record<string, string>>;

describe('imports as files', () => {
  let stage: Stage;
  let office: ImportOffice;
  let first: { readonly id: string };
  let second: { readonly id: string };

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    const rows = productRows(MANY);
    first = await office.applied(priceList(rows), ALMA, '=SUM(A1).csv');
    const [one = '', two = '', ...others] = rows.slice(0, -1);
    const dearer = one.replace(/,\d+\.50,/, ',21.00,');
    const named = two.replace('Product 1', `"${FORMULA.replaceAll('"', '""')}"`);
    const fresh = productRows(1, { first: 900 });
    second = await office.previewed(priceList([dearer, named, ...others, ...fresh]), ALMA);
  });
  after(() => stage?.close());

  async function download(path: string, accept?: string, by = office.client) {
    const { status, bytes, headers } = await by.bytes(`${I}${path}`, accept);
    const header = (name: string) => headers.get(name) ?? '';
    return { status, bytes, type: header('content-type'), name: header('content-disposition'), header };
  }
  /** As whoever opens the file sees its rows. */
  async function rowsOf(bytes: Buffer): Promise<readonly Row[]> {
    const { sheets } = await readFile(new Uint8Array(bytes), 50_000);
    const [headings = [], ...rows] = (sheets[0]?.rows ?? []).map(({ cells }) => cells);
    return rows.map((cells) => Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? ''])));
  }
  const audited = async (action: string) =>
    (
      await stage.sql<{ details: object }>('select details from audit_events where action = $1 order by happened_at', [
        action,
      ])
    ).map(({ details }) => details);

  for (const format of ['csv', 'xlsx']) {
    it(`say in a ${format} of all imports what the API says of each, the latest first`, async () => {
      const file = await download(`?format=${format}&limit=1`);
      assert.equal(file.status, 200);
      assert.match(file.name, new RegExp(`^attachment; filename="imports-\\d{4}-\\d\\d-\\d\\d[.]${format}"$`));
      const listed = (await office.client.get(I)).body;
      const rows = await rowsOf(file.bytes);
      assert.deepEqual(
        rows.map(({ id }) => id),
        [second.id, first.id],
      );
      for (const [at, row] of rows.entries()) {
        const { held_by, failure, ...plain } = row;
        for (const [heading, text] of Object.entries(plain))
          assert.equal(text, String(listed[at][heading] ?? ''), heading);
        assert.equal(held_by, listed[at].held_by.map(({ code }: { code: string }) => code).join('; '));
        assert.equal(failure, '');
      }
      assert.deepEqual([rows[0]?.products_created, rows[1]?.products_created], ['0', String(MANY)]);
    });

    it(`say in a ${format} of changes what becomes of each product`, async () => {
      const file = await download(`${second.id}/changes/?format=${format}`);
      assert.deepEqual([file.status, file.name], [200, `attachment; filename="alma-changes.${format}"`]);
      const rows = await rowsOf(file.bytes);
      const listed = (await office.client.get(`${I}${second.id}/changes/`)).body;
      assert.deepEqual(
        rows.map(({ kind, product, product_code: code }) => [kind, product, code]),
        listed.map((one: Row) => [one.kind, one.product ?? '', one.product_code]),
      );
      const [dearer, named] = rows;
      const { price_change_percent: percent, changes } = listed[0];
      const price = changes.find(({ field }: { field: string }) => field === 'wholesale_price');
      assert.deepEqual(
        [dearer?.wholesale_price_before, dearer?.wholesale_price, dearer?.price_change_percent],
        [price.from, '21.00', String(percent)],
      );
      assert.ok(dearer?.changes?.split('\n').includes(`wholesale_price: ${price.from} → 21.00`), dearer?.changes);
      assert.match(named?.changes ?? '', /^product_name: Product 1 → =HYPERLINK/);
      assert.deepEqual(
        rows.filter(({ kind }) => kind === 'created').map((row) => row.changes),
        [''],
      );
    });
  }

  it('are whole, whatever their number, and one kind or state where one is asked for', async () => {
    assert.equal((await rowsOf((await download(`${first.id}/changes/?format=csv`)).bytes)).length, MANY);
    const inactive = await rowsOf((await download(`${second.id}/changes/?format=csv&kind=deactivated`)).bytes);
    assert.deepEqual(
      inactive.map(({ kind }) => kind),
      ['deactivated'],
    );
    await stage.sql(MANY_IMPORTS, [stage.clinic.clinicId]);
    assert.equal((await rowsOf((await download('?format=csv')).bytes)).length, MANY + 2);
    const applied = await rowsOf((await download('?format=xlsx&state=applied&supplier=ALMA')).bytes);
    assert.deepEqual(
      applied.map(({ id }) => id),
      [first.id],
    );
  });

  it('run nothing when they are opened', async () => {
    const imports = (await download('?format=csv&state=applied')).bytes.toString('utf8');
    assert.ok(imports.includes(",'=SUM(A1).csv,"), imports);
    const changes = (await download(`${second.id}/changes/?format=csv`)).bytes.toString('utf8');
    assert.ok(changes.includes(`,"'${FORMULA.replaceAll('"', '""')}",`));
    const workbook = await rowsOf((await download(`${second.id}/changes/?format=xlsx`)).bytes);
    assert.equal(workbook[1]?.product_name, FORMULA, 'a text cell, as it is');
  });

  it('are asked for by format or Accept, are for staff of the clinic, and are rows of the audit', async () => {
    const doctor = await stage.signIn('doctor');
    const patient = await stage.signIn('patient');
    for (const path of ['', `${second.id}/changes/`]) {
      const csv = await download(path, 'text/csv', doctor);
      assert.deepEqual([csv.status, csv.type], [200, 'text/csv; charset=utf-8; header=present']);
      assert.equal(csv.header('cache-control'), 'no-store');
      assert.equal((await download(path, XLSX, doctor)).type, XLSX);
      assert.match((await download(path, '*/*', doctor)).type, /json/);
      assert.match((await download(`${path}?format=json`, 'text/csv', doctor)).type, /json/);
      assert.equal((await download(`${path}?format=ods`)).status, 400);
      assert.equal((await download(`${path}?format=csv`, undefined, patient)).status, 403);
    }
    assert.equal((await download('00000000-0000-4000-8000-000000000000/changes/?format=csv')).status, 404);
    assert.deepEqual((await audited('supplier_import.exported')).at(-1), {
      ...{ format: 'xlsx', rows: MANY + 2, supplier: null, state: null },
    });
    const { length } = (await office.client.get(`${I}${second.id}/changes/`)).body;
    assert.deepEqual((await audited('supplier_import.changes_exported')).at(-1), {
      format: 'xlsx',
      rows: length,
      kind: null,
    });
  });
});
