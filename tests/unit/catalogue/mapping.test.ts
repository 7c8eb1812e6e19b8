import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { supplierMappingView } from '../../../src/api/catalogue/supplier-presenter.js';
import { isCodePattern } from '../../../src/domain/catalogue/mappings/code-pattern.js';
import { daysOf } from '../../../src/domain/catalogue/mappings/mapping.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import { matchesGlob } from '../../../src/domain/catalogue/mappings/sheet-glob.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { DomainError } from '../../../src/domain/errors.js';

const JSON_OF = {
  supplier_name: 'PharmaPlus',
  brand_name: 'Plus',
  formats: ['csv'],
  currency: 'aud',
  price_basis: 'ex_gst',
  coverage: 'partial',
  update_frequency: 'daily',
  lead_time: '2 weeks',
  order_email: 'orders@pharmaplus.example',
  columns: { product_code: ['SKU'], wholesale_price: ['wholesale_price'] },
  units: { thc: 'mg/mL', pack: 'mL' },
  defaults: { dose_form: 'oil' },
  sheets: { include: ['Price*'], exclude: ['Old?'], defaults: { Vapes: { dose_form: 'vape' } } },
  section_field: 'category',
  code_pattern: '^PP-[0-9]+$',
  stock_words: { Plenty: 'in_stock' },
  hidden_rows: 'skip',
};
const wrongFields = (json: unknown): readonly string[] => {
  try {
    readMapping(json);
  } catch (error) {
    assert.ok(error instanceof DomainError && error.code === 'validation_failed', String(error));
    return error.details.fields?.map(({ field }) => field) ?? [];
  }
  return [];
};

describe('the mapping of a supplier', () => {
  it('is read from its JSON and written as it was', () => {
    assert.deepEqual(supplierMappingView(readMapping(JSON_OF)), JSON_OF);
    for (const { key, mapping } of BUILT_IN) assert.deepEqual(readMapping(supplierMappingView(mapping)), mapping, key);
    assert.deepEqual(
      BUILT_IN.map(({ key, mapping }) => `${key}: ${mapping.supplierName}, ${mapping.brandName}`),
      [
        'botanitech: Cann Group Limited, Botanitech',
        'medreleaf: MedReleaf Australia, MedReleaf',
        'alma: Alma, Alma',
        'phytoca: Phytoca, Phytoca',
        'tasmanianBotanics: Tasmanian Botanics, Tasmanian Botanics',
      ],
    );
  });

  it('needs a name, a currency, a basis of its prices, and columns', () => {
    const { supplier_name, currency, price_basis, columns } = JSON_OF;
    const least = readMapping({ supplier_name, currency: 'AUD', price_basis, columns });
    assert.deepEqual(
      [least.currency, least.coverage, least.formats, least.hiddenRows],
      [currency, 'full', ['xlsx', 'csv'], 'read'],
    );
    assert.deepEqual(
      wrongFields({}).toSorted(),
      ['columns', 'columns', 'columns.wholesale_price', 'currency', 'price_basis', 'supplier_name'].filter(
        (_, at) => at !== 1,
      ),
    );
  });

  it('names the path of each member that is unknown or wrong', () => {
    for (const [changes, expected] of [
      [{ nonsense: 1, other: 2 }, ['nonsense', 'other']],
      [{ supplier_name: ' ' }, ['supplier_name']],
      [{ supplier_name: 7 }, ['supplier_name']],
      [{ formats: ['xls'] }, ['formats.0']],
      [{ formats: 'xlsx' }, ['formats']],
      [{ currency: 'dollars' }, ['currency']],
      [{ currency: 5 }, ['currency']],
      [{ price_basis: 'gst' }, ['price_basis']],
      [{ coverage: 'half' }, ['coverage']],
      [{ update_frequency: 'now and then' }, ['update_frequency']],
      [{ lead_time: 7 }, ['lead_time']],
      [{ order_email: 'nobody' }, ['order_email']],
      [{ columns: { ...JSON_OF.columns, colour: ['Colour'] } }, ['columns.colour']],
      [{ columns: { ...JSON_OF.columns, thc: 'THC' } }, ['columns.thc']],
      [{ columns: { ...JSON_OF.columns, thc: ['THC', ''] } }, ['columns.thc.1']],
      [{ columns: { ...JSON_OF.columns, thc: ['...'] } }, ['columns.thc.0']],
      [{ columns: { ...JSON_OF.columns, thc: ['S.K.U.'] } }, ['columns.thc.0']],
      [{ columns: { wholesale_price: ['Price'] } }, ['columns']],
      [{ columns: { product_code: ['SKU'], wholesale_price: [] } }, ['columns.wholesale_price']],
      [{ columns: null }, ['columns', 'columns.wholesale_price']],
      [{ units: { pack: 'mg' } }, ['units.pack']],
      [{ units: { gtin: 'mL' } }, ['units.gtin']],
      [{ units: [] }, ['units']],
      [{ units: { thc: 'g' } }, ['units.thc']],
      [{ defaults: { wholesale_price: '5' } }, ['defaults.wholesale_price']],
      [{ defaults: { category: 3 } }, ['defaults.category']],
      [{ sheets: { only: ['A'] } }, ['sheets.only']],
      [{ sheets: { include: 'A' } }, ['sheets.include']],
      [{ sheets: { defaults: { A: { nope: 'x' } } } }, ['sheets.defaults.A.nope']],
      [{ section_field: 'product_code' }, ['section_field']],
      [{ code_pattern: '(' }, ['code_pattern']],
      [{ stock_words: { Some: 'plenty' } }, ['stock_words.Some']],
      [{ hidden_rows: 'ignore' }, ['hidden_rows']],
    ] as const) {
      assert.deepEqual(wrongFields({ ...JSON_OF, ...changes }), expected, JSON.stringify(changes));
    }
    for (const json of [null, [], 'x', 7, undefined]) assert.ok(wrongFields(json).length > 0, String(json));
  });

  it('takes no pattern of codes that could keep a worker busy', () => {
    for (const pattern of [
      '^BT-[A-Z]{4}-\\d{4}$',
      '^(?:ML)?[0-9]+$',
      'PP-.*',
      '^PP\\-\\d+$',
      '[a\\-z]',
      '^[A-Z()+*]+$',
    ])
      assert.ok(isCodePattern(pattern), pattern);
    for (const pattern of [
      '(a+)+$',
      '(?:a|a)*$',
      '(a)\\1',
      '(?=a)',
      '.*.*.*.*.*x',
      'BT-{category}-{strength}',
      'a{2',
      'x'.repeat(201),
      '[',
    ]) {
      assert.ok(!isCodePattern(pattern), pattern);
    }
  });

  it('knows sheets by patterns, and times by names and numbers', () => {
    for (const [name, pattern, expected] of [
      ['Price list', 'price*', true],
      ['Price list', '*LIST', true],
      ['Price list', 'p*c*l*t', true],
      ['Price list', 'price?list', true],
      ['Price list', 'price', false],
      ['Price list', '', false],
      ['Price list', '*', true],
      ['a.c', 'a?c', true],
      ['abc', 'a.c', false],
      ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '*a*a*a*a*a*a*a*a*c', false],
    ] as const) {
      assert.equal(matchesGlob(name, pattern), expected, `${name} ${pattern}`);
    }
    for (const [text, days] of [
      ['daily', 1],
      ['Weekly', 7],
      ['fortnightly', 14],
      ['monthly', 30],
      ['7d', 7],
      ['2 weeks', 14],
      ['48h', 2],
      ['0d', null],
      ['500d', null],
      ['soon', null],
      ['constructor', null],
    ] as const) {
      assert.equal(daysOf(text), days, text);
    }
  });
});
