import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TakingAnswer } from '../../../src/api/payments/responses.js';
import { takingsCsv } from '../../../src/api/payments/takings-csv.js';
import { addDays, daysInclusive, localDay, longDay, parseDay } from '../../../src/domain/days.js';
import { assertPeriod } from '../../../src/domain/payments/takings.js';

const refused = { code: 'validation_failed' };

describe('a calendar day', () => {
  it('is what some calendar has', () => {
    for (const day of ['2026-11-21', '2028-02-29', '0001-01-01', '9999-12-31'])
      assert.equal(parseDay('from', day), day);
    for (const text of [
      '2026-02-30',
      '2027-02-29',
      '0000-01-01',
      '2026-1-1',
      '2026-11-21T00:00:00Z',
      '+012026-01-01',
      '',
      'x',
    ]) {
      assert.throws(() => parseDay('from', text), refused, text);
    }
  });

  it('depends on the zone', () => {
    const at = new Date('2026-11-21T13:30:00Z');
    assert.deepEqual(
      ['UTC', 'Australia/Sydney', 'Asia/Manila', 'America/New_York'].map((zone) => localDay(at, zone)),
      ['2026-11-21', '2026-11-22', '2026-11-21', '2026-11-21'],
    );
    assert.throws(() => localDay(at, 'Nowhere/At_All'), RangeError);
  });

  it('can be counted on and said', () => {
    assert.equal(addDays('2026-12-28', 7), '2027-01-04');
    assert.equal(addDays('2026-03-01', -1), '2026-02-28');
    assert.equal(daysInclusive('2026-10-01', '2026-10-31'), 31);
    assert.equal(longDay('2026-05-04'), '4 May 2026');
  });
});

describe('daily takings', () => {
  it('are of at most 366 days, the first one first', () => {
    const day = (text: string) => ({ day: text });
    const at = (text: string) => ({ at: new Date(text) });
    assert.doesNotThrow(() => assertPeriod(day('2026-01-01'), day('2027-01-01')));
    assert.doesNotThrow(() => assertPeriod(at('2026-01-01T00:00:00Z'), day('2026-01-01')));
    assert.throws(() => assertPeriod(day('2026-01-01'), day('2027-01-02')), refused);
    assert.throws(() => assertPeriod(day('2026-01-01'), at('2027-01-02T00:00:00Z')), refused);
    assert.throws(() => assertPeriod(day('2026-01-02'), day('2026-01-01')), refused);
    assert.throws(() => assertPeriod(at('2026-01-01T02:00:00Z'), at('2026-01-01T01:00:00Z')), refused);
  });

  it('as CSV run no formula, and keep their figures', () => {
    const row: TakingAnswer = {
      date: '2026-11-21',
      clinic: 'c',
      provider: 'stripe',
      method: '=HYPERLINK("http://x","y")',
      currency: 'aud',
      payments: 0,
      captured: '0.00',
      refunded: '80.00',
      fees: '0.00',
      disputes: '0.00',
      net: '-80.00',
    };
    const methods = [row.method, '@sum', '+1', '-cmd', '\tx', 'a "b"', null];
    const lines = takingsCsv(methods.map((method) => ({ ...row, method }))).split('\r\n');
    assert.equal(lines[0], 'date,clinic,provider,method,currency,payments,captured,refunded,fees,disputes,net');
    assert.equal(lines[1], `2026-11-21,c,stripe,"'=HYPERLINK(""http://x"",""y"")",aud,0,0.00,80.00,0.00,0.00,-80.00`);
    const shown = lines.slice(2, 8).map((line) => line.split(',')[3]);
    assert.deepEqual(shown, ["'@sum", "'+1", "'-cmd", `"'\tx"`, '"a ""b"""', '']);
    assert.deepEqual(lines.slice(8), ['']);
  });
});
