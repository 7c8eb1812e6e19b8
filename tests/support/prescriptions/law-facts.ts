import { type DrugChange, newDraft } from '../../../src/domain/formulary/changes.js';
import { drugOf } from '../../../src/domain/formulary/drug.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import type { LawFacts, LawPatient, LawPrescriber } from '../../../src/domain/prescriptions/law/facts.js';
import type { AuState } from '../../../src/domain/prescriptions/law/regions.js';
import { lawInForce } from '../../../src/domain/prescriptions/law/rules.js';

export const WRITTEN_ON = '2026-11-20';
const NOW = new Date('2026-11-20T03:15:00Z');
const HOUR_MS = 3_600_000;

/** So many hours before the moment of prescribing. */
export function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR_MS);
}

/** An item of the formulary, prescribed: by itself one of Schedule 4 without repeats. */
export function anItem(said: DrugChange = {}, changes: Partial<PrescribedItem> = {}): PrescribedItem {
  const amoxicillin = { genericName: 'amoxicillin', strength: '500 mg', form: 'capsule' };
  const pack = { size: 20, unit: 'unit' } as const;
  return {
    drug: { ...drugOf(newDraft({ ...amoxicillin, pack, ...said }, WRITTEN_ON)), id: 'drug', version: 1 },
    product: null,
    directions: 'Take one capsule three times a day until all are taken.',
    quantity: 20,
    quantityUnit: null,
    repeats: 0,
    repeatIntervalDays: null,
    dose: null,
    authorityCode: null,
    streamlinedCode: null,
    noSubstitution: false,
    ...changes,
  };
}

/** One of Schedule 8: oxycodone. */
export function aControlledItem(changes: Partial<PrescribedItem> = {}, substance = 'oxycodone'): PrescribedItem {
  return anItem({ genericName: substance, strength: '5 mg', form: 'tablet' }, changes);
}

/** Schedule 4 and monitored: diazepam. */
export function aMonitoredItem(changes: Partial<PrescribedItem> = {}): PrescribedItem {
  return anItem({ genericName: 'diazepam', strength: '5 mg', form: 'tablet' }, changes);
}

export interface SaidOfCase extends Partial<Omit<LawFacts, 'prescriber' | 'patient' | 'visit' | 'policy'>> {
  /** Of both, the prescriber and the patient. */
  readonly state?: AuState | null;
  readonly prescriber?: Partial<LawPrescriber>;
  readonly patient?: Partial<LawPatient>;
  readonly visit?: Partial<LawFacts['visit']> | null;
  readonly policy?: Partial<LawFacts['policy']>;
}

/** A request that no law refuses, by default in South Australia, which asks for the least. */
export function lawFacts(said: SaidOfCase = {}): LawFacts {
  const { state = 'sa', prescriber, patient, visit, policy, ...others } = said;
  return {
    law: lawInForce(LAW_ROWS, WRITTEN_ON),
    writtenOn: WRITTEN_ON,
    now: NOW,
    prescriber: {
      id: 'doctor',
      region: 'au',
      state,
      registrationNumber: 'MED0001234567',
      prescriberNumber: '2425739',
      qualifications: 'MBBS',
      taxReceiptNumber: null,
      dangerousDrugsLicence: null,
      standing: { status: 'verified', verifiedUntil: hoursAgo(-24) },
      authority: { schedule8: true, restrictedSubstances: true, expiresOn: null },
      address: ['1 Example Street', 'Sydney NSW 2000'],
      phone: '+61291234567',
      ...prescriber,
    },
    patient: {
      id: 'patient',
      name: 'Testilda Patientova',
      birthDate: '1980-05-17',
      address: ['2 Example Road', 'Newtown NSW 2042'],
      state,
      medicareNumber: null,
      veteranNumber: null,
      concessionNumber: null,
      ...patient,
    },
    visit:
      visit === null ? null : { hasBegun: true, mode: 'video', endedAt: hoursAgo(1), chatOnlyReason: null, ...visit },
    scheme: 'private',
    items: [anItem()],
    approvals: [],
    monitoringCheck: null,
    stateApprovalNumber: null,
    specialHandling: null,
    policy: {
      maxRepeats: 11,
      s8MaxRepeats: 5,
      prescribeWithinMs: 7 * 24 * HOUR_MS,
      requireVerifiedDoctors: true,
      ...policy,
    },
    ...others,
  };
}
