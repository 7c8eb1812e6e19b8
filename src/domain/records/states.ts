/** `resolved`: the patient does not have it any more. `entered_in_error`: they never had it; it stays readable, and that is final. */
export const ALLERGY_STATUSES = ['active', 'resolved', 'entered_in_error'] as const;
export type AllergyState = (typeof ALLERGY_STATUSES)[number];

/** `stopped`: the patient does not take it any more. */
export const MEDICINE_STATUSES = ['active', 'stopped', 'entered_in_error'] as const;
export type MedicineState = (typeof MEDICINE_STATUSES)[number];

export type EntryState = AllergyState | MedicineState;
export const ENTRY_KINDS = ['allergy', 'medicine'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Of a patient's allergies as a whole. Unknown is not none: `none_known` was said by somebody, and nothing has taken it back. */
export type AllergyStatus = 'unknown' | 'none_known' | 'recorded';

export const STATEMENT_KINDS = ['no_known_allergies', 'no_known_allergies_withdrawn', 'medicines_reviewed'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

const ALLERGY_CHANGES: Readonly<Record<AllergyState, readonly AllergyState[]>> = {
  active: ['resolved', 'entered_in_error'],
  resolved: ['active', 'entered_in_error'],
  entered_in_error: [],
};
const MEDICINE_CHANGES: Readonly<Record<MedicineState, readonly MedicineState[]>> = {
  active: ['stopped', 'entered_in_error'],
  stopped: ['active', 'entered_in_error'],
  entered_in_error: [],
};

/** What an allergy of this status can become. */
export function allergyChangesFrom(status: AllergyState): readonly AllergyState[] {
  return ALLERGY_CHANGES[status];
}

/** What a medicine of this status can become. */
export function medicineChangesFrom(status: MedicineState): readonly MedicineState[] {
  return MEDICINE_CHANGES[status];
}
