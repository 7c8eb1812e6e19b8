import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList, productRows } from '../../support/catalogue/made-lists.js';
import { Stage } from '../../support/stage.js';

const I = '/api/v1/supplier-products/imports/';
const P = '/api/v1/supplier-products/';
const FIXTURES = new URL('../../fixtures/suppliers/', import.meta.url);
const EXPECTED: Readonly<Record<string, { readonly valid_rows: number; readonly invalid_rows: number }>> = JSON.parse(
  readFileSync(new URL('expected.json', FIXTURES), 'utf8'),
);
const sample = (supplier: string) => new Blob([new Uint8Array(readFileSync(new URL(`${supplier}.xlsx`, FIXTURES)))]);

describe('an import of a supplier’s price list', () => {
  let stage: Stage;
  let office: ImportOffice;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
  });
  after(() => stage?.close());

  /** What everybody can see of the catalogue, but when a list was last seen. */
  const catalogue = async () => {
    const lists = await Promise.all(
      ['active=true', 'active=false', 'active=all&sort=-price', 'active=all&sort=price_per_mg'].map((query) =>
        office.products(query),
      ),
    );
    return lists.map((products) => products.map(({ last_seen_at: _, ...product }) => product));
  };

  for (const [supplier, { valid_rows: valid, invalid_rows: invalid }] of Object.entries(EXPECTED)) {
    it(`reads the sample of ${supplier} unnamed: ${valid} products, ${invalid} rows in error`, async () => {
      const found = await office.previewed(sample(supplier), {}, `${supplier}.xlsx`);
      assert.deepEqual(
        [found.supplier, found.rows_valid, found.rows_invalid, found.preview.products_created, found.products_created],
        [supplier, valid, invalid, valid, 0],
      );
      assert.equal(found.rows_valid + found.rows_invalid + found.rows_skipped, found.rows_total);
      assert.ok(found.errors.every((one: { reason: string; row: number }) => one.reason && one.row > 1));
      assert.deepEqual(await office.products(`supplier=${supplier}&active=all`), [], 'nothing before the go');
      const again = await office.decide(found.id, 'apply');
      assert.equal(again.status, 202);
      const done = await office.settled(found.id, ['applied']);
      assert.equal(done.products_created, valid);
      assert.equal(done.categories_created, found.preview.categories_created);
      assert.equal((await office.products(`supplier=${supplier}`)).length, valid);
    });
  }

  it('of the same list again changes nothing, and of next month’s what it said', async () => {
    const fields = { supplier: 'alma' };
    await office.applied(priceList(productRows(10)), fields);
    const before = await catalogue();
    const again = await office.applied(priceList(productRows(10)), fields);
    assert.deepEqual([again.preview.unchanged, again.unchanged, again.products_updated], [10, 10, 0]);
    assert.deepEqual(await catalogue(), before);
    const next = [...productRows(1, { price: 11 }), ...productRows(8, { first: 1 }), ...productRows(2, { first: 30 })];
    const found = await office.applied(priceList(next), fields);
    const counts = ['products_created', 'products_updated', 'products_deactivated', 'unchanged'];
    assert.deepEqual(
      counts.map((name) => found[name]),
      [2, 1, 1, 8],
    );
    assert.deepEqual(
      counts.map((name) => found.preview[name]),
      [2, 1, 1, 8],
    );
    assert.equal(found.preview.price_changes, 1);
    const [product] = (await office.products('search=P-00000')).filter(({ supplier }) => supplier === 'alma');
    assert.equal(product.price, '11.50');
    const { price_history: prices } = await office.product(product.id);
    assert.deepEqual(
      prices.map(({ wholesale_price, undone }: Record<string, unknown>) => [wholesale_price, undone]),
      [
        ['11.50', false],
        ['10.50', false],
      ],
    );
  });

  it('is taken back whole: every list and every product answers as before, and history keeps both moves', async () => {
    const fields = { supplier: 'phytoca', coverage: 'full' };
    await office.applied(priceList(productRows(12, { first: 100 })), fields);
    const before = await catalogue();
    const next = [
      ...productRows(4, { first: 100, price: 12 }),
      ...productRows(5, { first: 105 }),
      ...productRows(3, { first: 200 }),
    ];
    const { id } = await office.applied(priceList(next), fields);
    const [created] = (await office.products('search=P-00201')).filter(({ supplier }) => supplier === 'phytoca');
    const [updated] = (await office.products('search=P-00100')).filter(({ supplier }) => supplier === 'phytoca');
    assert.notDeepEqual(await catalogue(), before);
    assert.equal((await office.decide(id, 'undo', {})).status, 400, 'a reason is needed');
    await office.undone(id);
    assert.equal((await office.decide(id, 'undo', { reason: 'Again' })).status, 202, 'asked again it changes nothing');
    assert.deepEqual(await catalogue(), before);
    assert.equal((await office.client.get(`${P}${created.id}/`)).status, 404);
    const { price_history: prices } = await office.product(updated.id);
    assert.deepEqual(
      prices.map(({ wholesale_price, undone, import_id }: Record<string, unknown>) => [
        wholesale_price,
        undone,
        import_id === id,
      ]),
      [
        ['20.50', true, true],
        ['22.50', true, true],
        ['20.50', false, false],
      ],
    );
    // The same list again is the same import once more, and what was taken back comes again.
    const again = await office.applied(priceList(next), fields);
    assert.equal(again.products_created, 3);
    await office.undone(again.id);
    assert.deepEqual(await catalogue(), before);
  });

  it('leaves a product in a row in error as it was, and one that a partial list lacks', async () => {
    const fields = { supplier: 'medreleaf' };
    const [one = '', two = '', three = ''] = productRows(3, { first: 300 });
    await office.applied(priceList([one, two, three]), { ...fields, coverage: 'full' });
    const bad = two.replace(/,\d+\.50,/, ',POA,');
    const found = await office.applied(priceList([one, bad, three]), { ...fields, coverage: 'full' });
    assert.deepEqual([found.rows_invalid, found.products_deactivated, found.unchanged], [1, 0, 2]);
    const partial = await office.applied(priceList([one]), { ...fields, coverage: 'partial' });
    assert.deepEqual([partial.products_deactivated, partial.unchanged], [0, 1]);
    const full = await office.applied(priceList([one]), { ...fields, coverage: 'full' });
    assert.equal(full.products_deactivated, 2);
    const back = await office.applied(priceList([one, two, three]), { ...fields, coverage: 'full' });
    assert.deepEqual([back.products_reactivated, back.products_created], [2, 0]);
  });

  it('leaves what a partial list cannot say as it was: unit of a strength, and number in stock', async () => {
    const fields = { supplier: 'medreleaf', coverage: 'partial' };
    const headed = (...lines: string[]) => new Blob([lines.join('\n')]);
    await office.applied(
      headed(
        'product_code,product_name,strength,dose_form,pack,price,stock_quantity',
        'K-1,Ember,THC 22 %,dried herb,10 g,100.00,120',
        'K-2,Dusk,THC 10 mg,capsule,30 capsules,60.00,9',
      ),
      fields,
    );
    const said = ({ thc, strength_unit, price_per_mg, stock_quantity, stock_status }: Record<string, unknown>) =>
      [thc, strength_unit, price_per_mg, stock_quantity, stock_status].join(' ');
    const both = async () => [said(await office.byCode('K-1')), said(await office.byCode('K-2'))];
    assert.deepEqual(await both(), ['220 mg/g 0.0455 120 in_stock', '10 mg/unit 0.2000 9 in_stock']);
    const lines = ['K-1,THC 22 %,90.00,In stock', 'K-2,THC 10 mg,45.00,Out of stock'];
    const found = await office.applied(headed('product_code,strength,price,availability', ...lines), fields);
    const codes = found.warnings.map(({ code }: { code: string }) => code);
    assert.deepEqual([found.rows_invalid, codes.includes('strength_unclear')], [0, false]);
    assert.deepEqual(await both(), ['220 mg/g 0.0409 120 in_stock', '10 mg/unit 0.1500  out_of_stock']);
  });

  it('refuses a preview of another catalogue, and an undo under a later import', async () => {
    const fields = { supplier: 'tasmanianBotanics', coverage: 'partial' };
    const early = await office.previewed(priceList(productRows(2, { first: 400 })), fields);
    const later = await office.applied(priceList(productRows(2, { first: 402 })), fields);
    const stale = await office.decide(early.id, 'apply');
    assert.deepEqual([stale.status, stale.body.code], [409, 'preview_stale']);
    const anew = await office.read(early.id);
    if (anew.state === 'reading') assert.equal(anew.preview, null, 'what it said is over');
    await office.settled(early.id, ['previewed']);
    assert.equal((await office.decide(early.id, 'apply')).status, 202, 'it was made anew');
    await office.settled(early.id, ['applied']);
    const blocked = await office.decide(later.id, 'undo', { reason: 'Walk back' });
    assert.deepEqual([blocked.status, blocked.body.code], [409, 'undo_blocked']);
    assert.deepEqual(
      blocked.body.blocked_by.map((one: { import_id: string }) => one.import_id),
      [early.id],
    );
    await office.undone(early.id);
    await office.undone(later.id);
    const refused = await office.decide(later.id, 'apply');
    assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
  });

  it('takes nothing back that another import was applied on meanwhile', async () => {
    const fields = { supplier: 'tasmanianBotanics', coverage: 'partial' };
    const early = await office.applied(priceList(productRows(1, { first: 420 })), fields);
    const later = await office.applied(priceList(productRows(1, { first: 420, price: 12 })), fields);
    // As where two people decide at one moment: the undo was asked for before the later import was under way.
    const { pool, supplierImports } = stage.clinic.core;
    await pool.query(`update supplier_imports set state = 'undoing' where id = $1`, [early.id]);
    await supplierImports.follow(early.id);
    await office.settled(early.id, ['applied']);
    const prices = (await office.products('search=P-00420')).map(({ price }) => price);
    assert.deepEqual(prices, ['72.50']);
    await office.undone(later.id);
    await office.undone(early.id);
  });

  it('holds what may be a mistake, also where it was to be applied at once', async () => {
    const fields = { supplier: 'phytoca', mode: 'apply' };
    const found = await office.settled(await office.send(priceList(productRows(2, { first: 100, price: 90 })), fields));
    assert.equal(found.state, 'previewed');
    const codes = found.held_by.map(({ code }: { code: string }) => code).sort();
    assert.deepEqual(codes, ['many_deactivated', 'price_jump']);
    assert.ok(found.warnings.some(({ code }: { code: string }) => code === 'price_change'));
    const entries = async () => {
      const { body } = await office.client.get('/api/v1/admin/attention/');
      return body.filter((entry: { code: string }) => entry.code === 'import_held');
    };
    const [entry] = await entries();
    assert.equal(entry?.context.import, found.id);
    assert.equal((await office.decide(found.id, 'cancel')).body.state, 'cancelled');
    assert.deepEqual(await entries(), [], 'nobody has to look any more');
    const fine = await office.settled(await office.send(priceList(productRows(12, { first: 100 })), fields));
    assert.equal(fine.state, 'applied', JSON.stringify(fine.held_by));
  });

  it('says what it changes, product by product, and what is wrong, page by page', async () => {
    const rows = productRows(6, { first: 500 }).map((row, at) => (at < 3 ? row.replace(/,\d+\.50,/, ',POA,') : row));
    const { id } = await office.previewed(priceList(rows), { supplier: 'medreleaf', coverage: 'partial' });
    const first = await office.client.get(`${I}${id}/errors/?limit=2`);
    assert.deepEqual(
      first.body.map(({ row, code }: Record<string, unknown>) => [row, code]),
      [
        [2, 'price_invalid'],
        [3, 'price_invalid'],
      ],
    );
    const link = new URL(/<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '');
    const second = await office.client.get(link.pathname + link.search);
    assert.deepEqual(
      second.body.map(({ row }: Record<string, unknown>) => row),
      [4],
    );
    const other = await office.previewed(priceList(rows.slice(0, 5)), { supplier: 'medreleaf', coverage: 'partial' });
    assert.equal(
      (await office.client.get(link.pathname.replace(id, other.id) + link.search)).status,
      400,
      'of another',
    );
    const changes = await office.client.get(`${I}${id}/changes/?kind=created`);
    assert.deepEqual(
      changes.body.map(({ kind, product, product_code }: Record<string, unknown>) => [kind, product, product_code]),
      [503, 504, 505].map((number) => ['created', null, `P-00${number}`]),
    );
    const file = await office.client.get(`${I}${id}/file/`);
    assert.deepEqual([file.status, file.body], [200, await priceList(rows).text()]);
  });

  it('fails with a sentence that helps where nothing of a file can be used', async () => {
    const failure = async (content: string) => (await office.settled(await office.send(new Blob([content])))).failure;
    assert.equal((await failure('%PDF-1.7 a list')).detected, 'pdf');
    const unknown = await failure('Widget,Colour,Cost each\nA,red,1\n');
    assert.equal(unknown.code, 'layout_unknown');
    assert.deepEqual(unknown.layout.headings, ['Widget', 'Colour', 'Cost each']);
    const none = await office.settled(
      await office.send(priceList(['P-1,A,THC 1 mg/mL,oil,30 mL,POA,1']), { supplier: 'alma' }),
    );
    assert.deepEqual([none.state, none.failure.code, none.errors[0].code], ['failed', 'no_products', 'price_invalid']);
  });

  it('takes a list once under its key, and refuses what no form can be', async () => {
    const key = randomUUID();
    const send = () => office.client.upload(I, priceList(productRows(1)), 'list.csv', key, { supplier: 'alma' });
    const [one, other] = [await send(), await send()];
    assert.equal(one.body.id, other.body.id);
    const refused = async (fields: Record<string, string>) =>
      (await office.client.upload(I, priceList([]), 'list.csv', randomUUID(), fields)).body.field;
    assert.deepEqual(
      [await refused({ supplier: 'nobody' }), await refused({ mode: 'now' }), await refused({ coverage: 'some' })],
      ['supplier', 'mode', 'coverage'],
    );
  });

  it('is nothing for patients, and nothing of another clinic', async () => {
    const patient = await stage.signIn('patient');
    assert.equal((await patient.get(P)).status, 403);
    assert.equal((await patient.upload(I, priceList([]), 'list.csv')).status, 403);
    const { id } = await office.previewed(priceList(productRows(1)), { supplier: 'alma', coverage: 'partial' });
    assert.equal((await office.client.get(`${I}${id}/?clinic=${randomUUID()}`)).status, 404);
  });

  it('is decided on by staff in the Temporal UI, too', async () => {
    const { id } = await office.previewed(priceList(productRows(1, { first: 700 })), {
      supplier: 'alma',
      coverage: 'partial',
    });
    const handle = stage.clinic.core.client.workflow.getHandle(`supplier-import/${id}`);
    await assert.rejects(handle.executeUpdate('apply', { args: [{}] }), /update failed|Update failed/i);
    await handle.executeUpdate('apply', { args: [{ by: 'a support person' }] });
    await office.settled(id, ['applied']);
    await handle.executeUpdate('undo', { args: [{ by: 'a support person', reason: 'The wrong month' }] });
    await office.settled(id, ['undone']);
    await handle.result();
    const history = await handle.fetchHistory();
    assert.ok((history.events ?? []).length <= 60, String(history.events?.length));
    assert.doesNotMatch(JSON.stringify(history), /P-00700|product_code/);
  });
});
