import type { Day } from '../days.js';
import { DomainError, invalid } from '../errors.js';
import type { RecordStatus } from '../record-statuses.js';
import { hasVisibleText } from '../text.js';
import type { Allergy, Medicine, MedicineContent } from './entries.js';
import { type AllergyState, allergyChangesFrom, type MedicineState, medicineChangesFrom } from './states.js';

const AHEAD_MS = 14 * 3_600_000;

/** The day that it is where the calendar is furthest on (UTC+14): a later one is in the future everywhere. */
export function latestToday(now: Date): Day {
  return new Date(now.getTime() + AHEAD_MS).toISOString().slice(0, 10);
}

/** @throws DomainError validation_failed for a text in which there is nothing to see */
export function assertVisible(field: string, text: string | null | undefined): void {
  if (text !== null && text !== undefined && !hasVisibleText(text)) throw invalid(field, 'Please write something.');
}

/** @throws DomainError validation_failed for a day that has not come yet, anywhere */
export function assertNotAhead(field: string, day: Day | null, now: Date): void {
  if (day !== null && day > latestToday(now)) throw invalid(field, 'This day has not come yet.');
}

/** @throws DomainError version_conflict when the change is one of another version than the entry has now */
export function assertVersion(entry: { readonly version: number }, expected: number | undefined): void {
  if (expected === undefined || expected === entry.version) return;
  const sentence = 'Somebody has changed this meanwhile: read it again, and send your change with its version.';
  throw new DomainError('version_conflict', sentence, { version: entry.version });
}

/** The status that an allergy gets. @throws DomainError invalid_transition, also for the status that it has */
export function changedAllergy({ status }: Allergy, to: AllergyState): AllergyState {
  const allowed = allergyChangesFrom(status);
  if (!allowed.includes(to)) throw notPossible(status, allowed);
  return to;
}

export interface MedicineChange {
  readonly status?: MedicineState | undefined;
  readonly stoppedOn?: Day | undefined;
}

/**
 * What becomes of a medicine. A day on which it was stopped says that it was; of one that is stopped it corrects the day.
 * @throws DomainError invalid_transition, also for what changes nothing; validation_failed
 */
export function changedMedicine(
  { status, content }: Medicine,
  change: MedicineChange,
  now: Date,
): { readonly status: MedicineState; readonly content: MedicineContent } {
  const { stoppedOn } = change;
  const to = change.status ?? (stoppedOn === undefined ? undefined : 'stopped');
  if (to === undefined) throw invalid('status', 'Say what changes: the status, or the day on which it was stopped.');
  if (stoppedOn !== undefined) {
    if (to !== 'stopped') throw invalid('stopped_on', 'Only a medicine that is stopped has such a day.');
    assertNotAhead('stopped_on', stoppedOn, now);
    if (content.startedOn !== null && stoppedOn < content.startedOn) {
      throw invalid('stopped_on', 'It was started later than that.');
    }
  }
  const correctsDay = to === status && stoppedOn !== undefined && stoppedOn !== content.stoppedOn;
  const allowed = medicineChangesFrom(status);
  if (!correctsDay && !allowed.includes(to)) throw notPossible(status, allowed);
  if (to === 'entered_in_error') return { status: to, content };
  return { status: to, content: { ...content, stoppedOn: to === 'stopped' ? (stoppedOn ?? null) : null } };
}

function notPossible(status: RecordStatus, allowed: readonly RecordStatus[]): DomainError {
  const sentence = `This is not possible: the entry is ${status.replaceAll('_', ' ')}.`;
  return new DomainError('invalid_transition', sentence, { status, allowed });
}
