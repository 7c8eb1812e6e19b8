import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../../src/domain/errors.js';
import { type PeriodText, parsePeriod, spanOf } from '../../../src/domain/periods.js';

const span = (text: PeriodText, zone: string) => {
  const { from, to } = spanOf(parsePeriod(text), zone);
  return [from?.toISOString(), to?.toISOString()];
};
const hours = (day: string, zone: string) => {
  const { from, to } = spanOf(parsePeriod({ from: day, to: day }), zone);
  return (Number(to) - Number(from)) / 3_600_000;
};

describe('from and to', () => {
  it('as dates are whole days on the wall of the clinic’s zone', () => {
    const day = { from: '2026-07-27', to: '2026-07-28' };
    assert.deepEqual(span(day, 'Australia/Sydney'), ['2026-07-26T14:00:00.000Z', '2026-07-28T14:00:00.000Z']);
    assert.deepEqual(span(day, 'America/New_York'), ['2026-07-27T04:00:00.000Z', '2026-07-29T04:00:00.000Z']);
    assert.deepEqual(span(day, 'UTC'), ['2026-07-27T00:00:00.000Z', '2026-07-29T00:00:00.000Z']);
  });

  it('as dates follow another zone when it is named', () => {
    const day = { from: '2026-07-27', to: '2026-07-27', timezone: 'asia/manila' };
    assert.deepEqual(span(day, 'Australia/Sydney'), ['2026-07-26T16:00:00.000Z', '2026-07-27T16:00:00.000Z']);
  });

  it('as instants are half-open, whatever the zone', () => {
    const text = { from: '2026-07-27t00:00:00z', to: '2026-07-27T10:00:00.5+10:00', timezone: 'Asia/Manila' };
    assert.deepEqual(span(text, 'Australia/Sydney'), ['2026-07-27T00:00:00.000Z', '2026-07-27T00:00:00.500Z']);
    assert.deepEqual(span({}, 'Australia/Sydney'), [undefined, undefined]);
    assert.deepEqual(span({ from: '2026-07-27', to: '2026-07-27T00:00:00Z' }, 'Australia/Sydney'), [
      '2026-07-26T14:00:00.000Z',
      '2026-07-27T00:00:00.000Z',
    ]);
  });

  it('know days of other than 24 hours', () => {
    assert.equal(hours('2026-10-04', 'Australia/Sydney'), 23);
    assert.equal(hours('2026-04-05', 'Australia/Sydney'), 25);
    assert.equal(hours('2026-10-04', 'Australia/Lord_Howe'), 23.5);
    // Midnight itself is skipped, or comes twice.
    assert.equal(hours('2026-04-24', 'Africa/Cairo'), 23);
    assert.equal(hours('2026-11-01', 'America/Havana'), 25);
    assert.equal(hours('2011-12-30', 'Pacific/Apia'), 0);
  });

  it('stay within what the database knows', () => {
    const all = { from: '0001-01-01', to: '9999-12-31' };
    assert.deepEqual(span(all, 'Australia/Sydney')[0], '0001-01-01T00:00:00.000Z');
    assert.deepEqual(span(all, 'America/New_York')[1], '9999-12-31T23:59:59.999Z');
  });

  it('are refused by name', () => {
    for (const [field, text] of [
      ['from', { from: '2026-02-30' }],
      ['from', { from: '' }],
      ['from', { from: 'yesterday' }],
      ['from', { from: '0000-01-01' }],
      ['to', { to: '2026-13-01' }],
      ['to', { to: '2026-1-1' }],
      ['to', { to: '2026-01-01T00:00' }],
      ['timezone', { timezone: 'EST' }],
      ['timezone', { timezone: '+10:00' }],
      ['timezone', { timezone: '' }],
    ] as const) {
      assert.throws(
        () => parsePeriod(text),
        (error) => error instanceof DomainError && error.details.field === field,
        JSON.stringify(text),
      );
    }
  });
});
