import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../../src/domain/errors.js';
import { readAddedRow } from '../../../src/domain/prescriptions/law/added-rows.js';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import { type LawRow, lawInForce, readLawRow } from '../../../src/domain/prescriptions/law/rules.js';

describe('a row that is added', () => {
  const LATEST = '2026-11-21';
  const DRAFT = {
    ...{ rule: 'state_approval', region: 'au-nt', effectiveFrom: '2026-11-22', effectiveTo: null, source: 'An act' },
    value: [{ substance: 'methadone' }],
  };
  const minors = (substance: string) => ({ years: 18, medicines: [{ substance }] });
  for (const [what, changes, refused] of [
    ['takes effect on the first day that has begun nowhere', {}, []],
    ['counts for one day at least', { effectiveTo: '2026-11-22' }, []],
    ['names medicines of the table', { rule: 'minors_approval', value: minors('methadone') }, []],
    ['begins on no day that has begun somewhere', { effectiveFrom: LATEST }, ['effective_from']],
    ['does not end before it begins', { effectiveTo: LATEST }, ['effective_to']],
    ['is of a country or a state', { region: 'all' }, ['region']],
    ['names its source', { source: '\u200b ' }, ['source']],
    ['names no medicine that nobody knows', { value: [{ substance: 'nothing' }] }, ['value']],
    ['nor one for minors', { rule: 'minors_approval', value: minors('nothing') }, ['value']],
    ['nor one for practice in a state', { rule: 'practice_in_state', value: [{ substance: 'nothing' }] }, ['value']],
  ] as const) {
    it(what, () => {
      const fields = () => {
        try {
          readAddedRow({ ...DRAFT, ...changes }, LATEST);
          return [];
        } catch (error) {
          assert.ok(error instanceof DomainError);
          return error.details.fields?.map(({ field }) => field);
        }
      };
      assert.deepEqual(fields(), refused);
    });
  }
});

describe('the law of a day', () => {
  const row = (said: Partial<LawRow>): LawRow => {
    const read = readLawRow({
      rule: 'validity_months',
      region: 'au',
      effectiveFrom: null,
      effectiveTo: null,
      source: 'a test',
      value: 12,
      ...said,
    });
    assert.ok(read);
    return read;
  };
  const months = (rows: readonly LawRow[], on: string) => lawInForce(rows, on).map(({ value }) => value);

  it('is the row that took effect last; a later row takes the place of an earlier one', () => {
    const rows = [row({ effectiveFrom: '2027-01-01', value: 24 }), row({})];
    assert.deepEqual(months(rows, '2026-12-31'), [12]);
    assert.deepEqual(months(rows, '2027-01-01'), [24]);
  });

  it('ends with a row’s last day, and nothing comes back', () => {
    const rows = [row({}), row({ effectiveFrom: '2027-01-01', effectiveTo: '2027-06-30', value: 24 })];
    assert.deepEqual(months(rows, '2027-06-30'), [24]);
    assert.deepEqual(months(rows, '2027-07-01'), []);
  });

  it('has rows in which dates, sources and keys are in order', () => {
    for (const { effectiveFrom, effectiveTo, source } of LAW_ROWS) {
      for (const day of [effectiveFrom, effectiveTo]) assert.match(day ?? '2000-01-01', /^\d{4}-\d{2}-\d{2}$/);
      assert.ok(source.length > 10);
    }
    assert.equal(new Set(LAW_ROWS.map(({ rule, region }) => `${rule} ${region}`)).size, LAW_ROWS.length);
    // The first law of a day before all of these is shorter: rows that begin later do not count.
    assert.equal(
      lawInForce(LAW_ROWS, '2019-01-01').length,
      LAW_ROWS.filter((one) => one.effectiveFrom === null).length,
    );
  });

  it('is read only in the form of its rule', () => {
    const wrong: readonly Readonly<Record<string, unknown>>[] = [
      { rule: 'validity_months', value: '12' },
      { rule: 'validity_months', value: 0 },
      { rule: 'validity_months', value: 1.5 },
      { rule: 'no_such_rule', value: 12 },
      { rule: 'toString', value: 12 },
      { region: 'au-xyz' },
      { rule: 'handwriting', value: ['S5'] },
      { rule: 'handwriting', value: 'S8' },
      { rule: 'monitoring_check', value: { register: 'QScript' } },
      { rule: 'monitoring_check', value: { register: 'QScript', of: ['S8'], more: 1 } },
      { rule: 'state_approval', value: [{ route: 'oral' }] },
      { rule: 'state_approval', value: [{ substance: 'methadone', route: 'by post' }] },
      { rule: 'minors_approval', value: { years: 18, medicines: ['methadone'] } },
    ];
    const base = {
      rule: 'validity_months',
      region: 'au',
      effectiveFrom: null,
      effectiveTo: null,
      source: 's',
      value: 12,
    };
    for (const said of wrong) assert.equal(readLawRow({ ...base, ...said }), null, JSON.stringify(said));
    assert.ok(readLawRow({ ...base, rule: 'state_approval', value: [{ substance: 'methadone', route: 'oral' }] }));
    assert.ok(readLawRow({ ...base, rule: 'handwriting', value: [] }));
  });
});
