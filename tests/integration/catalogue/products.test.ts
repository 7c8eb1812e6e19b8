import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const P = '/api/v1/supplier-products/';
const LIST = [
  'A-1,Saltbush Café,THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,75.00,40',
  'A-2,Northern Ember,THC 22 % CBD < 1 %,dried herb,10 g,110.00,0',
  'A-3,Blue Quoll 50% off_line,THC 5 mg : CBD 20 mg,capsule,60 capsules,60.00,3',
  'A-4,Dusk Runner,THC 5 mg/mL : CBD 5 mg/mL,oral liquid,unclear,60.00,12',
];

describe('the catalogue', () => {
  let stage: Stage;
  let office: ImportOffice;
  let doctor: ApiClient;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    doctor = await stage.signIn('doctor');
    await office.applied(priceList(LIST), { supplier: 'alma', coverage: 'full' });
    await office.applied(priceList([LIST[0] ?? '']), { supplier: 'botanitech', coverage: 'full' });
  });
  after(() => stage?.close());

  const codes = async (query: string, by = doctor) => {
    const { status, body } = await by.get(`${P}?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.map((product: { product_code: string }) => product.product_code).join(' ');
  };

  it('finds every word of a search, in any case, without accents and with slips of the finger', async () => {
    assert.equal(await codes('supplier=ALMA&search=cafe saltbush'), 'A-1');
    assert.equal(await codes('supplier=alma&search=SALTBSH'), 'A-1');
    assert.equal(await codes('supplier=alma&search=nothern'), 'A-2');
    assert.equal(await codes('supplier=alma&search=a-3'), 'A-3');
    assert.equal(await codes('supplier=alma&search=quoll%20ember'), '');
    assert.equal(await codes('supplier=alma&search=50%25%20off_line'), 'A-3', 'signs of patterns are signs');
    assert.equal(await codes('supplier=alma&search=%25%25'), '');
  });

  it('filters by what is known alone, bounds included', async () => {
    assert.equal(await codes('supplier=alma&dose_form=dried_herb'), 'A-2');
    assert.equal(await codes('supplier=alma&thc_min=10&thc_max=220'), 'A-2 A-1');
    assert.equal(await codes('supplier=alma&cbd_min=15'), 'A-3 A-1');
    assert.equal(await codes('supplier=alma&price_per_mg_max=0.05'), 'A-3 A-2');
    assert.equal(await codes('supplier=alma&in_stock=true'), 'A-3 A-4 A-1');
    assert.equal(await codes('supplier=alma&in_stock=false'), 'A-2');
    assert.equal(await codes('supplier=nobody'), '');
  });

  it('sorts either way, page after page, and what is not known stands last', async () => {
    for (const [sort, expected] of [
      ['name', 'A-3 A-4 A-2 A-1'],
      ['-name', 'A-1 A-2 A-4 A-3'],
      ['price_per_mg', 'A-3 A-2 A-1 A-4'],
      ['-price_per_mg', 'A-1 A-2 A-3 A-4'],
      ['stock', 'A-2 A-3 A-4 A-1'],
      ['-thc', 'A-2 A-1 A-3 A-4'],
    ] as const) {
      const paged: string[] = [];
      for (let next: string | null = `${P}?supplier=alma&limit=1&sort=${sort}`; next; ) {
        const { body, headers } = await doctor.get(next);
        paged.push(...body.map((product: { product_code: string }) => product.product_code));
        const link = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1];
        next = link ? new URL(link).pathname + new URL(link).search : null;
      }
      const whole = await codes(`supplier=alma&sort=${sort}`);
      assert.equal(paged.join(' '), whole, sort);
      // Of two with the same value either may come first.
      if (!sort.includes('thc')) assert.equal(whole, expected, sort);
    }
    assert.equal((await doctor.get(`${P}?sort=colour`)).status, 400);
  });

  it('answers a page that is known with nothing but that, until something of it changes', async () => {
    const path = `${P}?supplier=botanitech`;
    const tag = (await doctor.get(path)).headers.get('etag') ?? '';
    assert.match(tag, /^W\/"/);
    const again = await doctor.send('GET', path, undefined, null, { 'if-none-match': tag });
    assert.equal(again.status, 304);
    const other = await doctor.send('GET', `${path}&sort=-price`, undefined, null, { 'if-none-match': 'W/"another"' });
    assert.equal(other.status, 200);
    await office.applied(priceList([(LIST[0] ?? '').replace('75.00', '76.00')]), { supplier: 'botanitech' });
    assert.equal((await doctor.send('GET', path, undefined, null, { 'if-none-match': tag })).status, 200);
  });

  it('shows a product with its row of the list, its price per mg and why there is none', async () => {
    const [first] = (await doctor.get(`${P}?supplier=alma&search=a-1`)).body;
    assert.deepEqual(
      [first.price, first.price_per_mg, first.price_per_unit, first.price_note, first.thc, first.strength_unit],
      ['75.00', '0.1000', '2.5000', null, 10, 'mg/mL'],
    );
    const { body } = await doctor.get(`${P}${first.id}/`);
    assert.equal(body.raw.price, '75.00');
    assert.equal(body.price_history.length, 1);
    const [unclear] = (await doctor.get(`${P}?supplier=alma&search=a-4`)).body;
    assert.deepEqual([unclear.price_per_mg, unclear.price_note], [null, 'pack_unclear']);
  });

  it('keeps the stock at which the clinic reorders through imports, and calls what is at it low', async () => {
    const [product] = (await doctor.get(`${P}?supplier=alma&search=a-4`)).body;
    assert.equal((await doctor.patch(`${P}${product.id}/`, { reorder_level: 12 })).status, 403);
    const set = await office.client.patch(`${P}${product.id}/`, { reorder_level: 12 });
    assert.deepEqual([set.status, set.body.reorder_level, set.body.stock_status], [200, 12, 'low']);
    await office.applied(priceList(LIST.map((row) => row.replace(',12', ',13'))), {
      supplier: 'alma',
      coverage: 'full',
    });
    const { body } = await doctor.get(`${P}${product.id}/`);
    assert.deepEqual([body.reorder_level, body.stock_quantity, body.stock_status], [12, 13, 'in_stock']);
    assert.equal((await office.client.patch(`${P}${product.id}/`, { reorder_level: -1 })).status, 400);
    assert.equal((await office.client.patch(`${P}${product.id}/`, { reorder_level: null })).body.reorder_level, null);
  });
});
