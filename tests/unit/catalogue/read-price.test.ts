import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PriceBasis } from '../../../src/domain/catalogue/reading/gst.js';
import {
  type PriceReading,
  readRetailPrice,
  readWholesalePrice,
} from '../../../src/domain/catalogue/reading/read-price.js';
import type { Currency } from '../../../src/domain/money.js';

const shown = (reading: PriceReading | null) => {
  if (reading === null) return null;
  if ('cents' in reading) return reading.cents;
  return reading.why === 'is' ? reading.code : `${reading.code} ${reading.why}`;
};
const wholesale = (text: string, basis: PriceBasis = 'ex_gst', currency: Currency = 'aud') =>
  shown(readWholesalePrice(text, { basis, currency }));

describe('a wholesale price', () => {
  it('is one plain amount, in cents', () => {
    for (const [text, expected] of [
      ['153.68', 15_368],
      ['$153.68 ex GST', 15_368],
      ['$ 153.68', 15_368],
      ['A$153.68', 15_368],
      ['AU$ 153.68', 15_368],
      ['153.68 AUD', 15_368],
      ['153.68AUD', 15_368],
      ['AUD153.68', 15_368],
      ['AUD 153.68', 15_368],
      ['$153.68 AUD (ex. GST)', 15_368],
      ['153.68 + GST', 15_368],
      ['153.68 plus GST', 15_368],
      ['153.68 excl. GST', 15_368],
      ['153.68 excluding GST', 15_368],
      ['153.68 GST free', 15_368],
      ['153.68 GST-excl', 15_368],
      ['153.68*', 15_368],
      ['153.68 †', 15_368],
      ['153.68¹', 15_368],
      ['1,234.50', 123_450],
      ['4,200', 420_000],
      ['1,000,000.00', 100_000_000],
      ['46', 4_600],
      ['46.3', 4_630],
      ['46.333', 4_633],
      ['46.335', 4_634],
      ['46.3299999999', 4_633],
      ['\u00a046.30\u200b', 4_630],
      ['0.01', 1],
      ['0.005', 1],
    ] as const) {
      assert.equal(wholesale(text), expected, text);
    }
  });

  it('is missing where nothing or a placeholder stands', () => {
    for (const text of ['', ' ', 'N/A', 'n/a', '-', '–', 'TBC', 'tba', 'nil', '\u00a0', 'To be confirmed']) {
      assert.equal(wholesale(text), 'price_missing', text);
    }
  });

  it('is refused in its own words where it is not one plain amount', () => {
    for (const [text, expected] of [
      ['4,20', 'price_invalid comma'],
      ['1.234,56', 'price_invalid comma'],
      ['12,34,567', 'price_invalid comma'],
      ['1,23.45', 'price_invalid comma'],
      ['0', 'price_invalid zero'],
      ['0.00', 'price_invalid zero'],
      ['$0.001', 'price_invalid zero'],
      ['-5', 'price_invalid negative'],
      ['$-5.00', 'price_invalid negative'],
      ['-$5.00', 'price_invalid negative'],
      ['(5.00)', 'price_invalid negative'],
      ['5.00-', 'price_invalid negative'],
      ['−5', 'price_invalid negative'],
      ['1,000,000.01', 'price_invalid tooHigh'],
      ['9312340000000', 'price_invalid tooHigh'],
      ['10-12', 'price_invalid range'],
      ['10 – 12', 'price_invalid range'],
      ['$10 to $12', 'price_invalid range'],
      ['10 / 12', 'price_invalid range'],
      ['10 12', 'price_invalid range'],
      ['1 000', 'price_invalid range'],
      ['POA', 'price_invalid words'],
      ['from $10', 'price_invalid words'],
      ['$12.00 per g', 'price_invalid words'],
      ['call us', 'price_invalid words'],
      ['1O.50', 'price_invalid words'],
      ['1.2E+3', 'price_invalid words'],
      ['12.5.0', 'price_invalid unreadable'],
      ['12$50', 'price_invalid range'],
      ['=12', 'price_invalid unreadable'],
      ['GST', 'price_invalid words'],
    ] as const) {
      assert.equal(wholesale(text), expected, text);
    }
  });

  it('is not taken from another currency', () => {
    for (const text of [
      'US$10',
      'USD 10',
      '10 USD',
      '€10',
      '10 EUR',
      '£10.00',
      'NZ$10',
      '10 NZD',
      '₱10',
      '¥10',
      'C$10',
    ]) {
      assert.equal(wholesale(text), 'currency_conflict', text);
    }
    assert.equal(wholesale('£10', 'ex_gst', 'gbp'), 1_000);
    assert.equal(wholesale('$10', 'ex_gst', 'gbp'), 'currency_conflict');
    assert.equal(wholesale('$10', 'ex_gst', 'usd'), 1_000);
    assert.equal(wholesale('A$10', 'ex_gst', 'usd'), 'currency_conflict');
  });

  it('loses the GST that is in it, and contradicts the basis of its list nowhere', () => {
    for (const [text, basis, expected] of [
      ['110', 'inc_gst', 10_000],
      ['65.31', 'inc_gst', 5_937],
      ['113.30 inc GST', 'inc_gst', 10_300],
      ['0.06', 'inc_gst', 5],
      ['110 GST incl.', 'inc_gst', 10_000],
      ['110 including GST', 'inc_gst', 10_000],
      ['77.81', 'gst_free', 7_781],
      ['77.81 ex GST', 'gst_free', 7_781],
      ['77.81 inc GST', 'gst_free', 'price_invalid gst'],
      ['77.81 inc. GST', 'ex_gst', 'price_invalid gst'],
      ['77.81 (incl GST)', 'ex_gst', 'price_invalid gst'],
      ['77.81 ex GST', 'inc_gst', 'price_invalid gst'],
      ['77.81 GST free', 'inc_gst', 'price_invalid gst'],
      ['77.81 + GST', 'inc_gst', 'price_invalid gst'],
    ] as const) {
      assert.equal(wholesale(text, basis), expected, `${text} ${basis}`);
    }
  });
});

describe('a retail price', () => {
  it('is as the list prints it, GST or not', () => {
    for (const [text, expected] of [
      ['207.47', 20_747],
      ['$110 inc GST', 11_000],
      ['', null],
      ['N/A', null],
      ['-1', 'price_invalid retailNegative'],
      ['ask', 'price_invalid words'],
      ['€9', 'currency_conflict'],
    ] as const) {
      assert.equal(shown(readRetailPrice(text, 'aud')), expected, text);
    }
  });
});
