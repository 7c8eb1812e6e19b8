import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import { rulesInForce } from '../../../src/domain/prescriptions/checks/rule.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { printedName } from '../../../src/domain/prescriptions/products/printed-medicine.js';
import { codingOf } from '../../../src/domain/records/coding.js';
import type { AllergyContent, Medicine } from '../../../src/domain/records/entries.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aProductItem } from '../../support/prescriptions/a-product-item.js';
import {
  alertsFound,
  aMedicine,
  anAllergy,
  aRecord,
  checksInput,
  itemOf,
  tabletOf,
} from '../../support/prescriptions/checks-input.js';

describe('an allergy', () => {
  const WEIGHTS: readonly (readonly [
    severity: AllergyContent['severity'],
    certainty: AllergyContent['certainty'],
    contraindicated: string,
    major: string,
    moderate: string,
  ])[] = [
    ['life_threatening', 'confirmed', 'contraindicated', 'major', 'moderate'],
    ['life_threatening', 'suspected', 'contraindicated', 'major', 'moderate'],
    ['severe', 'confirmed', 'contraindicated', 'major', 'moderate'],
    ['severe', 'suspected', 'contraindicated', 'major', 'moderate'],
    ['moderate', 'confirmed', 'major', 'moderate', 'minor'],
    ['moderate', 'suspected', 'major', 'moderate', 'minor'],
    ['mild', 'confirmed', 'major', 'moderate', 'minor'],
    ['mild', 'suspected', 'major', 'minor', 'minor'],
  ];
  for (const [severity, certainty, same, cross, rare] of WEIGHTS) {
    it(`weighs what its reaction was: ${severity}, ${certainty}`, () => {
      const allergies = (substance: string) => aRecord({ allergies: [anAllergy(substance, { severity, certainty })] });
      const severityOf = (name: string, substance: string) =>
        runChecks(checksInput({ items: [tabletOf(name)], record: allergies(substance) })).alerts[0]?.severity;
      assert.equal(severityOf('amoxicillin', 'amoxicillin'), same);
      assert.equal(severityOf('cefalexin', 'amoxicillin'), cross);
      assert.equal(severityOf('furosemide', 'sulfamethoxazole'), rare);
    });
  }

  const AGAINST: readonly (readonly [prescribed: string, allergy: string, ...alerts: string[]])[] = [
    ['amoxicillin', 'Amoxycillin', 'allergy-same-substance contraindicated'],
    ['amoxicillin + clavulanic acid', 'clavulanic acid', 'allergy-same-substance contraindicated'],
    ['amoxicillin', 'Penicillins', 'allergy-named-class contraindicated'],
    ['flucloxacillin', 'amoxicillin', 'allergy-penicillin contraindicated'],
    ['cefalexin', 'penicillin', 'allergy-penicillin-cephalosporin major'],
    ['amoxicillin', 'cefalexin', 'allergy-cephalosporin-penicillin major'],
    ['ibuprofen', 'aspirin', 'allergy-nsaid contraindicated'],
    ['celecoxib', 'NSAIDs', 'allergy-named-class contraindicated'],
    ['sulfasalazine', 'sulfa drugs', 'allergy-sulfonamide-sulfasalazine contraindicated'],
    ['hydrochlorothiazide', 'sulfa drugs', 'allergy-sulfonamide-other moderate'],
    ['candesartan', 'perindopril', 'allergy-ace-sartan moderate'],
    ['oxcarbazepine', 'carbamazepine', 'allergy-aromatic-anticonvulsant contraindicated'],
    ['oxycodone', 'codeine', 'allergy-opioid major'],
    ['fentanyl', 'codeine'],
    ['amoxicillin', 'warfarin'],
    ['levetiracetam', 'carbamazepine'],
  ];
  for (const [prescribed, allergy, ...alerts] of AGAINST) {
    it(`to ${allergy} against ${prescribed}: ${alerts.join(', ') || 'none'}`, () => {
      const strength = prescribed.includes('+') ? '10 mg + 5 mg' : '10 mg';
      const items = [itemOf(`${prescribed} | ${strength} | tablet`)];
      assert.deepEqual(alertsFound('allergy', { items, record: aRecord({ allergies: [anAllergy(allergy)] }) }), alerts);
    });
  }

  it('counts against creams, too, and names what was written', () => {
    const items = [itemOf('diclofenac | 1% | gel')];
    const { alerts } = runChecks(checksInput({ items, record: aRecord({ allergies: [anAllergy('Aspirin 100 mg')] }) }));
    assert.deepEqual(
      alerts.map(({ rule, with: against, item }) => [rule, against, item]),
      [['allergy-nsaid', 'Aspirin 100 mg', 0]],
    );
  });

  it('is looked up by the next rule when the nearer one is switched off', () => {
    const rules = rulesInForce(CLINICAL_RULES, [{ rule: 'allergy-same-substance', active: false }]);
    const record = aRecord({ allergies: [anAllergy('amoxicillin')] });
    assert.deepEqual(alertsFound('allergy', { items: [tabletOf('amoxicillin')], record, rules }), [
      'allergy-penicillin contraindicated',
    ]);
  });

  it('is another cause when its reaction turns out to be graver', () => {
    const keyOf = (severity: AllergyContent['severity']) => {
      const record = aRecord({ allergies: [anAllergy('amoxicillin', { severity })] });
      return runChecks(checksInput({ items: [tabletOf('amoxicillin')], record })).alerts[0]?.key;
    };
    assert.notEqual(keyOf('mild'), keyOf('life_threatening'));
    assert.equal(keyOf('mild'), keyOf('mild'));
  });
});

describe('an interaction', () => {
  it('is none of what the patient takes already, nor of what one product combines', () => {
    const record = aRecord({ medicines: [aMedicine('warfarin'), aMedicine('ibuprofen')] });
    assert.deepEqual(alertsFound('interaction', { items: [tabletOf('ezetimibe')], record }), []);
    assert.deepEqual(
      alertsFound('interaction', { items: [itemOf('irbesartan + spironolactone | 1 mg + 1 mg | tablet')] }),
      [],
    );
  });

  it('is none of a substance with itself', () => {
    const record = aRecord({ medicines: [aMedicine('amiodarone')] });
    assert.deepEqual(alertsFound('interaction', { items: [tabletOf('amiodarone')], record }), []);
  });

  it('of three may have two of them in one product', () => {
    const items = [
      itemOf('ibuprofen | 200 mg | tablet'),
      itemOf('irbesartan + hydrochlorothiazide | 150 mg + 12.5 mg | tablet'),
    ];
    const alerts = alertsFound('interaction', { items });
    assert.deepEqual(alerts, ['renin-diuretic-nsaid major', 'renin-nsaid moderate']);
  });

  it('of what acts in the whole body leaves creams and eye drops out, and no others', () => {
    const record = aRecord({ medicines: [aMedicine('warfarin'), aMedicine('verapamil')] });
    assert.deepEqual(alertsFound('interaction', { items: [itemOf('diclofenac | 1% | gel')], record }), []);
    assert.deepEqual(alertsFound('interaction', { items: [itemOf('diclofenac | 50 mg | suppository')], record }), [
      'warfarin-nsaid major',
    ]);
    assert.deepEqual(alertsFound('interaction', { items: [itemOf('diclofenac | 1% | something new')], record }), [
      'warfarin-nsaid major',
    ]);
    assert.deepEqual(alertsFound('interaction', { items: [itemOf('timolol | 0.5% | eye drops')], record }), [
      'verapamil-beta-blocker major',
    ]);
  });

  it('has one alert, whichever way it is met', () => {
    const record = aRecord({ medicines: [aMedicine('diazepam')] });
    const items = [tabletOf('oxycodone'), itemOf('oxycodone | 5 mg | capsule'), tabletOf('diazepam')];
    assert.deepEqual(alertsFound('interaction', { items, record }), ['opioid-benzodiazepine major']);
  });
});

describe('a duplicate', () => {
  const item = tabletOf('metformin');
  const listed = (name: string, drug: string | null = null) => ({
    items: [item],
    record: aRecord({ medicines: [aMedicine(name, drug)] }),
  });

  it('is what a doctor expects who renews a prescription: a word, and no interruption', () => {
    assert.deepEqual(alertsFound('duplicate', listed('metformin', item.drug.id)), ['duplicate-renewal minor']);
    assert.deepEqual(alertsFound('duplicate', listed('Metformin 500 mg tablets')), ['duplicate-renewal minor']);
  });

  it('is another strength or form of the same medicine', () => {
    assert.deepEqual(alertsFound('duplicate', listed('metformin', 'another item')), ['duplicate-medicine moderate']);
    const items = [itemOf('oxycodone | 5 mg | tablet'), itemOf('oxycodone | 10 mg | modified release tablet')];
    assert.deepEqual(alertsFound('duplicate', { items }), ['duplicate-medicine moderate']);
  });

  it('is another product of the same ingredients, and a renewal only of the product itself', () => {
    const oil = (thc: number, cbd: number, productName: string) =>
      aProductItem({ thc, cbd, tgaCategory: 3, poisonSchedule: 'S8', productName });
    const [weak, strong] = [oil(10, 10, 'Oil A'), oil(25, 25, 'Oil B')];
    const enteredAs = (item: PrescribedItem): Medicine => {
      const substances = item.drug.ingredients.map(({ substance }) => substance);
      const entry = aMedicine(printedName(item));
      const coding = codingOf(null, { names: [], substances });
      return { ...entry, content: { ...entry.content, source: 'prescribed_here', coding } };
    };
    const found = (item: PrescribedItem, medicine: Medicine) =>
      alertsFound('duplicate', { items: [item], record: aRecord({ medicines: [medicine] }) });
    assert.deepEqual(found(weak, enteredAs(weak)), ['duplicate-renewal minor']);
    assert.deepEqual(found(strong, enteredAs(weak)), ['duplicate-medicine moderate']);
    assert.deepEqual(found(strong, aMedicine('THC and CBD')), ['duplicate-medicine moderate']);
    const listed = itemOf('tetrahydrocannabinol + cannabidiol | 10 mg/mL + 10 mg/mL | oral liquid');
    assert.deepEqual(found(listed, enteredAs(weak)), ['duplicate-medicine moderate']);
    assert.deepEqual(found(listed, aMedicine('THC and CBD')), ['duplicate-renewal minor'], 'it may be this item');
  });

  it('is an ingredient that another medicine has, too', () => {
    const items = [itemOf('paracetamol + codeine | 500 mg + 30 mg | tablet')];
    assert.deepEqual(alertsFound('duplicate', { items, record: aRecord({ medicines: [aMedicine('paracetamol')] }) }), [
      'duplicate-ingredient major',
    ]);
    assert.deepEqual(alertsFound('duplicate', { items: [...items, itemOf('paracetamol | 500 mg | tablet')] }), [
      'duplicate-ingredient major',
    ]);
  });

  it('is the class of which one is enough, and no class of which two are usual', () => {
    const record = aRecord({ medicines: [aMedicine('naproxen')] });
    assert.deepEqual(alertsFound('duplicate', { items: [tabletOf('ibuprofen')], record }), ['two-nsaids major']);
    assert.deepEqual(alertsFound('duplicate', { items: [tabletOf('aspirin')], record }), []);
    assert.deepEqual(alertsFound('duplicate', { items: [itemOf('diclofenac | 1% | gel')], record }), []);
    assert.deepEqual(
      alertsFound('duplicate', {
        items: [tabletOf('prednisolone')],
        record: aRecord({ medicines: [aMedicine('dexamethasone')] }),
      }),
      [],
    );
  });

  it('is both where medicines share an ingredient and have two others of a class', () => {
    const items = [
      itemOf('irbesartan + hydrochlorothiazide | 1 mg + 1 mg | tablet'),
      itemOf('candesartan + hydrochlorothiazide | 1 mg + 1 mg | tablet'),
    ];
    assert.deepEqual(alertsFound('duplicate', { items }), ['duplicate-ingredient major', 'two-sartans major']);
  });

  it('is no renewal when one prescription has the same item twice', () => {
    assert.deepEqual(alertsFound('duplicate', { items: [item, item] }), ['duplicate-medicine moderate']);
  });

  it('on the prescription itself is another cause than one on the list: a reason for the one answers not the other', () => {
    const items = [itemOf('oxycodone | 5 mg | tablet'), itemOf('oxycodone | 10 mg | modified release tablet')];
    const record = aRecord({ medicines: [aMedicine('oxycodone', 'another item')] });
    const { alerts } = runChecks(checksInput({ items, record }));
    const keys = alerts.filter(({ rule }) => rule === 'duplicate-medicine').map(({ key }) => key);
    assert.equal(new Set(keys).size, 2, keys.join());
  });
});

describe('a dose', () => {
  const paracetamol = (directions: string, strength = '500 mg') =>
    itemOf(`paracetamol | ${strength} | tablet`, directions);

  it('is counted in all medicines of the prescription together', () => {
    const items = [
      paracetamol('Take 2 tablets three times a day.'),
      itemOf('paracetamol + codeine | 500 mg + 30 mg | tablet', 'Take 1 tablet three times a day.'),
    ];
    const { alerts } = runChecks(checksInput({ items }));
    assert.deepEqual(alertsFound('dose', { items }), ['dose-paracetamol major']);
    assert.equal(alerts.find(({ check }) => check === 'dose')?.key, 'dose:dose-paracetamol:paracetamol:4500mg');
    assert.deepEqual(alertsFound('dose', { items: items.slice(0, 1) }), []);
  });

  it('that stands beside the directions counts as they do, the greater of the two', () => {
    const item = paracetamol('Take 2 tablets three times a day.');
    assert.deepEqual(alertsFound('dose', { items: [{ ...item, dose: aDose({ amount: 3, timesPerDay: 4 }) }] }), [
      'dose-paracetamol major',
    ]);
    const words = paracetamol('Take 3 tablets four times a day.');
    assert.deepEqual(alertsFound('dose', { items: [{ ...words, dose: aDose({ timesPerDay: 1 }) }] }), [
      'dose-paracetamol major',
    ]);
    const unread = paracetamol('As the nurse has said.');
    assert.deepEqual(alertsFound('dose', { items: [{ ...unread, dose: aDose({ amount: 3, timesPerDay: 4 }) }] }), [
      'dose-paracetamol major',
    ]);
  });

  it('is another cause when it is greater', () => {
    const keyOf = (directions: string) => runChecks(checksInput({ items: [paracetamol(directions)] })).alerts[0]?.key;
    assert.notEqual(keyOf('Take 3 tablets three times a day.'), keyOf('Take 3 tablets four times a day.'));
  });

  it('has its limits of old age from that birthday on', () => {
    const items = [itemOf('citalopram | 20 mg | tablet', 'Take 2 tablets once daily.')];
    assert.deepEqual(alertsFound('dose', { items, birthDate: '1961-11-21' }), []);
    assert.deepEqual(alertsFound('dose', { items, birthDate: '1961-11-20' }), ['dose-citalopram-from-65 major']);
    assert.deepEqual(alertsFound('dose', { items, birthDate: null }), []);
  });

  it('of a child is by weight', () => {
    const items = [paracetamol('Take 1 tablet twice daily.')];
    const child = { items, birthDate: '2018-11-20' };
    assert.deepEqual(alertsFound('dose', { ...child, weightKg: 17 }), []);
    assert.deepEqual(alertsFound('dose', { ...child, weightKg: 16 }), ['dose-paracetamol-child major']);
    assert.deepEqual(alertsFound('dose', { ...child, birthDate: '2014-11-20', weightKg: 16 }), []);
  });
});
