import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedMedicine, latestToday } from '../../../src/domain/records/changes.js';
import {
  type Allergy,
  type AllergyContent,
  type EntryVersion,
  entriesOf,
  type Medicine,
  medicationRecordOf,
  type Statement,
} from '../../../src/domain/records/entries.js';
import type { AllergyState, StatementKind } from '../../../src/domain/records/states.js';

const coding = { substances: [], classes: ['penicillin'], isComplete: true };
const CONTENT: AllergyContent = {
  substance: 'Penicillin',
  drug: null,
  category: 'medicine',
  reaction: 'Rash',
  severity: 'mild',
  certainty: 'suspected',
  coding,
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 9, minute));

function version(entryId: string, number: number, status: AllergyState, minute: number) {
  const of = { entryId, version: number, clinicId: 'here', status, content: CONTENT };
  return { ...of, reason: number === 1 ? null : 'why', recordedBy: 'd', recordedAt: at(minute) };
}
function allergy(status: AllergyState): Allergy {
  const [entry] = entriesOf<AllergyContent, AllergyState>([version('a', 1, status, 0)]);
  assert.ok(entry);
  return entry;
}
function said(kind: StatementKind, number: number, clinicId = 'here'): Statement {
  return { kind, number, clinicId, madeBy: 'd', madeAt: at(number) };
}

describe('entries of a record', () => {
  it('are their latest version, in the order in which they were first recorded', () => {
    const versions: readonly EntryVersion<AllergyContent, AllergyState>[] = [
      version('b', 2, 'resolved', 9),
      version('c', 1, 'active', 5),
      version('b', 1, 'active', 1),
    ];
    const entries = entriesOf(versions);
    assert.deepEqual(
      entries.map(({ entryId, status, history }) => [entryId, status, history.map((one) => one.version)]),
      [
        ['b', 'resolved', [1, 2]],
        ['c', 'active', [1]],
      ],
    );
  });
});

describe('the allergy status', () => {
  const statusOf = (allergies: readonly Allergy[], ...statements: readonly Statement[]) =>
    medicationRecordOf(allergies, [], statements).allergyStatus;
  const NONE = said('no_known_allergies', 1);
  const WITHDRAWN = said('no_known_allergies_withdrawn', 2);

  it('is unknown until something is said, and after what was said was taken back', () => {
    assert.equal(statusOf([]), 'unknown');
    assert.equal(statusOf([], said('medicines_reviewed', 1)), 'unknown');
    assert.equal(statusOf([], NONE, WITHDRAWN), 'unknown');
    assert.equal(statusOf([allergy('entered_in_error')], NONE, WITHDRAWN), 'unknown');
  });

  it('is none known by statement alone, in the order of the numbers', () => {
    assert.equal(statusOf([], NONE), 'none_known');
    assert.equal(statusOf([allergy('resolved')], said('medicines_reviewed', 2), NONE), 'none_known');
    assert.equal(statusOf([], said('no_known_allergies', 3), WITHDRAWN, NONE), 'none_known');
  });

  it('is recorded while an allergy stands, whatever was said at another clinic', () => {
    assert.equal(statusOf([allergy('active')]), 'recorded');
    assert.equal(statusOf([allergy('active')], said('no_known_allergies', 1, 'there')), 'recorded');
    const record = medicationRecordOf([allergy('active')], [], [said('no_known_allergies', 1, 'there')]);
    assert.equal(record.noKnownAllergies, null);
  });

  it('counts what one clinic took back for that clinic', () => {
    assert.equal(statusOf([], NONE, WITHDRAWN, said('no_known_allergies', 1, 'there')), 'none_known');
  });
});

describe('a day', () => {
  it('has come where it has come somewhere', () => {
    assert.equal(latestToday(new Date('2026-11-29T09:59:00Z')), '2026-11-29');
    assert.equal(latestToday(new Date('2026-11-29T10:00:00Z')), '2026-11-30');
  });

  it('of a medicine that was entered in error stays as it was', () => {
    const content = { name: 'x', drug: null, dose: null, startedOn: null, source: 'patient_reported', coding } as const;
    const of = { entryId: 'm', version: 1, clinicId: 'here', reason: null, recordedBy: 'd', recordedAt: at(0) };
    const stopped: Medicine = {
      ...of,
      status: 'stopped',
      content: { ...content, stoppedOn: '2026-01-01' },
      history: [],
    };
    assert.equal(changedMedicine(stopped, { status: 'entered_in_error' }, at(0)).content.stoppedOn, '2026-01-01');
    assert.equal(changedMedicine(stopped, { status: 'active' }, at(0)).content.stoppedOn, null);
    assert.throws(() => changedMedicine(stopped, { stoppedOn: '2026-01-01' }, at(0)), { code: 'invalid_transition' });
  });
});
