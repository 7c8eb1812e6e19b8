import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import type { LawFacts, LawVerdict, RefusalRule } from '../../../src/domain/prescriptions/law/facts.js';
import type { AuState } from '../../../src/domain/prescriptions/law/regions.js';
import { type LawRow, readLawRow } from '../../../src/domain/prescriptions/law/rules.js';
import {
  aControlledItem,
  aMonitoredItem,
  anItem,
  hoursAgo,
  lawFacts,
  type SaidOfCase,
} from '../../support/prescriptions/law-facts.js';

/** A request in which a row decides, and what it decides: true with the row, false without. */
interface Scenario {
  readonly facts: LawFacts;
  readonly decided: (verdict: LawVerdict) => boolean;
}

const refused = (rule: RefusalRule, field: string, said: SaidOfCase): Scenario => ({
  facts: lawFacts(said),
  decided: ({ refusals }) => refusals.some((one) => one.rule === rule && one.field === field),
});
const split = (said: SaidOfCase, decided: Scenario['decided']): Scenario => ({ facts: lawFacts(said), decided });
const printed = (label: string) => (verdict: LawVerdict) =>
  verdict.prescriptions.some(({ prescriber }) => prescriber.identifiers.some((one) => one.label === label));

const noBirthDate = (state: AuState, item = anItem()) =>
  refused('patient_details', 'patient_profile.date_of_birth', { state, items: [item], patient: { birthDate: null } });
const noQualifications = (state: AuState) =>
  refused('prescriber_number', 'doctor_profile.qualifications', {
    state,
    prescriber: { qualifications: null, registrationNumber: 'CHI0001234567' },
  });
const noInterval = (state: AuState) =>
  refused('s8_interval', 'prescribed_drugs.0.repeat_interval_days', {
    state,
    items: [aControlledItem({ repeats: 1 })],
  });
const noLook = (state: AuState, item = aMonitoredItem()) =>
  refused('monitoring_check', 'monitoring_check', { state, items: [item] });
const noPermit = (state: AuState, substance: string, patient = {}) =>
  refused('state_approval', 'state_approval_number', { state, items: [aControlledItem({}, substance)], patient });
const oldLook = { system: 'QScript', checkedAt: hoursAgo(25), outcome: 'nothing unusual' };

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'patient_name all': refused('patient_details', 'patient.name', { patient: { name: ' ' } }),
  'patient_address all': refused('patient_details', 'patient_profile.address', { patient: { address: [] } }),
  'patient_birth_date au-nsw': noBirthDate('nsw'),
  'patient_birth_date au-wa': noBirthDate('wa'),
  'patient_birth_date au-qld': noBirthDate('qld', aMonitoredItem()),
  'patient_birth_date au-tas': noBirthDate('tas', aControlledItem()),
  'prescriber_address all': refused('prescriber_number', 'clinic.address', { prescriber: { address: [] } }),
  'prescriber_phone au': refused('prescriber_number', 'clinic.phone', { prescriber: { phone: null } }),
  'prescriber_qualifications au-nsw': noQualifications('nsw'),
  'prescriber_qualifications au-qld': noQualifications('qld'),
  'prescriber_qualifications au-act': noQualifications('act'),
  'prescriber_registration au': refused('prescriber_number', 'doctor_profile.medical_registration_number', {
    prescriber: { registrationNumber: 'MED789' },
  }),
  'prescriber_registration ng': refused('prescriber_number', 'doctor_profile.medical_registration_number', {
    prescriber: { region: 'ng', registrationNumber: null },
  }),
  'prescriber_registration ph': split(
    { prescriber: { region: 'ph', registrationNumber: '0012345' } },
    printed('PRC licence'),
  ),
  'prescriber_number au': refused('prescriber_number', 'doctor_profile.prescriber_number', {
    prescriber: { prescriberNumber: '12345' },
  }),
  'prescriber_tax_receipt ph': refused('prescriber_number', 'doctor_profile.ptr_number', {
    prescriber: { region: 'ph' },
  }),
  'prescriber_dangerous_drugs_licence ph': refused('prescriber_number', 'doctor_profile.s2_licence', {
    prescriber: { region: 'ph' },
    items: [aControlledItem()],
  }),
  'prescriber_authority all': refused('s8_authority_to_prescribe', 'prescribed_drugs.0.drug', {
    prescriber: { authority: { schedule8: true, restrictedSubstances: false, expiresOn: '2026-11-19' } },
    items: [aControlledItem()],
  }),
  'self_prescribing all': refused('self_prescribing', 'patient', { patient: { id: 'doctor' } }),
  'consultation all': refused('consultation_missing', 'appointment', { visit: null }),
  'chat_reason all': refused('chat_only', 'chat_only_reason', { visit: { mode: 'chat', chatOnlyReason: ' ' } }),
  'directions all': refused('directions', 'prescribed_drugs.0.dosage_instructions', {
    items: [anItem({}, { directions: 'Use as directed.' })],
  }),
  'validity_months au': split({}, ({ prescriptions }) => prescriptions[0]?.validUntil === '2027-11-19'),
  'validity_months_s8 au': split(
    { items: [aControlledItem()] },
    ({ prescriptions }) => prescriptions[0]?.validUntil === '2027-05-19',
  ),
  'repeat_interval au-nsw': noInterval('nsw'),
  'repeat_interval au-qld': noInterval('qld'),
  'repeat_interval au-wa': noInterval('wa'),
  'repeat_interval au-act': noInterval('act'),
  'alone au': split({ items: [aControlledItem(), anItem()] }, ({ prescriptions }) => prescriptions.length === 2),
  'scheme_items au': split(
    { scheme: 'pbs', items: [anItem(), anItem(), anItem(), anItem()] },
    ({ prescriptions }) => prescriptions.length === 2,
  ),
  'authority_alone au': split(
    { scheme: 'pbs', items: [anItem(), anItem({}, { streamlinedCode: '1234' })] },
    ({ prescriptions }) => prescriptions.length === 2,
  ),
  'handwriting au-nsw': split(
    { state: 'nsw', items: [aControlledItem()] },
    ({ prescriptions }) => prescriptions[0]?.handwriting === true,
  ),
  'monitoring_check au-qld': noLook('qld'),
  'monitoring_check au-tas': noLook('tas'),
  'monitoring_check au-vic': noLook('vic'),
  'monitoring_check au-sa': noLook('sa'),
  'monitoring_check au-wa': noLook('wa', aControlledItem()),
  'monitoring_hours au': refused('monitoring_check', 'monitoring_check', {
    state: 'qld',
    items: [aMonitoredItem()],
    monitoringCheck: oldLook,
  }),
  'state_approval au-vic': noPermit('vic', 'nabiximols'),
  'state_approval au-qld': noPermit('qld', 'methylphenidate'),
  'state_approval au-tas': noPermit('tas', 'tetrahydrocannabinol'),
  'minors_approval au-wa': noPermit('wa', 'nabiximols', { birthDate: '2008-11-21' }),
  'practice_in_state au-tas': refused('state_approval', 'prescribed_drugs.0.drug', {
    patient: { state: 'tas' },
    prescriber: { state: 'nsw' },
    items: [aControlledItem({}, 'nabiximols')],
  }),
  'interstate_mark au-sa': split(
    { prescriber: { state: 'nsw' }, items: [aControlledItem()] },
    ({ prescriptions }) => prescriptions[0]?.marks.some((mark) => mark.startsWith('South Australia')) === true,
  ),
  'cannabis_approval au': refused('cannabis_approval', 'prescribed_drugs.0.drug', {
    items: [anItem({ genericName: 'cannabidiol', strength: '100 mg/mL', form: 'oral liquid' })],
  }),
  'medicare_number au': refused('scheme_details', 'patient_profile.medicare_number', { scheme: 'pbs' }),
  'veteran_number au': refused('scheme_details', 'patient_profile.dva_file_number', { scheme: 'rpbs' }),
};

const keyOf = ({ rule, region }: LawRow) => `${rule} ${region}`;

describe('a row of the law decides', () => {
  for (const row of LAW_ROWS) {
    it(`${row.source} (${keyOf(row)})`, () => {
      const scenario = SCENARIOS[keyOf(row)];
      assert.ok(scenario, 'no test of this row');
      const { facts, decided } = scenario;
      assert.equal(decided(applyLaw(facts)), true, 'with the row');
      const without = facts.law.filter((other) => keyOf(other) !== keyOf(row));
      assert.equal(without.length, facts.law.length - 1);
      assert.equal(decided(applyLaw({ ...facts, law: without })), false, 'without the row');
    });
  }

  it('no test is of a row that does not exist', () => {
    assert.deepEqual(Object.keys(SCENARIOS).sort(), LAW_ROWS.map(keyOf).sort());
  });

  it('has a value of the form that its rule gives it', () => {
    for (const row of LAW_ROWS) assert.deepEqual(readLawRow(row), row);
  });
});
