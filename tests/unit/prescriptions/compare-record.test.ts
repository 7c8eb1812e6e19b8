import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ComparedEnd,
  type ComparedItem,
  type ComparedRecord,
  columnsUnlikeContent,
  type EndingEvent,
  endUnlikeHistory,
} from '../../../src/domain/prescriptions/compare-record.js';
import { aContent } from '../../support/prescriptions/a-content.js';

const CONTENT = aContent();
const { issuedOn, validUntil } = CONTENT;
const ITEM: ComparedItem = {
  ...{ id: CONTENT.items[0]?.id ?? '', position: 0, drugVersion: 1, productId: null, schedule: 'S4' },
  ...{ quantity: 20, repeats: 0, intervalDays: 1, issuedOn, validUntil },
};
const RECORD: ComparedRecord = {
  ...{ id: CONTENT.id, doctorId: CONTENT.prescriber.id, patientId: CONTENT.patient.id },
  ...{ year: 2026, ordinal: 123, number: CONTENT.number },
  ...{ legalForm: 'patient_copy', scheme: 'private', schedule: 'S4', supersedes: null, items: [ITEM] },
  ...{ issuedAt: new Date(CONTENT.issuedAt), issuedOn, validUntil, timezone: 'Australia/Sydney' },
};

describe('a record that somebody has changed', () => {
  const OTHER: { readonly [K in Exclude<keyof ComparedRecord, 'items'>]: ComparedRecord[K] } = {
    ...{ id: 'other', doctorId: 'other', patientId: 'other', year: 2025, ordinal: 124, number: 'RX2026000124' },
    ...{ legalForm: 'paper_signed', scheme: 'pbs', schedule: 'S8', supersedes: 'other', timezone: 'UTC' },
    ...{ issuedAt: new Date(Date.parse(CONTENT.issuedAt) + 1), issuedOn: '2026-11-21', validUntil: '2027-11-20' },
  };
  const OTHER_OF_ITEM: ComparedItem = {
    ...{ id: 'other', position: 1, drugVersion: 2, productId: 'other', schedule: 'S8', quantity: 21 },
    ...{ repeats: 1, intervalDays: 2, issuedOn: '2026-11-21', validUntil: '2027-11-20' },
  };
  const unlike = (changes: Partial<ComparedRecord>) => columnsUnlikeContent({ ...RECORD, ...changes }, CONTENT);

  it('is unlike what was signed in the column that was changed, whichever it is', () => {
    assert.deepEqual(unlike({}), []);
    for (const [name, value] of Object.entries(OTHER)) {
      assert.deepEqual(unlike({ [name]: value }), [name === 'year' ? 'ordinal' : name]);
    }
    for (const [name, value] of Object.entries(OTHER_OF_ITEM)) {
      assert.deepEqual(unlike({ items: [{ ...ITEM, [name]: value }] }), [`item.${name}`]);
    }
    for (const items of [[], [ITEM, ITEM]]) assert.deepEqual(unlike({ items }), ['items']);
  });
});

describe('the end of a prescription', () => {
  const [happenedAt, happenedBy] = [new Date('2026-11-21T00:00:00Z'), 'doctor'];
  const event = (name: EndingEvent['event']): EndingEvent => ({ event: name, happenedAt, happenedBy });
  const ISSUED: ComparedEnd = { status: 'issued', version: 1, endedAt: null, endedBy: null };
  const CANCELLED: ComparedEnd = { status: 'cancelled', version: 2, endedAt: happenedAt, endedBy: happenedBy };
  const ALL = ['status', 'version', 'endedAt', 'endedBy'];

  for (const [what, end, events, names] of [
    ['of one that stands', ISSUED, ['issued', 'supplied'], []],
    ['of one that was cancelled', CANCELLED, ['issued', 'cancelled', 'mailed'], []],
    ['of one that another stands in the place of', { ...CANCELLED, status: 'superseded' }, ['superseded'], []],
    ['that was taken back', ISSUED, ['cancelled'], ALL],
    ['that nobody has made', CANCELLED, ['issued'], ALL],
    ['by another way', CANCELLED, ['superseded'], ['status']],
    ['by somebody else', { ...CANCELLED, endedBy: 'other' }, ['cancelled'], ['endedBy']],
    ['at another time', { ...CANCELLED, endedAt: new Date(0) }, ['cancelled'], ['endedAt']],
    ['after another change', { ...CANCELLED, version: 3 }, ['cancelled'], ['version']],
    ['that came twice', CANCELLED, ['cancelled', 'superseded'], ['status']],
  ] as const) {
    it(`${what} is borne out by its history, except for: ${names.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(endUnlikeHistory(end, events.map(event)), names);
    });
  }
});
