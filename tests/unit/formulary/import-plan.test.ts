import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newDraft } from '../../../src/domain/formulary/changes.js';
import { drugOf } from '../../../src/domain/formulary/drug.js';
import { holdsOf } from '../../../src/domain/formulary/imports/import.js';
import type { ReadRow } from '../../../src/domain/formulary/imports/list.js';
import { listKeyOf } from '../../../src/domain/formulary/imports/list-key.js';
import { type KnownItem, type Listing, planRow } from '../../../src/domain/formulary/imports/planned-row.js';
import { IMPORT_STATES } from '../../../src/domain/list-import-states.js';
import { decided } from '../../../src/domain/list-imports.js';

const TODAY = '2026-12-01';
const SAID = {
  name: 'X 5 mg tablet',
  genericName: 'unheardofin',
  activeIngredient: 'unheardofin',
  strength: '5 mg',
  form: 'tablet',
};
const row = (said: object = {}): ReadRow => ({
  sheet: 'List',
  row: 2,
  outcome: { ...SAID, ...said },
  key: 'k',
  problems: [],
});
const known = (listing: Listing | null = 'listed', more: object = {}): KnownItem => ({
  rowId: 'id',
  version: 3,
  listing,
  drug: { ...drugOf(newDraft(SAID, TODAY)), ...more },
});
const planned = (read: ReadRow, ...items: KnownItem[]) => planRow(read, items, TODAY);

describe('what an import does with a row', () => {
  it('makes a new item, leaves one as it is, changes it', () => {
    assert.equal(planned(row()).kind, 'created');
    assert.equal(planned(row(), known()).kind, 'unchanged');
    const { kind, item } = planned(row({ strength: '10 mg' }), known());
    assert.deepEqual([kind, item?.content.strength, item?.known?.version], ['updated', '10 mg', 3]);
  });

  it('keeps what the list does not speak of, and a schedule that a person has stated', () => {
    const { item } = planned(
      row({ manufacturer: 'Somebody' }),
      known('listed', { statedSchedule: 'S4', schedule: 'S4', localCode: 'L' }),
    );
    assert.deepEqual(
      [item?.content.schedule, item?.content.localCode, item?.content.manufacturer],
      ['S4', 'L', 'Somebody'],
    );
    const other = planned(row({ strength: '10 mg' }), known('listed', { statedSchedule: 'S4', schedule: 'S4' }));
    assert.equal(other.item?.content.schedule, null, 'of another strength nothing was stated');
  });

  it('states a schedule where none can be derived, once, and is wrong where it can', () => {
    const stated = { schedule: 'S4', sources: [{ field: 'schedule', source: 'A list', asOf: TODAY }] };
    const first = planned(row(stated));
    assert.equal(first.item?.content.schedule, 'S4');
    const later = { ...stated, sources: [{ field: 'schedule', source: 'A list', asOf: '2027-01-01' }] };
    const item = { ...known(), drug: first.item?.content ?? known().drug };
    assert.equal(planned(row(later), item).kind, 'unchanged', 'the same list a month later says nothing new');
    const oxycodone = { genericName: 'oxycodone', activeIngredient: 'oxycodone', form: 'capsule', schedule: 'S4' };
    const refused = planned(row(oxycodone));
    assert.deepEqual([refused.kind, refused.problems.map(({ code }) => code)], ['invalid', ['schedule_conflict']]);
  });

  it('offers again what an earlier list lacked or an undo took back, and not what a person has ended', () => {
    const ended = { active: false };
    assert.equal(planned(row(), known('delisted', ended)).kind, 'reactivated');
    assert.deepEqual(
      [planned(row(), known('withdrawn', ended)).kind, planned(row(), known('withdrawn', ended)).item?.content.active],
      ['created', true],
    );
    for (const listing of ['listed', null] as const) {
      const { kind, problems } = planned(row(), known(listing, ended));
      assert.deepEqual([kind, problems.map(({ code }) => code)], ['unchanged', ['kept_inactive']]);
    }
  });

  it('takes none of two items of one key, but the one that stands beside a withdrawn one', () => {
    const two = planned(row(), known(), known(null));
    assert.deepEqual([two.kind, two.problems[0]?.code], ['invalid', 'item_ambiguous']);
    assert.equal(planned(row(), known('withdrawn', { active: false }), known(null)).kind, 'unchanged');
  });
});

describe('by what a list finds an item', () => {
  const item = {
    pbsCode: null,
    localCode: null,
    genericName: 'A',
    brandName: null,
    strength: '5 mg',
    form: 'tablet',
    pack: null,
    manufacturer: null,
  };
  it('is its code with the brand, else all that tells it from others', () => {
    assert.equal(listKeyOf({ ...item, pbsCode: '1215Y', localCode: 'L', brandName: 'Bé' }), 'pbs 1215Y|be');
    assert.equal(listKeyOf({ ...item, localCode: ' L-1 ' }), 'code l-1|');
    const keys = [
      item,
      { ...item, strength: '10 mg' },
      { ...item, pack: { size: 30, unit: 'unit' } as const },
      { ...item, manufacturer: 'M' },
    ];
    assert.equal(new Set(keys.map(listKeyOf)).size, 4);
  });
});

describe('what a person can ask of an import', () => {
  it('is go, no and back, each from its states; a second time changes nothing', () => {
    const ways = { apply: ['previewed'], cancel: ['received', 'reading', 'previewed'], undo: ['applied'] } as const;
    const same = { apply: ['applying', 'applied'], cancel: ['cancelled'], undo: ['undoing', 'undone'] } as const;
    for (const decision of ['apply', 'cancel', 'undo'] as const) {
      for (const state of IMPORT_STATES) {
        if ((same[decision] as readonly string[]).includes(state)) assert.equal(decided(state, decision), null);
        else if ((ways[decision] as readonly string[]).includes(state))
          assert.equal(decided(state, decision), same[decision][0]);
        else assert.throws(() => decided(state, decision), { code: 'invalid_transition' }, `${decision} ${state}`);
      }
    }
  });
});

describe('what holds an import', () => {
  const none = { created: 0, updated: 0, deactivated: 0, reactivated: 0, unchanged: 0, needsReview: 0 };
  const codes = (rowsInvalid: number, deactivated = 0, listed = 0) =>
    holdsOf({ rowsTotal: 110, rowsInvalid, rowsSkipped: 10, preview: { ...none, deactivated } }, listed).map(
      ({ code }) => code,
    );
  it('is more than a quarter of rows in error, or a fifth of the listed items gone and five of them', () => {
    assert.deepEqual([codes(25), codes(26)], [[], ['many_errors']]);
    assert.deepEqual([codes(0, 4, 4), codes(0, 5, 25), codes(0, 5, 24)], [[], [], ['many_deactivated']]);
  });
});
