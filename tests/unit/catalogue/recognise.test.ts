import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIST_FAILURES } from '../../../src/domain/catalogue/failures.js';
import { recognise } from '../../../src/domain/catalogue/layout/recognise.js';
import type { KeyedMapping } from '../../../src/domain/catalogue/mappings/mapping.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { readAll, sheetOf, sheetsOf } from '../../support/catalogue/price-lists.js';

/** The layout that any supplier may send. */
const GENERIC = `product_name,product_code,price,stock_quantity,category,description,active_ingredients
Paracetamol 500mg Tablets,BT-PARA-500,12.50,1000,Pain Relief,"Tablets, 100",Paracetamol 500mg
Cetirizine 10mg,BT-CETI-010,8.90,0,,Antihistamine,Cetirizine 10mg
Heat pack,BT-HEAT-001,4.00,7,Devices,,
Something,BT-SOME-001,4.00,7,,,see label
`;
const PLUS = {
  supplier_name: 'PharmaPlus',
  formats: ['csv'],
  currency: 'aud',
  price_basis: 'ex_gst',
  columns: {
    product_code: ['SKU'],
    product_name: ['Item'],
    wholesale_price: ['wholesale_price'],
    stock_quantity: ['On hand'],
  },
  code_pattern: '^PP-[0-9]+$',
};
const WITH_PLUS = [...BUILT_IN, { key: 'pharmaPlus', mapping: readMapping(PLUS) }];
const csv = (text: string) => sheetsOf(Buffer.from(text));

describe('whose list it is', () => {
  it('a CSV has no sheets, so that no pattern of their names keeps it out', async () => {
    for (const sheets of [{ include: ['Price*'] }, { exclude: ['C*'] }, { include: ['Price*'], exclude: ['*'] }]) {
      const mappings = [{ key: 'pharmaPlus', mapping: readMapping({ ...PLUS, sheets }) }];
      const list = await csv('SKU,Item,wholesale_price,On hand\nPP-1,Heat pack,4.00,7\n');
      for (const wanted of ['pharmaPlus', null]) {
        const { rows, summary } = readAll(list, wanted, mappings);
        assert.deepEqual([rows.length, summary.sheets[0]?.state], [1, 'read']);
      }
      // A sheet of a workbook that happens to have this name.
      const named = list.map(({ name, state, rows, mergedDown }) => ({ name, state, rows, mergedDown }));
      assert.ok('failure' in recognise(named, mappings, 'pharmaPlus'));
    }
  });

  it('the generic layout is accepted under any supplier, products without cannabinoids too', async () => {
    const sheets = await csv(GENERIC);
    for (const { key } of WITH_PLUS) {
      const { rows } = readAll(sheets, key, WITH_PLUS);
      assert.deepEqual(
        rows.map(({ outcome, problems }) =>
          [typeof outcome, ...problems.map(({ code }) => code)].filter((code) => code !== 'code_unusual'),
        ),
        [['object'], ['object'], ['object'], ['string', 'strength_unreadable']],
        key,
      );
    }
    const { rows } = readAll(sheets, 'botanitech');
    assert.deepEqual(rows[0]?.outcome, {
      productCode: 'BT-PARA-500',
      productName: 'Paracetamol 500mg Tablets',
      brandName: 'Botanitech',
      description: 'Tablets, 100',
      activeIngredients: ['Paracetamol 500mg'],
      thc: null,
      cbd: null,
      thcBound: 'exact',
      cbdBound: 'exact',
      strengthUnit: null,
      category: 'Pain Relief',
      tgaCategory: null,
      wholesalePrice: 1_250,
      stockQuantity: 1_000,
      stockStatus: 'in_stock',
    });
  });

  it('its codes and names decide where its headings do not', async () => {
    const of = async (text: string) => {
      const recognition = recognise(await csv(text), WITH_PLUS, null);
      return 'key' in recognition ? recognition.key : recognition.failure;
    };
    assert.equal(await of(GENERIC), 'botanitech');
    assert.equal(await of(GENERIC.replaceAll('BT-', 'PHY0000').replaceAll(/-\w+,/g, ',')), 'layout_unknown');
    assert.equal(await of(GENERIC.replaceAll(/BT-\w+-(\d+)/g, 'PHY00$1')), 'phytoca');
    assert.equal(await of(GENERIC.replaceAll(/BT-\w+-(\d+)/g, 'X$1')), 'layout_unknown');
    assert.equal(
      await of(`Tasmanian Botanics price list\n${GENERIC.replaceAll(/BT-\w+-(\d+)/g, 'X$1')}`),
      'tasmanianBotanics',
    );
  });

  it('a sixth supplier needs nothing but a mapping', async () => {
    const list = 'SKU;Item;wholesale_price;On hand\nPP-1;Oil;"1,234.50";100+\nPP-2;Herb;4,20;3\n';
    for (const wanted of ['pharmaPlus', null]) {
      const { rows, key, summary } = readAll(await csv(list), wanted, WITH_PLUS);
      assert.equal(key, 'pharmaPlus');
      assert.deepEqual(rows[0]?.outcome, {
        productCode: 'PP-1',
        productName: 'Oil',
        wholesalePrice: 123_450,
        stockQuantity: 100,
        stockStatus: 'in_stock',
      });
      assert.deepEqual(
        rows[1]?.problems.map(({ code }) => code),
        ['price_invalid'],
      );
      assert.deepEqual(summary.columns[2], { heading: 'wholesale_price', field: 'wholesale_price' });
    }
    assert.deepEqual(recognise(await csv(list), WITH_PLUS, 'alma'), {
      failure: 'layout_mismatch',
      recognised: 'pharmaPlus',
    });
  });

  it('a supplier whose mapping names the headings that all know has lists without any other sign of it', async () => {
    const columns = {
      product_code: ['product_code'],
      product_name: ['product_name'],
      wholesale_price: ['wholesale_price'],
    };
    const own = { key: 'own', mapping: readMapping({ ...PLUS, columns, code_pattern: null }) };
    const list = 'product_code,product_name,wholesale_price\nX1,Oil,4.20\n';
    const of = async (text: string, mappings: readonly KeyedMapping[]) => {
      const recognition = recognise(await csv(text), mappings, null);
      return 'key' in recognition ? recognition.key : recognition.failure;
    };
    assert.equal(await of(list, [...BUILT_IN, own]), 'own');
    assert.equal(await of(list, BUILT_IN), 'layout_unknown');
    assert.equal(await of(list, [...BUILT_IN, own, { ...own, key: 'other' }]), 'layout_unknown');
    assert.equal(await of(list.replace('X1', 'BT-OIL-1'), [...BUILT_IN, own]), 'botanitech');
  });

  it('a layout that nobody knows comes back with its headings and a mapping to start from', () => {
    const head = ['Artikel', 'Preis', 'THC', 'CBD', 'Pack size', 'Lager'];
    const list = [sheetOf([['Grünhaus'], head, ['Öl', '90', '10', '5', '30 mL', '4']], { name: 'Liste' })];
    for (const wanted of ['botanitech', null]) {
      const recognition = recognise(list, BUILT_IN, wanted);
      assert.ok('failure' in recognition && recognition.failure === 'layout_unknown');
      const { proposed, ...layout } = recognition.layout;
      assert.deepEqual(layout, { sheet: 'Liste', headerRow: 2, headings: head });
      assert.deepEqual(proposed.columns, { thc: ['THC'], cbd: ['CBD'], pack: ['Pack size'] });
      const columns = {
        ...Object(proposed.columns),
        product_name: ['Artikel'],
        wholesale_price: ['Preis'],
        stock_quantity: ['Lager'],
      };
      const mapping = readMapping({
        ...proposed,
        supplier_name: 'Grünhaus',
        columns,
        units: { thc: 'mg/mL', cbd: 'mg/mL' },
      });
      const { rows } = readAll(list, 'own', [...BUILT_IN, { key: 'own', mapping }]);
      assert.equal(typeof rows[0]?.outcome, 'object');
    }
  });

  it('a layout that fits a mapping by chance is not taken for that supplier', () => {
    const list = [
      sheetOf([
        ['Product name', 'Price', 'Pack size', 'Colour'],
        ['Tea', '4', '30 g', 'red'],
      ]),
    ];
    assert.ok('failure' in recognise(list, BUILT_IN, null));
    assert.ok('key' in recognise(list, BUILT_IN, 'alma'));
  });

  it('has no headings where nothing looks like any', () => {
    for (const rows of [[['A1', '90', '10']], [['note'], ['A1', 'Oil', '90']], []]) {
      assert.deepEqual(recognise([sheetOf(rows)], BUILT_IN, null), { failure: 'no_header' });
    }
    for (const { message, hint } of Object.values(LIST_FAILURES))
      assert.ok(message.endsWith('.') && hint.endsWith('.'));
  });
});
