import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import type { ChecksInput } from '../../../src/domain/prescriptions/checks/input.js';
import {
  CHECK_REASONS,
  CHECK_STATES,
  type CheckReason,
  type CheckState,
} from '../../../src/domain/prescriptions/checks/outcome.js';
import { CHECKS, type CheckName, rulesInForce } from '../../../src/domain/prescriptions/checks/rule.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aDrug, anItem } from '../../support/prescriptions/an-item.js';
import { aMedicine, anAllergy, aRecord, checksInput } from '../../support/prescriptions/checks-input.js';

/** `ingredients | strength | form`, with 10 mg a day as its limit. */
const item = (text: string, changes: Partial<PrescribedItem> = {}) =>
  anItem(aDrug(text, { maxDailyDose: { amount: 10, unit: 'mg' } }), changes);

const HARMLESS = item('ezetimibe | 10 mg | tablet');
const AMOXICILLIN = item('amoxicillin | 10 mg | tablet');
const WARFARIN = item('warfarin | 5 mg | tablet');
/** The table of ingredients has none of it; of the second only a part. */
const UNKNOWN = item('unheardofin | 10 mg | tablet');
const PARTLY = item('codeine + unheardofin | 10 mg + 10 mg | tablet');
const ISOTRETINOIN = item('isotretinoin | 10 mg | capsule', { directions: 'Take 1 capsule once daily.' });
const METHOTREXATE = item('methotrexate | 2.5 mg | tablet', { directions: 'Take 4 tablets once a week on Monday.' });
const UNREADABLE = { ...HARMLESS, directions: 'One in the morning, two at night.' };
const DISAGREEING = { ...HARMLESS, dose: aDose({ timesPerDay: 2 }) };
const INCOMPARABLE = { ...UNREADABLE, dose: aDose({ timesPerDay: 3 }) };
const PARACETAMOL = anItem(aDrug('paracetamol | 100 mg | tablet'));
const TOO_MUCH = { ...HARMLESS, directions: 'Take 2 tablets once daily.' };

const switchedOff = (...ids: string[]) =>
  rulesInForce(
    CLINICAL_RULES,
    ids.map((rule) => ({ rule, active: false })),
  );
const allergic = (...written: string[]) => aRecord({ allergies: written.map((one) => anAllergy(one)) });
const taking = (...names: string[]) => aRecord({ medicines: names.map((name) => aMedicine(name)) });
const unreviewed = (...names: string[]) => ({ ...taking(...names), medicinesReviewed: null });
const CHILD = { birthDate: '2020-01-01' };

type Case = readonly [
  check: CheckName,
  state: CheckState,
  reasons: readonly CheckReason[],
  input: Partial<ChecksInput>,
];

const CASES: readonly Case[] = [
  ['allergy', 'clear', [], { items: [AMOXICILLIN] }],
  ['allergy', 'clear', [], { items: [AMOXICILLIN], record: allergic('codeine') }],
  ['allergy', 'alerts', [], { items: [AMOXICILLIN], record: allergic('penicillin') }],
  ['allergy', 'alerts', ['allergy_not_coded'], { items: [AMOXICILLIN], record: allergic('penicillin', 'prawns') }],
  ['allergy', 'alerts', ['item_not_classified'], { items: [AMOXICILLIN, UNKNOWN], record: allergic('penicillin') }],
  ['allergy', 'partial', ['allergy_not_coded'], { items: [AMOXICILLIN], record: allergic('codeine', 'prawns') }],
  ['allergy', 'partial', ['allergy_not_coded'], { items: [AMOXICILLIN], record: allergic('codeine and prawns') }],
  ['allergy', 'partial', ['item_not_classified'], { items: [AMOXICILLIN, UNKNOWN], record: allergic('warfarin') }],
  ['allergy', 'partial', ['item_not_classified'], { items: [PARTLY], record: allergic('warfarin') }],
  ['allergy', 'partial', ['other_clinics_not_visible'], { items: [AMOXICILLIN], isKnownAtOtherClinics: true }],
  [
    'allergy',
    'partial',
    ['rules_inactive'],
    { items: [WARFARIN], record: allergic('warfarin'), rules: switchedOff('allergy-same-substance') },
  ],
  [
    'allergy',
    'not_available',
    ['allergies_not_recorded'],
    { items: [AMOXICILLIN], record: aRecord({ isUnasked: true }) },
  ],
  ['allergy', 'not_available', ['allergy_not_coded'], { items: [AMOXICILLIN], record: allergic('prawns') }],
  ['allergy', 'not_available', ['item_not_classified'], { items: [UNKNOWN] }],

  ['interaction', 'clear', [], { items: [WARFARIN] }],
  ['interaction', 'clear', [], { items: [WARFARIN, AMOXICILLIN], record: taking('metformin') }],
  ['interaction', 'alerts', [], { items: [WARFARIN], record: taking('ibuprofen') }],
  ['interaction', 'alerts', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed('ibuprofen') }],
  ['interaction', 'partial', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed('metformin') }],
  ['interaction', 'partial', ['medicines_not_reviewed'], { items: [WARFARIN, HARMLESS], record: unreviewed() }],
  [
    'interaction',
    'partial',
    ['medicine_not_coded'],
    { items: [WARFARIN], record: taking('metformin', 'the white one') },
  ],
  // A class alone may be any of its medicines.
  ['interaction', 'partial', ['medicine_not_coded'], { items: [HARMLESS], record: taking('statins') }],
  ['interaction', 'alerts', ['medicine_not_coded'], { items: [WARFARIN], record: taking('NSAIDs') }],
  ['interaction', 'partial', ['item_not_classified'], { items: [PARTLY], record: taking('metformin') }],
  [
    'interaction',
    'partial',
    ['other_clinics_not_visible'],
    { items: [WARFARIN, HARMLESS], isKnownAtOtherClinics: true },
  ],
  [
    'interaction',
    'partial',
    ['rules_inactive'],
    { items: [WARFARIN], record: taking('ibuprofen'), rules: switchedOff('warfarin-nsaid') },
  ],
  ['interaction', 'not_available', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed() }],
  ['interaction', 'not_available', ['medicine_not_coded'], { items: [WARFARIN], record: taking('the white one') }],
  ['interaction', 'not_available', ['item_not_classified'], { items: [UNKNOWN], record: taking('metformin') }],
  ['interaction', 'not_available', ['other_clinics_not_visible'], { items: [WARFARIN], isKnownAtOtherClinics: true }],

  ['duplicate', 'clear', [], { items: [WARFARIN], record: taking('metformin') }],
  ['duplicate', 'alerts', [], { items: [WARFARIN], record: taking('apixaban') }],
  ['duplicate', 'alerts', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed('apixaban') }],
  ['duplicate', 'partial', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed('metformin') }],
  ['duplicate', 'partial', ['medicine_not_coded'], { items: [WARFARIN], record: taking('metformin', 'the white one') }],
  ['duplicate', 'partial', ['item_not_classified'], { items: [PARTLY], record: taking('metformin') }],
  ['duplicate', 'partial', ['other_clinics_not_visible'], { items: [WARFARIN, HARMLESS], isKnownAtOtherClinics: true }],
  [
    'duplicate',
    'partial',
    ['rules_inactive'],
    { items: [WARFARIN], record: taking('apixaban'), rules: switchedOff('two-anticoagulants') },
  ],
  ['duplicate', 'not_available', ['medicines_not_reviewed'], { items: [WARFARIN], record: unreviewed() }],

  ['dose', 'clear', [], { items: [HARMLESS] }],
  ['dose', 'clear', [], { items: [item('paracetamol + codeine | 500 mg + 30 mg | tablet')] }],
  ['dose', 'clear', [], { items: [PARACETAMOL], ...CHILD, weightKg: 10 }],
  // From the birthday on the limits of adults count, and no weight is asked for.
  ['dose', 'clear', [], { items: [PARACETAMOL], birthDate: '2014-11-20', weightKg: null }],
  ['dose', 'alerts', [], { items: [TOO_MUCH] }],
  ['dose', 'alerts', ['age_unknown'], { items: [TOO_MUCH], birthDate: null }],
  ['dose', 'alerts', ['dose_not_computable'], { items: [TOO_MUCH, UNREADABLE] }],
  ['dose', 'partial', ['age_unknown'], { items: [HARMLESS], birthDate: null }],
  // A day of birth that lies ahead is none.
  ['dose', 'partial', ['age_unknown'], { items: [HARMLESS], birthDate: '2026-11-21' }],
  ['dose', 'partial', ['dose_not_computable'], { items: [HARMLESS, UNREADABLE] }],
  // A limit says nothing of a substance of which one item's amount is not known, or is in another unit.
  [
    ...(['dose', 'not_available', ['dose_not_computable']] as const),
    { items: [PARACETAMOL, { ...PARACETAMOL, directions: UNREADABLE.directions }] },
  ],
  ['dose', 'not_available', ['dose_not_computable'], { items: [anItem(aDrug('paracetamol | 5 mmol | tablet'))] }],
  ['dose', 'partial', ['rules_inactive'], { items: [TOO_MUCH], rules: switchedOff('dose-above-item-limit') }],
  [
    'dose',
    'partial',
    ['item_not_classified', 'dose_not_computable'],
    { items: [HARMLESS, item('unheardofin | 10 mg | cream')] },
  ],
  ['dose', 'partial', ['item_not_classified'], { items: [UNKNOWN] }],
  ['dose', 'not_available', ['dose_not_computable'], { items: [UNREADABLE] }],
  ['dose', 'not_available', ['dose_not_computable'], { items: [anItem(aDrug('ezetimibe | 10 mg | tablet'))] }],
  ['dose', 'not_available', ['weight_unknown', 'dose_not_computable'], { items: [HARMLESS], ...CHILD, weightKg: null }],
  ['dose', 'not_available', ['dose_not_computable'], { items: [HARMLESS], ...CHILD, weightKg: 20 }],
  // A limit for adults alone.
  [
    'dose',
    'not_available',
    ['dose_not_computable'],
    { items: [anItem(aDrug('codeine | 10 mg | tablet'))], ...CHILD, weightKg: 20 },
  ],
  // What acts where it is applied is not dosed by weight.
  [
    'dose',
    'not_available',
    ['dose_not_computable'],
    { items: [anItem(aDrug('mupirocin | 2% | cream'))], ...CHILD, weightKg: null },
  ],
  ['dose', 'partial', ['dose_not_computable'], { items: [PARACETAMOL, HARMLESS], ...CHILD, weightKg: 10 }],

  ['age', 'clear', [], { items: [HARMLESS] }],
  ['age', 'clear', [], { items: [item('codeine | 10 mg | tablet')] }],
  // No rule concerns it, whatever the age.
  ['age', 'clear', [], { items: [HARMLESS], birthDate: null }],
  ['age', 'alerts', [], { items: [item('codeine | 10 mg | tablet')], ...CHILD }],
  ['age', 'alerts', ['item_not_classified'], { items: [PARTLY], ...CHILD }],
  ['age', 'partial', ['item_not_classified'], { items: [PARTLY] }],
  [
    'age',
    'partial',
    ['rules_inactive'],
    { items: [item('aspirin | 300 mg | tablet')], ...CHILD, rules: switchedOff('age-aspirin-under-16') },
  ],
  ['age', 'not_available', ['age_unknown'], { items: [item('codeine | 10 mg | tablet')], birthDate: null }],
  ['age', 'not_available', ['item_not_classified'], { items: [UNKNOWN] }],

  ['pregnancy', 'clear', [], { items: [ISOTRETINOIN], pregnancy: 'not_pregnant' }],
  ['pregnancy', 'clear', [], { items: [HARMLESS], pregnancy: 'pregnant' }],
  // Nothing would be found of either.
  ['pregnancy', 'clear', [], { items: [HARMLESS], pregnancy: 'unknown' }],
  ['pregnancy', 'clear', [], { items: [ISOTRETINOIN], pregnancy: 'unknown', birthDate: '1970-11-20' }],
  ['pregnancy', 'clear', [], { items: [ISOTRETINOIN], pregnancy: 'unknown', birthDate: '2014-11-21' }],
  ['pregnancy', 'clear', [], { items: [UNKNOWN], pregnancy: 'not_pregnant' }],
  ['pregnancy', 'alerts', [], { items: [ISOTRETINOIN], pregnancy: 'pregnant' }],
  ['pregnancy', 'alerts', ['pregnancy_unknown'], { items: [ISOTRETINOIN], pregnancy: 'unknown' }],
  ['pregnancy', 'alerts', ['pregnancy_unknown'], { items: [ISOTRETINOIN], pregnancy: 'unknown', birthDate: null }],
  [
    'pregnancy',
    'alerts',
    ['pregnancy_unknown'],
    { items: [ISOTRETINOIN], pregnancy: 'unknown', birthDate: '1970-11-21' },
  ],
  [
    'pregnancy',
    'alerts',
    ['pregnancy_unknown'],
    { items: [ISOTRETINOIN], pregnancy: 'unknown', birthDate: '2014-11-20' },
  ],
  [
    'pregnancy',
    'partial',
    ['item_not_classified'],
    { items: [item('ezetimibe + unheardofin | 1 mg + 1 mg | tablet')], pregnancy: 'unknown' },
  ],
  [
    'pregnancy',
    'partial',
    ['rules_inactive'],
    { items: [ISOTRETINOIN], pregnancy: 'pregnant', rules: switchedOff('pregnancy-retinoid') },
  ],
  ['pregnancy', 'not_available', ['item_not_classified'], { items: [UNKNOWN], pregnancy: 'pregnant' }],

  ['directions', 'clear', [], { items: [HARMLESS] }],
  ['directions', 'clear', [], { items: [{ ...HARMLESS, dose: aDose({ timesPerDay: 1 }) }] }],
  ['directions', 'clear', [], { items: [UNREADABLE] }],
  ['directions', 'clear', [], { items: [METHOTREXATE] }],
  ['directions', 'alerts', [], { items: [DISAGREEING] }],
  ['directions', 'alerts', ['dose_not_computable'], { items: [DISAGREEING, INCOMPARABLE] }],
  ['directions', 'partial', ['dose_not_computable'], { items: [HARMLESS, INCOMPARABLE] }],
  ['directions', 'partial', ['item_not_classified'], { items: [PARTLY] }],
  ['directions', 'partial', ['rules_inactive'], { items: [DISAGREEING], rules: switchedOff('directions-disagree') }],
  ['directions', 'not_available', ['dose_not_computable'], { items: [INCOMPARABLE] }],
  ['directions', 'not_available', ['item_not_classified'], { items: [UNKNOWN] }],
];

/** What each check can lack. */
const LACKS: Readonly<Record<CheckName, readonly CheckReason[]>> = {
  allergy: [
    'allergies_not_recorded',
    'allergy_not_coded',
    'item_not_classified',
    'other_clinics_not_visible',
    'rules_inactive',
  ],
  interaction: [
    'medicines_not_reviewed',
    'medicine_not_coded',
    'item_not_classified',
    'other_clinics_not_visible',
    'rules_inactive',
  ],
  duplicate: [
    'medicines_not_reviewed',
    'medicine_not_coded',
    'item_not_classified',
    'other_clinics_not_visible',
    'rules_inactive',
  ],
  dose: ['item_not_classified', 'age_unknown', 'weight_unknown', 'dose_not_computable', 'rules_inactive'],
  age: ['item_not_classified', 'age_unknown', 'rules_inactive'],
  pregnancy: ['item_not_classified', 'pregnancy_unknown', 'rules_inactive'],
  directions: ['item_not_classified', 'dose_not_computable', 'rules_inactive'],
};

describe('a check', () => {
  for (const [check, state, reasons, input] of CASES) {
    const of = input.items?.map(({ drug }) => drug.name).join(', ');
    it(`of ${check} is ${state}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}: ${of}`, () => {
      const { checks, alerts } = runChecks(checksInput(input));
      assert.deepEqual(checks[check], { state, reasons });
      assert.equal(
        alerts.some((alert) => alert.check === check),
        state === 'alerts',
      );
    });
  }

  for (const check of CHECKS) {
    it(`of ${check} is driven into every state and every reason that it can have`, () => {
      const ofCheck = CASES.filter(([name]) => name === check);
      assert.deepEqual(
        CHECK_STATES.filter((one) => ofCheck.some(([, state]) => state === one)),
        CHECK_STATES,
      );
      const reasons = CHECK_REASONS.filter((one) => ofCheck.some(([, , given]) => given.includes(one)));
      assert.deepEqual(reasons, LACKS[check]);
      // Each reason alone keeps the check from being clear.
      for (const reason of reasons) {
        assert.ok(
          ofCheck.some(([, state, given]) => state !== 'alerts' && given.includes(reason)) ||
            reason === 'pregnancy_unknown',
          reason,
        );
      }
    });
  }
});
