import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { linkKeysOf } from '../../../src/domain/catalogue/links.js';
import type { CatalogueContent } from '../../../src/domain/catalogue/product.js';
import { aProduct, storeProduct } from '../../support/catalogue/stored-product.js';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';
import { statementsOf } from '../../support/statements.js';

const D = '/api/v1/drugs/';
type Changes = Partial<CatalogueContent>;

const OIL: Changes = { thc: 10, cbd: 12.5, tgaCategory: 3, category: 'Category 3', poisonSchedule: 'S8' };
const TABLETS: Changes = {
  ...{ thc: null, cbd: null, strengthUnit: null, strength: '500 mg', doseForm: 'tablet', genericName: 'Paracetamol' },
  ...{
    tgaCategory: null,
    category: null,
    poisonSchedule: 'S2',
    pack: { size: 100, unit: 'unit', text: '100 tablets' },
  },
};

describe('the products of suppliers in the answers about medicines', () => {
  let stage: Stage;
  let admin: ApiClient;
  let doctor: ApiClient;
  let oil: string;
  let tablet: string;

  const store = (changes: Changes, supplier = 'botanitech', clinicId = stage.clinic.clinicId) =>
    storeProduct((text, values) => stage.sql(text, values), { clinicId, supplier }, aProduct(changes));
  const add = async (said: object): Promise<string> => {
    const { status, body } = await admin.post(D, said);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(body.supplier_products, []);
    return body.id;
  };
  const supplyOf = async (id: string, by = doctor) => (await by.get(`${D}${id}/`)).body.supplier_products;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    [admin, doctor] = [await stage.signIn('admin'), await stage.signIn('doctor')];
    oil = await add({
      ...{ generic_name: 'cannabidiol + tetrahydrocannabinol', strength: '12.5 mg/mL + 10 mg/mL', form: 'oral drops' },
      pack: { size: 30, unit: 'mL' },
    });
    tablet = await add({
      ...{
        generic_name: 'acetaminophen',
        strength: '500 mg',
        form: 'film-coated tablet',
        pack: { size: 100, unit: 'unit' },
      },
    });
  });
  after(() => stage?.close());

  it('are the active ones that are the same medicine, the cheapest first, with price and stock for this clinic', async () => {
    await store({ ...OIL, productCode: 'DEAR', wholesalePrice: 21_002, stockStatus: 'out_of_stock' });
    const low = await store({ ...OIL, productCode: null, wholesalePrice: 9_950, stockQuantity: 3 }, 'alma');
    await stage.sql('update supplier_products set reorder_level = 5 where id = $1', [low]);
    const gone = await store({ ...OIL, productCode: 'GONE', wholesalePrice: 1 });
    await stage.sql('update supplier_products set active = false where id = $1', [gone]);
    const undone = await store({ ...OIL, productCode: 'UNDONE', wholesalePrice: 2 });
    await stage.sql('update supplier_products set withdrawn = true where id = $1', [undone]);
    for (const other of [
      { thc: 10.1 },
      { cbd: 12.4 },
      { doseForm: 'capsule' },
      { strengthUnit: 'mg/g' },
      { thcBound: 'above' },
    ] as const)
      await store({ ...OIL, ...other, productCode: 'OTHER', wholesalePrice: 3 });
    const expected = [
      { supplier: 'alma', supplier_code: null, price: '99.50', stock_status: 'low' },
      { supplier: 'botanitech', supplier_code: 'DEAR', price: '210.02', stock_status: 'out_of_stock' },
    ];
    assert.deepEqual(await supplyOf(oil), expected);
    const { body } = await doctor.get(`${D}?search=tetrahydrocannabinol`);
    assert.deepEqual(body.find(({ id }: { id: string }) => id === oil).supplier_products, expected);
  });

  it('are found by every name of an ingredient, and only with its strength', async () => {
    await store({ ...TABLETS, productCode: 'BT-PARA-500', wholesalePrice: 1_250 });
    await store({ ...TABLETS, productCode: 'PARA-665', strength: '665 mg' });
    await store({ ...TABLETS, productCode: 'PARA-COD', activeIngredients: ['Paracetamol 500mg', 'Codeine 8mg'] });
    assert.deepEqual(await supplyOf(tablet), [
      { supplier: 'botanitech', supplier_code: 'BT-PARA-500', price: '12.50', stock_status: 'in_stock' },
    ]);
  });

  it('are read by one statement, however many medicines are listed', async () => {
    const { apiPool } = stage.clinic;
    const named = (texts: readonly string[]) => texts.filter((text) => text.includes('supplier_products')).length;
    const list = await statementsOf(apiPool, async () => {
      assert.equal((await doctor.get(`${D}?limit=200`)).status, 200);
    });
    assert.equal(named(list), 1);
  });

  it('have the key in the database that items have in the code', async () => {
    const mg = (amount: number, per: { amount: number; unit: string } | null = null) => ({ amount, unit: 'mg', per });
    const perMl = { amount: 1, unit: 'mL' };
    const [thc, cbd] = [['tetrahydrocannabinol'], ['cannabidiol']];
    const cases: readonly (readonly [Changes, Parameters<typeof linkKeysOf>[0]])[] = [
      [
        OIL,
        {
          form: 'oral liquid',
          ingredients: [
            { names: thc, strength: mg(10, perMl) },
            { names: cbd, strength: mg(12.5, perMl) },
          ],
        },
      ],
      [{}, { form: 'oral liquid', ingredients: [{ names: cbd, strength: mg(99, perMl) }] }],
      [
        { thc: 220, cbd: 5, cbdBound: 'below', strengthUnit: 'mg/g', doseForm: 'dried_herb' },
        { form: 'dried herb', ingredients: [{ names: thc, strength: mg(220, { amount: 1, unit: 'g' }) }] },
      ],
      [
        { thc: null, cbd: 0.05, strengthUnit: 'mg/unit', doseForm: 'capsule' },
        { form: 'capsule', ingredients: [{ names: cbd, strength: { amount: 0.05, unit: 'mg', per: null } }] },
      ],
      [TABLETS, { form: 'tablet', ingredients: [{ names: ['paracetamol'], strength: mg(500) }] }],
      [
        { ...TABLETS, activeIngredients: ['Codeine phosphate 8 mg', 'PARACÉTAMOL 500mg'] },
        {
          form: 'tablet',
          ingredients: [
            { names: ['paracetamol'], strength: mg(500) },
            { names: ['codeine phosphate'], strength: mg(8) },
          ],
        },
      ],
      [
        { ...TABLETS, activeIngredients: ['Levothyroxine'], strength: '50 mcg' },
        {
          form: 'tablet',
          ingredients: [{ names: ['levothyroxine'], strength: { amount: 50, unit: 'microgram', per: null } }],
        },
      ],
    ];
    for (const [changes, medicine] of cases) {
      const [stored] = await stage.sql<{ key: string }>('select product_link_key($1) as key', [
        JSON.stringify(aProduct(changes)),
      ]);
      assert.deepEqual([stored?.key], linkKeysOf(medicine));
    }
  });

  it('are nothing that a list does not say in numbers', async () => {
    const unsaid: readonly Changes[] = [
      { doseForm: null },
      { doseForm: 'other' },
      { strengthUnit: null },
      { thcBound: 'above' },
      { thc: null, cbd: null },
      { ...TABLETS, strength: null },
      { ...TABLETS, genericName: null },
    ];
    for (const changes of unsaid) {
      const [stored] = await stage.sql<{ key: string | null }>('select product_link_key($1) as key', [
        JSON.stringify(aProduct(changes)),
      ]);
      assert.equal(stored?.key, null, JSON.stringify(changes));
    }
  });
});
