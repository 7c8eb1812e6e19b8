import type { Day } from '../../days.js';
import type { MedicationRecord } from '../../records/public.js';
import type { PrescribedItem } from '../item.js';
import type { CheckReason } from './outcome.js';
import type { RuleInForce } from './rule.js';
import type { PrescribedTaken, Taken } from './taken.js';

export interface ChecksInput {
  readonly items: readonly PrescribedItem[];
  readonly record: MedicationRecord;
  /** Other clinics treat the patient, too, and keep lists that nobody here can see. */
  readonly isKnownAtOtherClinics: boolean;
  readonly birthDate: Day | null;
  /** On the clinic's calendar. */
  readonly today: Day;
  readonly pregnancy: 'unknown' | 'pregnant' | 'not_pregnant';
  readonly weightKg: number | null;
  readonly rules: readonly RuleInForce[];
}

/** What all checks look at. */
export interface Checked extends Omit<ChecksInput, 'birthDate' | 'today'> {
  readonly prescribed: readonly PrescribedTaken[];
  readonly current: readonly Taken[];
  /** In whole years; null where the day of birth is not known, or lies ahead. */
  readonly age: number | null;
}

/** Reasons that a condition gives. */
export function because(reason: CheckReason, isSo: boolean): readonly CheckReason[] {
  return isSo ? [reason] : [];
}

/** What a check lacks of the items. */
export function unknownItems({ prescribed }: Checked): readonly CheckReason[] {
  return because(
    'item_not_classified',
    prescribed.some(({ isKnown }) => !isKnown),
  );
}

/** What a check lacks that compares items with what the patient takes. */
export function unknownMedicines({ record, current, isKnownAtOtherClinics }: Checked): readonly CheckReason[] {
  return [
    ...because('medicines_not_reviewed', record.medicinesReviewed === null),
    ...because(
      'medicine_not_coded',
      current.some(({ isKnown }) => !isKnown),
    ),
    ...because('other_clinics_not_visible', isKnownAtOtherClinics),
  ];
}

/** Whether any item could be compared with another one or with a medicine. */
export function canCompare({ prescribed, current }: Checked): boolean {
  const items = prescribed.filter(({ parts }) => parts.length > 0).length;
  return items > 1 || (items === 1 && current.some(({ parts }) => parts.length > 0));
}
