import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import type { ChecksInput } from '../../../src/domain/prescriptions/checks/input.js';
import { type CheckName, rulesInForce } from '../../../src/domain/prescriptions/checks/rule.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import type { PrescribedItem } from '../../../src/domain/prescriptions/item.js';
import { codingOf } from '../../../src/domain/records/coding.js';
import {
  type Allergy,
  type AllergyContent,
  type MedicationRecord,
  type Medicine,
  medicationRecordOf,
  type Statement,
} from '../../../src/domain/records/entries.js';

import { aDrug, anItem } from './an-item.js';

const ENTRY = {
  version: 1,
  clinicId: 'clinic',
  reason: null,
  recordedBy: 'doctor',
  recordedAt: new Date('2026-11-01'),
};
let entries = 0;

/** A severe, confirmed allergy that stands, coded by what is written. */
export function anAllergy(substance: string, changes: Partial<AllergyContent> = {}): Allergy {
  const coding = codingOf(substance, null);
  const content: AllergyContent = {
    ...{
      substance,
      drug: null,
      category: 'medicine',
      reaction: 'Rash',
      severity: 'severe',
      certainty: 'confirmed',
      coding,
    },
    ...changes,
  };
  entries += 1;
  return { ...ENTRY, entryId: `allergy ${entries}`, status: 'active', content, history: [] };
}

/** A medicine that is taken, coded by its name, with the item of the formulary that it is. */
export function aMedicine(name: string, drug: string | null = null): Medicine {
  entries += 1;
  const coding = codingOf(name, null);
  const dates = { dose: null, startedOn: null, stoppedOn: null };
  const content = { name, drug, ...dates, source: 'patient_reported', coding } as const;
  return { ...ENTRY, entryId: `medicine ${entries}`, status: 'active', content, history: [] };
}

interface Known {
  readonly allergies?: readonly Allergy[];
  readonly medicines?: readonly Medicine[];
  /** Nobody has stated anything of allergies, or has looked through the medicines. */
  readonly isUnasked?: boolean;
}

/** A patient of whom everything is known: no allergies unless some are given, and a list of medicines that was looked through. */
export function aRecord({ allergies = [], medicines = [], isUnasked = false }: Known = {}): MedicationRecord {
  const of = { clinicId: 'clinic', madeBy: 'doctor', madeAt: new Date('2026-11-02') };
  const statements: readonly Statement[] = [
    { ...of, number: 1, kind: 'no_known_allergies' },
    { ...of, number: 2, kind: 'medicines_reviewed' },
  ];
  return medicationRecordOf(allergies, medicines, isUnasked ? [] : statements);
}

/** Of an adult of 40 who is not pregnant, with every rule as it is delivered. */
export function checksInput(changes: Partial<ChecksInput> = {}): ChecksInput {
  return {
    items: [],
    record: aRecord(),
    isKnownAtOtherClinics: false,
    birthDate: '1986-11-20',
    today: '2026-11-20',
    pregnancy: 'not_pregnant',
    weightKg: 70,
    rules: rulesInForce(CLINICAL_RULES, []),
    ...changes,
  };
}

/** An item by `ingredients | strength | form`. */
export function itemOf(text: string, directions = 'Take 1 tablet once daily.'): PrescribedItem {
  return anItem(aDrug(text), { directions });
}

/** Tablets of 10 mg. */
export function tabletOf(name: string, directions?: string): PrescribedItem {
  return itemOf(`${name} | 10 mg | tablet`, directions);
}

/** `rule severity` of each alert of a check. */
export function alertsFound(check: CheckName, input: Partial<ChecksInput>): readonly string[] {
  const alerts = runChecks(checksInput(input)).alerts.filter((alert) => alert.check === check);
  return alerts.map(({ rule, severity }) => `${rule} ${severity}`);
}
