import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DrugChange } from '../../../src/domain/formulary/changes.js';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import {
  ACCESS_PATHS,
  approvalProblem,
  CANNABIS_DOSE_FORMS,
  type CannabisDoseForm,
  cannabisOf,
  categoryOf,
  type RecordedApproval,
} from '../../../src/domain/prescriptions/law/cannabis.js';
import { anItem, lawFacts } from '../../support/prescriptions/law-facts.js';

const APPROVAL: RecordedApproval = {
  id: 'approval',
  approvalRef: 'MC26-012345',
  accessPath: 'sas_b',
  doctorId: 'doctor',
  patientId: 'patient',
  category: 1,
  doseForm: 'oral_liquid',
  approvedOn: '2026-06-01',
  expiresOn: '2027-05-31',
  withdrawnOn: null,
};
const ASKED = {
  doctorId: 'doctor',
  patientId: 'patient',
  category: 1,
  doseForm: 'oral_liquid',
  on: '2026-11-20',
} as const;
const OIL: DrugChange = { genericName: 'cannabidiol', strength: '100 mg/mL', form: 'oral liquid' };

describe('an approval of medicinal cannabis', () => {
  it('covers its doctor, patient, category, dose form and days', () => {
    assert.equal(approvalProblem(APPROVAL, ASKED), null);
    for (const on of ['2026-06-01', '2027-05-31']) assert.equal(approvalProblem(APPROVAL, { ...ASKED, on }), null);
    const wrong: readonly (readonly [Partial<RecordedApproval>, Partial<typeof ASKED | { on: string }>, RegExp])[] = [
      [{ doctorId: 'other' }, {}, /another doctor/],
      [{ patientId: 'other' }, {}, /another patient/],
      [{ patientId: null }, {}, /another patient/],
      [{ category: 4 }, {}, /category 4, and this is of category 1/],
      [{ doseForm: 'capsule' }, {}, /another dose form/],
      [{}, { on: '2026-05-31' }, /counts from 1 June 2026/],
      [{}, { on: '2027-06-01' }, /ended on 31 May 2027/],
      [{ withdrawnOn: '2026-11-20' }, {}, /withdrawn on 20 November 2026/],
    ];
    for (const [approval, asked, why] of wrong) {
      assert.match(approvalProblem({ ...APPROVAL, ...approval }, { ...ASKED, ...asked }) ?? '', why);
    }
    assert.equal(approvalProblem({ ...APPROVAL, withdrawnOn: '2026-11-21' }, ASKED), null);
  });

  it('of an authorised prescriber is for every patient; each other one is for its own', () => {
    for (const accessPath of ACCESS_PATHS) {
      const problem = approvalProblem({ ...APPROVAL, accessPath, patientId: 'other' }, ASKED);
      assert.equal(problem === null, accessPath === 'authorised_prescriber', accessPath);
    }
  });

  it('lets an item that is not registered be prescribed', () => {
    const rules = (approvals: readonly RecordedApproval[], said: DrugChange = OIL) =>
      applyLaw(lawFacts({ items: [anItem(said)], approvals })).refusals.map(
        ({ rule, message }) => `${rule}: ${message}`,
      );
    assert.deepEqual(rules([{ ...APPROVAL, doctorId: 'other' }, APPROVAL]), []);
    assert.deepEqual(rules([], { ...OIL, brandName: ' EPIDYOLEX' }), []);
    assert.match(rules([], { ...OIL, brandName: 'Like Epidyolex' }).join(), /^cannabis_approval/);
    assert.match(rules([]).join(), /^cannabis_approval: .*There is none\./);
    assert.match(rules([{ ...APPROVAL, expiresOn: '2026-11-19' }]).join(), /The approval ended on 19 November 2026\./);
  });
});

describe('the category of cannabis', () => {
  it('goes by the share of cannabidiol', () => {
    const cases = [100, 98, 97.9, 60, 59.9, 40, 39.9, 2, 1.9, 0];
    assert.deepEqual(cases.map(categoryOf), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('of an item follows from its ingredients and strengths', () => {
    const of = (said: DrugChange) => cannabisOf(anItem(said).drug);
    const both = { genericName: 'cannabidiol + tetrahydrocannabinol', form: 'oral drops' };
    assert.deepEqual(of(OIL), { category: 1, doseForm: 'oral_liquid' });
    assert.deepEqual(of({ genericName: 'dronabinol', strength: '5 mg', form: 'capsule' }), {
      category: 5,
      doseForm: 'capsule',
    });
    assert.deepEqual(of({ ...both, strength: '10 mg/mL + 10 mg/mL' }), { category: 3, doseForm: 'oral_liquid' });
    assert.deepEqual(of({ ...both, strength: '1 mg/mL + 25 mg/mL' }), { category: 4, doseForm: 'oral_liquid' });
    assert.deepEqual(of({ ...both, strength: '10 mg/mL', form: 'flower' }), { category: null, doseForm: 'dried_herb' });
    const unread = { ...both, strength: '100 mg/mL + 1%' };
    assert.deepEqual(of(unread), { category: null, doseForm: 'oral_liquid' }, 'nobody knows how much THC that is');
    assert.equal(of({}), null);
  });

  it('has a dose form, which follows from the form of the item', () => {
    const forms = (names: readonly string[]) =>
      names.map((form) => cannabisOf(anItem({ genericName: 'cannabidiol', strength: '10 mg', form }).drug)?.doseForm);
    const named: Readonly<Record<CannabisDoseForm, readonly string[]>> = {
      oral_liquid: ['oral liquid', 'Oral Drops', ' oral  liquid '],
      capsule: ['capsule', 'Capsules', 'modified release capsule'],
      tablet: ['tablet', 'film-coated tablets'],
      dried_herb: ['dried herb', 'Flower'],
      inhalation_liquid: ['inhalation liquid', 'vape cartridge'],
      pastille: ['pastille', 'lozenges'],
      wafer: ['wafer', 'sublingual film'],
      spray: ['oromucosal spray', 'sublingual spray'],
      topical: ['cream', 'gel', 'ointment'],
      suppository: ['suppository', 'pessary'],
      other: ['injection', 'constructor', 's'],
    };
    assert.deepEqual(Object.keys(named), [...CANNABIS_DOSE_FORMS]);
    for (const [doseForm, names] of Object.entries(named)) {
      assert.deepEqual(
        forms(names),
        names.map(() => doseForm),
      );
    }
  });

  it('that nobody knows is covered by no approval', () => {
    const item = anItem({
      genericName: 'cannabidiol + tetrahydrocannabinol',
      strength: '10 mg/mL',
      form: 'oral drops',
    });
    const { refusals } = applyLaw(lawFacts({ items: [item], approvals: [APPROVAL] }));
    assert.ok(refusals.some(({ rule, message }) => rule === 'cannabis_approval' && /not known/.test(message)));
  });
});
