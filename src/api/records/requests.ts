import { parseDay } from '../../domain/days.js';
import type { AllergyChange, AllergyDraft } from '../../usecases/records/change-allergies.js';
import type { MedicineDraft } from '../../usecases/records/change-medicines.js';
import type { AskedDay, Uuid } from '../http/wire-formats.js';

/**
 * On one line, with something to see.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$
 * @maxLength 200
 */
export type EntryName = string;

/**
 * Why it changes; it stays in the entry's history.
 * @minLength 3
 * @maxLength 500
 */
export type ChangeReason = string;

/**
 * The version that was read: when the entry has another one by now, nothing changes, and the answer is 409. Left out: whichever there is.
 * @isInt
 * @minimum 1
 * @maximum 2147483647
 */
export type ExpectedVersion = number;

export interface AllergyBody {
  /** What the patient does not tolerate, as it is called: a substance, a class of them (`penicillin`), a food. */
  substance: EntryName;
  /** An item of the formulary: its ingredients are coded with what is written. */
  drug?: Uuid | null;
  category: 'medicine' | 'food' | 'environment' | 'other';
  /**
   * What it does to the patient.
   * @minLength 1
   * @maxLength 1000
   */
  reaction: string;
  severity: 'mild' | 'moderate' | 'severe' | 'life_threatening';
  certainty: 'suspected' | 'confirmed';
}

export interface AllergyChangeBody {
  /** `resolved`: the patient does not have it any more. `entered_in_error`: they never had it; that is final. `active`: it stands again. */
  status: 'active' | 'resolved' | 'entered_in_error';
  reason: ChangeReason;
  version?: ExpectedVersion;
}

export interface AllergyStatusBody {
  /** The only thing that can be stated. An allergy that is recorded takes it back. */
  no_known_allergies: true;
}

export interface MedicineBody {
  /** An item of the formulary. One of `drug` and `name` is needed. */
  drug?: Uuid | null;
  /** As it is called; the item's name when left out. */
  name?: EntryName | null;
  /**
   * How the patient takes it.
   * @maxLength 500
   */
  dose?: string | null;
  started_on?: AskedDay | null;
  source: 'prescribed_here' | 'other_prescriber' | 'patient_reported';
}

export interface MedicineChangeBody {
  /** `stopped` when left out and `stopped_on` is there. `entered_in_error`: the patient never took it; that is final. */
  status?: 'active' | 'stopped' | 'entered_in_error';
  /** The last day. Without it the day is not known. */
  stopped_on?: AskedDay;
  reason: ChangeReason;
  version?: ExpectedVersion;
}

export function allergyDraftOf({
  substance,
  drug,
  category,
  reaction,
  severity,
  certainty,
}: AllergyBody): AllergyDraft {
  return { substance: substance.trim(), drug: idOf(drug), category, reaction: reaction.trim(), severity, certainty };
}

/** @throws DomainError validation_failed for a day that no calendar has */
export function medicineDraftOf(body: MedicineBody): MedicineDraft {
  return {
    drug: idOf(body.drug),
    name: body.name?.trim() ?? null,
    dose: body.dose?.trim() ?? null,
    startedOn: body.started_on ? parseDay('started_on', body.started_on) : null,
    source: body.source,
  };
}

export function allergyChangeOf({ status, reason, version }: AllergyChangeBody): AllergyChange {
  return { status, reason, version };
}

/** @throws DomainError validation_failed for a day that no calendar has */
export function medicineChangeOf({ status, stopped_on: day, reason, version }: MedicineChangeBody) {
  return { status, stoppedOn: day === undefined ? undefined : parseDay('stopped_on', day), reason, version };
}

function idOf(id: string | null | undefined): string | null {
  return id?.toLowerCase() ?? null;
}
