import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ImportOffice } from '../../support/catalogue/import-office.js';
import { priceList } from '../../support/catalogue/made-lists.js';
import { sampleFile } from '../../support/catalogue/price-lists.js';
import { bestOf, groupsOf, type Listed, perMg, savingsOf } from '../../support/catalogue/second-comparison.js';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const C = '/api/v1/supplier-products/compare/';
const SUPPLIERS = ['botanitech', 'medreleaf', 'alma', 'phytoca', 'tasmanianBotanics'];
const DETERMINED = [
  'Paracetamol 500mg; Codeine 8mg',
  'codeine 8 mg; paracetamol 500 mg',
  'Paracetamol 500mg; Codeine 30mg',
];

interface Group {
  readonly generic_name: string | null;
  readonly match: { readonly dose_form: string | null; readonly reasons: readonly string[] };
  readonly suppliers: readonly { readonly product_id: string; readonly supplier: string; readonly price: string }[];
  readonly best_price: {
    readonly product_id: string;
    readonly price: string;
    readonly price_per_mg: string | null;
    readonly savings: string;
  } | null;
}

describe('the comparison of the five samples', () => {
  let stage: Stage;
  let office: ImportOffice;
  let doctor: ApiClient;
  let products: readonly Listed[];

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    office = new ImportOffice(await stage.signIn('admin'));
    doctor = await stage.signIn('doctor');
    for (const supplier of SUPPLIERS) {
      const list = new Blob([Uint8Array.from(sampleFile(`${supplier}.xlsx`))]);
      await office.applied(list, { supplier: 'auto' }, `${supplier}.xlsx`);
    }
    products = await office.products('active=true');
  });
  after(() => stage?.close());

  const compared = async (query = ''): Promise<readonly Group[]> => {
    const { status, body } = await doctor.get(`${C}?limit=200&${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.product_comparison;
  };
  const ids = (group: Group) => group.suppliers.map(({ product_id }) => product_id).sort();
  const idsOf = (group: readonly Listed[]) => group.map(({ id }) => id).sort();

  it('has a price per mg as a second computation has it, of every product', () => {
    assert.equal(products.length, 282);
    for (const product of products) assert.equal(product.price_per_mg, perMg(product), JSON.stringify(product));
    assert.ok(products.filter(({ price_per_mg }) => price_per_mg !== null).length > 120);
  });

  it('has the groups, the best prices and the savings that a second computation has', async () => {
    const forms = new Set(products.map(({ dose_form }) => dose_form));
    let saved = 0;
    for (const form of forms) {
      for (const all of [false, true]) {
        const expected = new Map(
          groupsOf(products.filter(({ dose_form }) => dose_form === form))
            .filter((group) => all || new Set(group.map(({ supplier }) => supplier)).size > 1)
            .map((group) => [idsOf(group).join(), group]),
        );
        const found = await compared(`dose_form=${form}&all=${all}`);
        assert.deepEqual(found.map((group) => ids(group).join()).sort(), [...expected.keys()].sort());
        for (const group of found) {
          const alike = expected.get(ids(group).join()) ?? [];
          const best = bestOf(alike);
          assert.equal(group.best_price?.product_id ?? null, best?.id ?? null, JSON.stringify(group));
          assert.equal(group.best_price?.savings ?? null, best && savingsOf(best, alike), JSON.stringify(group));
          if (group.best_price && group.best_price.savings !== '0.00') saved += 1;
        }
      }
    }
    assert.ok(saved > 40, `${saved} groups save something`);
  });

  it('shows whole groups, whatever of them was searched for', async () => {
    const group = (await compared()).find(({ suppliers }) => new Set(suppliers.map((one) => one.supplier)).size > 2);
    assert.ok(group);
    const [id = ''] = ids(group);
    assert.deepEqual(await compared(`product=${id}`), [group]);
    const { body } = await doctor.get(`/api/v1/supplier-products/${id}/`);
    const found = await compared(`search=${encodeURIComponent(body.product_code ?? body.product_name)}`);
    assert.ok(found.some((one) => ids(one).join() === ids(group).join()));
    assert.equal((await doctor.get(`${C}?limit=1`)).body.product_comparison.length, 1);
    assert.deepEqual(await compared('search=nothing%20has%20this'), []);
    assert.equal((await doctor.get(`${C}?product=${randomUUID()}`)).status, 404);
    assert.equal((await doctor.get(`${C}?dose_form=soup`)).status, 400);
  });

  it('is what a product names as its alternatives: those of other suppliers, the cheapest first', async () => {
    for (const group of (await compared()).slice(0, 5)) {
      const [product] = group.suppliers;
      const { body } = await doctor.get(`/api/v1/supplier-products/${product?.product_id}/`);
      assert.deepEqual(
        body.alternatives.map((one: { product_id: string }) => one.product_id),
        group.suppliers.filter(({ supplier }) => supplier !== product?.supplier).map(({ product_id }) => product_id),
      );
    }
  });

  it('compares products without cannabinoids by ingredients and strengths', async () => {
    const header = 'product_code,product_name,active_ingredients,pack,price,stock_quantity';
    const list = (at: number, price: string) =>
      new Blob([`${header}\nD-${at},Pain relief ${at},${DETERMINED[at]},100 tablets,${price},5\n`]);
    await office.applied(list(0, '12.50'), { supplier: 'botanitech', coverage: 'partial' }, 'one.csv');
    await office.applied(list(1, '11.80'), { supplier: 'medreleaf', coverage: 'partial' }, 'two.csv');
    await office.applied(list(2, '1.00'), { supplier: 'alma', coverage: 'partial' }, 'three.csv');
    const [group, ...others] = await compared('search=pain%20relief');
    assert.equal(others.length, 0);
    assert.deepEqual(
      group?.suppliers.map(({ supplier, price }) => [supplier, price]),
      [
        ['medreleaf', '11.80'],
        ['botanitech', '12.50'],
      ],
    );
    const { price, price_per_mg, savings } = group?.best_price ?? {};
    assert.deepEqual([price, price_per_mg, savings], ['11.80', null, '0.70']);
  });

  it('is nothing for patients, and leaves out what a newer list lacks', async () => {
    assert.equal((await (await stage.signIn('patient')).get(C)).status, 403);
    const [one, two] = ['Q-1', 'Q-2'].map((code) => `${code},Quiet,THC 7.7 mg/mL,oral liquid,30 mL,10.00,1`);
    await office.applied(priceList([one ?? '']), { supplier: 'phytoca', coverage: 'partial' });
    await office.applied(priceList([two ?? '']), { supplier: 'alma', coverage: 'full' });
    const [group] = await compared('search=quiet');
    assert.equal(group?.suppliers.length, 2);
    await office.applied(priceList(['Q-3,Loud,THC 7.7 mg/mL,oral liquid,30 mL,10.00,1']), {
      supplier: 'alma',
      coverage: 'full',
    });
    const [left] = await compared('search=quiet');
    assert.deepEqual(left?.suppliers.length, 2, 'Loud is like it');
    const { body } = await doctor.get(`/api/v1/supplier-products/?search=Q-2&active=false`);
    const gone = await doctor.get(`/api/v1/supplier-products/${body[0].id}/`);
    assert.deepEqual(
      gone.body.alternatives.map((other: { product_code: string }) => other.product_code),
      ['Q-1'],
    );
  });
});
