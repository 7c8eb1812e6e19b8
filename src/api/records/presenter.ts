import type { Coding } from '../../domain/records/coding.js';
import type { Allergy, MedicationRecord, Medicine, Statement } from '../../domain/records/entries.js';
import type {
  AllergyStatusView,
  AllergyView,
  ClinicalSummary,
  CodesView,
  MedicinesReview,
  MedicineView,
  StatementView,
} from './responses.js';

export function allergyView({ content, history, ...entry }: Allergy): AllergyView {
  const { substance, drug, category, reaction, severity, certainty, coding } = content;
  return {
    id: entry.entryId,
    clinic: entry.clinicId,
    ...{ substance, drug, category, reaction, severity, certainty },
    status: entry.status,
    ...codedView(coding),
    version: entry.version,
    ...firstRecorded(history),
    history: history.map(({ status, ...version }) => ({ ...versionView(version), status })),
  };
}

export function medicineView({ content, history, ...entry }: Medicine): MedicineView {
  const { name, drug, dose, startedOn, stoppedOn, source, coding } = content;
  return {
    id: entry.entryId,
    clinic: entry.clinicId,
    ...{ name, drug, dose, source },
    started_on: startedOn,
    stopped_on: stoppedOn,
    status: entry.status,
    ...codedView(coding),
    version: entry.version,
    ...firstRecorded(history),
    history: history.map(({ status, content: then, ...version }) => ({
      ...versionView(version),
      status,
      stopped_on: then.stoppedOn,
    })),
  };
}

export function allergyStatusView({ allergyStatus, noKnownAllergies }: MedicationRecord): AllergyStatusView {
  return { allergy_status: allergyStatus, no_known_allergies: noKnownAllergies && statementView(noKnownAllergies) };
}

export function clinicalSummary(record: MedicationRecord): ClinicalSummary {
  const { medicinesReviewed } = record;
  return {
    ...allergyStatusView(record),
    allergies: record.allergies.map(allergyView),
    medicines: record.medicines.map(medicineView),
    medicines_reviewed_at: medicinesReviewed?.madeAt.toISOString() ?? null,
    medicines_reviewed_by: medicinesReviewed?.madeBy ?? null,
  };
}

export function medicinesReview({ madeAt, madeBy }: Statement): MedicinesReview {
  return { medicines_reviewed_at: madeAt.toISOString(), medicines_reviewed_by: madeBy };
}

function statementView({ madeBy, madeAt }: Statement): StatementView {
  return { by: madeBy, at: madeAt.toISOString() };
}

function codedView({ isComplete, substances, classes }: Coding): {
  readonly coded: boolean;
  readonly codes: CodesView;
} {
  return { coded: isComplete, codes: { substances: [...substances], classes: [...classes] } };
}

interface Recorded {
  readonly version: number;
  readonly reason: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

function versionView({ version, reason, recordedBy, recordedAt }: Recorded) {
  return { version, reason, recorded_by: recordedBy, recorded_at: recordedAt.toISOString() };
}

/** Who has recorded an entry first; who has changed it stands in its history. */
function firstRecorded([first]: readonly Recorded[]): { readonly recorded_by: string; readonly recorded_at: string } {
  if (!first) throw new Error('an entry without a version');
  return { recorded_by: first.recordedBy, recorded_at: first.recordedAt.toISOString() };
}
