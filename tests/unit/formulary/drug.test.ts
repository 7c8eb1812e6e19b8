import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedDraft, type DrugChange, draftProblems, newDraft } from '../../../src/domain/formulary/changes.js';
import { readAtcCode, readPbsCode } from '../../../src/domain/formulary/codes-of-medicines.js';
import { LOOK_ALIKES } from '../../../src/domain/formulary/data/tall-man.js';
import { confusableWith, displayNameOf } from '../../../src/domain/formulary/display-name.js';
import { drugOf } from '../../../src/domain/formulary/drug.js';
import { FORM_NAMES, formNamed, ROUTES, routeNamed } from '../../../src/domain/formulary/forms.js';
import { readSearch, termsOf } from '../../../src/domain/formulary/search-terms.js';
import { parseStrength, parseStrengths } from '../../../src/domain/formulary/strength.js';
import { isSame } from '../../../src/domain/same.js';

const TODAY = '2026-12-01';
const AMOXICILLIN: DrugChange = {
  genericName: 'amoxicillin',
  strength: '500 mg',
  form: 'capsule',
  pack: { size: 20, unit: 'unit' },
};
const item = (said: DrugChange) => drugOf(newDraft(said, TODAY));

describe('an item of the formulary', () => {
  it('reads strengths as they are written on boxes and in lists', () => {
    const cases: readonly (readonly [string, string | null])[] = [
      ['500 mg', '500 mg'],
      ['500mg', '500 mg'],
      ['1,000 mg', '1000 mg'],
      ['0.5 MG', '0.5 mg'],
      ['250 mg/5 mL', '250 mg per 5 mL'],
      ['5 mg per mL', '5 mg per 1 mL'],
      ['100 microgram/dose', '100 microgram per 1 dose'],
      ['100 mcg/actuation', '100 microgram per 1 dose'],
      ['25 µg/h', '25 microgram per 1 hour'],
      ['100 units/mL', '100 unit per 1 mL'],
      ['0.05%', '0.05 percent'],
      ['500 mg (as trihydrate)', '500 mg'],
      ['0 mg', null],
      ['5 mg/0 mL', null],
      ['5 tablets', null],
      ['mg', null],
      ['5 mg/biscuit', null],
      ['', null],
    ];
    for (const [text, expected] of cases) {
      const read = parseStrength(text);
      const per = read?.per ? ` per ${read.per.amount} ${read.per.unit}` : '';
      assert.equal(read ? `${read.amount} ${read.unit}${per}` : null, expected, text);
    }
    assert.deepEqual(
      parseStrengths('875 mg + 125 mg').map((one) => one?.amount),
      [875, 125],
    );
  });

  it('knows forms and routes by their names, in any case, one or several', () => {
    assert.equal(FORM_NAMES.length, 40);
    for (const name of FORM_NAMES) assert.ok(formNamed(name.toUpperCase()), name);
    assert.equal(formNamed('Tablets')?.route, 'oral');
    assert.equal(formNamed('modified  release tablet')?.release, 'modified');
    assert.equal(formNamed('constructor'), null);
    for (const route of ROUTES) assert.equal(routeNamed(` ${route.toUpperCase()}`), route);
    assert.equal(routeNamed('by owl'), null);
  });

  it('is made of little, and derives the rest', () => {
    const { name, activeIngredient, route, schedule, monitored, sources, ingredients } = item(AMOXICILLIN);
    assert.equal(name, 'amoxicillin 500 mg capsule');
    assert.deepEqual([activeIngredient, route, schedule, monitored], ['amoxicillin', 'oral', 'S4', false]);
    assert.deepEqual(ingredients, [
      { name: 'amoxicillin', substance: 'amoxicillin', strength: { amount: 500, unit: 'mg', per: null } },
    ]);
    assert.deepEqual(sources, [{ field: 'schedule', source: 'Poisons Standard', asOf: '2026-11-01' }]);
    assert.equal(item({ ...AMOXICILLIN, brandName: 'Amoxil' }).name, 'Amoxil 500 mg capsule');
    for (const missing of ['genericName', 'strength', 'form'] as const) {
      assert.throws(() => item({ ...AMOXICILLIN, [missing]: undefined } as DrugChange), /An item has a/, missing);
    }
  });

  it('is monitored when it is Schedule 8, or in the list of a state', () => {
    const said = { strength: '5 mg', form: 'tablet' };
    assert.equal(item({ ...said, genericName: 'oxycodone' }).monitored, true);
    assert.equal(item({ ...said, genericName: 'diazepam' }).monitored, true);
    assert.equal(item({ ...said, genericName: 'ramipril' }).monitored, false);
  });

  it('pairs strengths with ingredients only where there are as many', () => {
    const both = item({
      ...AMOXICILLIN,
      activeIngredient: 'amoxicillin + clavulanic acid',
      strength: '875 mg + 125 mg',
    });
    assert.deepEqual(
      both.ingredients.map(({ substance, strength }) => [substance, strength?.amount]),
      [
        ['amoxicillin', 875],
        ['clavulanic_acid', 125],
      ],
    );
    const one = item({ ...AMOXICILLIN, activeIngredient: 'amoxicillin + clavulanic acid' });
    assert.deepEqual(
      one.ingredients.map(({ strength }) => strength),
      [null, null],
    );
  });

  it('takes the word of a person on a schedule where nothing can be derived, and nowhere else', () => {
    const unknown: DrugChange = { ...AMOXICILLIN, genericName: 'unheardofin' };
    assert.equal(item(unknown).schedule, null);
    const stated = newDraft({ ...unknown, schedule: 'S4' }, TODAY);
    assert.deepEqual(draftProblems(stated), []);
    assert.equal(drugOf(stated).schedule, 'S4');
    assert.deepEqual(drugOf(stated).sources, [{ field: 'schedule', source: 'Stated by the clinic', asOf: TODAY }]);
    const denied = newDraft({ ...AMOXICILLIN, genericName: 'oxycodone', schedule: 'S4' }, TODAY);
    assert.deepEqual(
      draftProblems(denied).map(({ field }) => field),
      ['schedule'],
    );
    assert.equal(drugOf(denied).schedule, 'S8');
    for (const change of [{ strength: '250 mg' }, { form: 'tablet' }, { pack: null }, { activeIngredient: 'other' }]) {
      assert.equal(drugOf(changedDraft(stated, change, TODAY)).schedule, null, JSON.stringify(change));
    }
    const renamed = drugOf(changedDraft(drugOf(stated), { name: 'Other', pack: { unit: 'unit', size: 20 } }, TODAY));
    assert.equal(renamed.schedule, 'S4');
    const known = drugOf(changedDraft(drugOf(stated), { activeIngredient: 'morphine' }, TODAY));
    assert.deepEqual([known.schedule, known.statedSchedule], ['S8', null]);
    assert.ok(known.sources.every(({ source }) => source !== 'Stated by the clinic'));
    assert.equal(drugOf(changedDraft(drugOf(stated), { schedule: null }, TODAY)).schedule, null);
  });

  it('says whose word each changed statement is', () => {
    const first = item({
      ...AMOXICILLIN,
      maxDailyDose: { amount: 3, unit: 'g' },
      prescribingInfo: { interactions: ['Warfarin'] },
    });
    const sourceOf = (drug: typeof first, field: string) => drug.sources.find((one) => one.field === field)?.source;
    assert.equal(sourceOf(first, 'max_daily_dose'), 'Stated by the clinic');
    const book = { field: 'max_daily_dose', source: 'A book', asOf: '2026-11-30' } as const;
    const next = drugOf(changedDraft(first, { maxDailyDose: { amount: 4, unit: 'g' }, sources: [book] }, TODAY));
    assert.equal(sourceOf(next, 'max_daily_dose'), 'A book');
    assert.equal(sourceOf(next, 'interactions'), 'Stated by the clinic');
    assert.equal(next.sources.length, 3);
    assert.deepEqual(next.prescribingInfo.interactions, ['Warfarin']);
  });

  it('reads codes: PBS with its letter, ATC of every level', () => {
    for (const [typed, code] of [
      ['1234y', '1234Y'],
      ['01215Y', '1215Y'],
      ['12345R', '12345R'],
    ] as const) {
      assert.equal(readPbsCode(typed), code);
    }
    for (const typed of ['1234A', '00000A', '1Y', '123456Y', '']) assert.equal(readPbsCode(typed), null, typed);
    for (const typed of ['J', 'J01', 'J01C', 'J01CA', 'j01ca04']) assert.equal(readAtcCode(typed), typed.toUpperCase());
    for (const typed of ['J1', '01J', 'J01CA4', '']) assert.equal(readAtcCode(typed), null, typed);
    const wrong = newDraft({ ...AMOXICILLIN, pbsCode: '1234A', atc: 'J1', name: ' ' }, TODAY);
    assert.deepEqual(
      draftProblems(wrong).map(({ field }) => field),
      ['name', 'pbs_code', 'atc'],
    );
  });

  it('is shown with Tall Man letters, beside what it is taken for', () => {
    assert.equal(displayNameOf('fluoxetine 20 mg capsule'), 'fluOXETine 20 mg capsule');
    assert.equal(displayNameOf('Fluoxetine 20 mg'), 'FluOXETine 20 mg');
    assert.equal(displayNameOf('Amoxicillin 500 mg'), 'Amoxicillin 500 mg');
    assert.deepEqual(confusableWith(['fluoxetine']), ['fluVOXAMine']);
    assert.deepEqual(confusableWith(['Metformin', 'sitagliptin']), ['metroNIDAZOLE', 'SAXagliptin', 'SUMAtriptan']);
    assert.deepEqual(confusableWith(['amoxicillin']), []);
    assert.deepEqual(
      LOOK_ALIKES.map(({ names }) => names.join(' ')),
      [
        'fluOXETine fluVOXAMine',
        'metFORMIN metroNIDAZOLE',
        'prednisoLONE predniSONE',
        'carBAMazepine OXcarbazepine',
        'clonazePAM cloNIDine LORazepam',
        'hydrALAZINE hydrOXYzine hydroCHLOROthiazide',
        'HYDROmorphone morphine',
        'OLANZapine QUEtiapine',
        'SITagliptin SAXagliptin SUMAtriptan',
        'dilTIAZem diazePAM',
        'amLODIPine aMILoride',
        'NIFEdipine niMODipine',
        'lamoTRIgine lamiVUDine',
        'traMADol traZODone',
        'buPROPion busPIRone',
      ],
    );
    for (const { names, source, asOf } of LOOK_ALIKES) {
      assert.ok(source.length > 10 && /^20\d\d-\d\d-\d\d$/.test(asOf));
      for (const name of names) assert.equal(displayNameOf(name.toLowerCase()), name);
    }
  });

  it('is found by its names, by each ingredient, and by the other names of these', () => {
    const terms = new Map(
      termsOf(item({ ...AMOXICILLIN, brandName: 'Amoxil®' })).map(({ term, kind }) => [term, kind] as const),
    );
    for (const name of ['amoxicillin', 'amoxil', 'amoxil 500 mg', 'amoxicillin 500 mg']) {
      assert.equal(terms.get(name), 'name', name);
    }
    assert.equal(terms.get('amoxycillin'), 'synonym');
    assert.equal(terms.get('amoxycillin 500 mg'), 'synonym');
    const both = termsOf(
      item({ ...AMOXICILLIN, activeIngredient: 'amoxicillin + clavulanic acid', genericName: 'co-amoxiclav' }),
    );
    assert.equal(both.find(({ term }) => term === 'clavulanic acid')?.kind, 'part');
    // Written with the old name, it is still found by the one of today.
    const old = termsOf(item({ ...AMOXICILLIN, genericName: 'Amoxycillin' }));
    assert.deepEqual(
      ['amoxycillin', 'amoxicillin'].map((name) => old.find(({ term }) => term === name)?.kind),
      ['name', 'synonym'],
    );
  });

  it('folds what somebody types as it folds names, and looks for prefixes alone below three characters', () => {
    assert.deepEqual(readSearch('  Panadol® 500MG '), { text: 'panadol 500 mg', isFuzzy: true });
    assert.deepEqual(readSearch('Œstradiol-é'), { text: 'œstradiol-e', isFuzzy: true });
    assert.deepEqual(readSearch('am'), { text: 'am', isFuzzy: false });
    for (const nothing of ['', '  ', '®', "''"]) assert.equal(readSearch(nothing), null, nothing);
  });

  it('is the same whatever the order of its members', () => {
    assert.ok(isSame({ a: [1, { b: 2, c: null }] }, { a: [1, { c: null, b: 2 }] }));
    assert.ok(!isSame({ a: [1, 2] }, { a: [2, 1] }));
    assert.ok(!isSame({ a: null }, {}));
  });
});
