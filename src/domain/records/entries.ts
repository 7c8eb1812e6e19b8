import type { Day } from '../days.js';
import type { Coding } from './coding.js';
import type { AllergyState, AllergyStatus, EntryState, MedicineState, StatementKind } from './states.js';

export const ALLERGY_CATEGORIES = ['medicine', 'food', 'environment', 'other'] as const;
export type AllergyCategory = (typeof ALLERGY_CATEGORIES)[number];
export const ALLERGY_SEVERITIES = ['mild', 'moderate', 'severe', 'life_threatening'] as const;
export type AllergySeverity = (typeof ALLERGY_SEVERITIES)[number];
export const ALLERGY_CERTAINTIES = ['suspected', 'confirmed'] as const;
export type AllergyCertainty = (typeof ALLERGY_CERTAINTIES)[number];
export const MEDICINE_SOURCES = ['prescribed_here', 'other_prescriber', 'patient_reported'] as const;
export type MedicineSource = (typeof MEDICINE_SOURCES)[number];

/** What an entry says of an allergy. */
export interface AllergyContent {
  /** As it was written. */
  readonly substance: string;
  /** The item of the formulary that was chosen. */
  readonly drug: string | null;
  readonly category: AllergyCategory;
  readonly reaction: string;
  readonly severity: AllergySeverity;
  readonly certainty: AllergyCertainty;
  readonly coding: Coding;
}

/** What an entry says of a medicine that the patient takes or took. */
export interface MedicineContent {
  /** As it was written, or the name of the item. */
  readonly name: string;
  readonly drug: string | null;
  readonly dose: string | null;
  readonly startedOn: Day | null;
  /** Of one that was stopped; null where nobody knows the day. */
  readonly stoppedOn: Day | null;
  readonly source: MedicineSource;
  readonly coding: Coding;
}

/** One version of an entry, as it stands in the history. */
export interface EntryVersion<Content, State> {
  readonly entryId: string;
  readonly version: number;
  readonly clinicId: string;
  readonly status: State;
  readonly content: Content;
  /** Null for the first version. */
  readonly reason: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** An entry as it stands now, with every version that it had, the first one first. */
export interface Entry<Content, State> extends EntryVersion<Content, State> {
  readonly history: readonly EntryVersion<Content, State>[];
}
export type Allergy = Entry<AllergyContent, AllergyState>;
export type Medicine = Entry<MedicineContent, MedicineState>;

/** Puts versions together, in the order in which the entries were first recorded. */
export function entriesOf<Content, State extends EntryState>(
  versions: readonly EntryVersion<Content, State>[],
): readonly Entry<Content, State>[] {
  const ordered = [...versions].sort((one, other) => one.version - other.version);
  const firsts = ordered
    .filter(({ version }) => version === 1)
    .sort((one, other) => one.recordedAt.getTime() - other.recordedAt.getTime());
  return firsts.map(({ entryId }) => {
    const history = ordered.filter((version) => version.entryId === entryId);
    return { ...(history.at(-1) as EntryVersion<Content, State>), history };
  });
}

/** What somebody has said of a list as a whole. */
export interface Statement {
  readonly clinicId: string;
  /** Counts up within a patient's record at a clinic. */
  readonly number: number;
  readonly kind: StatementKind;
  readonly madeBy: string;
  readonly madeAt: Date;
}

/** What a patient's allergies and medicines come to. */
export interface MedicationRecord {
  readonly allergyStatus: AllergyStatus;
  /** That no allergies are known; null where nobody says so, or an allergy has taken it back. */
  readonly noKnownAllergies: Statement | null;
  /** Those that stand. */
  readonly allergies: readonly Allergy[];
  /** Those that are taken now. */
  readonly medicines: readonly Medicine[];
  /** When the list of medicines was last looked through, and by whom. */
  readonly medicinesReviewed: Statement | null;
}

/** Of everything that is recorded, what counts now. Records of several clinics are joined: an allergy that one has counts. */
export function medicationRecordOf(
  allergies: readonly Allergy[],
  medicines: readonly Medicine[],
  statements: readonly Statement[],
): MedicationRecord {
  const standing = allergies.filter(({ status }) => status === 'active');
  const clinics = [...new Set(statements.map(({ clinicId }) => clinicId))];
  const said = clinics.flatMap((clinicId) => standingNoneKnown(statements.filter((one) => one.clinicId === clinicId)));
  const noKnownAllergies = standing.length > 0 ? null : latest(said);
  return {
    allergyStatus: standing.length > 0 ? 'recorded' : noKnownAllergies ? 'none_known' : 'unknown',
    noKnownAllergies,
    allergies: standing,
    medicines: medicines.filter(({ status }) => status === 'active'),
    medicinesReviewed: latest(statements.filter(({ kind }) => kind === 'medicines_reviewed')),
  };
}

/** Of the statements of one clinic, that no allergies are known, unless it was taken back since. */
function standingNoneKnown(statements: readonly Statement[]): readonly Statement[] {
  const about = statements.filter(({ kind }) => kind !== 'medicines_reviewed');
  const last = about.reduce<Statement | null>((one, other) => (one && one.number > other.number ? one : other), null);
  return last?.kind === 'no_known_allergies' ? [last] : [];
}

function latest(statements: readonly Statement[]): Statement | null {
  return statements.reduce<Statement | null>((one, other) => (one && one.madeAt > other.madeAt ? one : other), null);
}
