import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { Answers } from '../support/answers.js';
import { BackgroundTasks } from '../support/background-tasks.js';
import { Lock } from '../support/lock.js';
import { SEARCH_ATTRIBUTES as keys } from '../support/search-attributes.js';
import type { PrescriptionInput } from './contract.js';
import { describe } from './details.js';

/** What issuing led to: `in_doubt` when nobody knows whether it is in the database. */
export type IssueOutcome = 'issued' | 'refused' | 'late' | 'in_doubt';

/** One run of a request: what it knows and shows. All of it exists before the first handler is set. */
export class PrescriptionRun {
  readonly requestId: string;
  readonly answers = new Answers();
  readonly lock = new Lock();
  readonly tasks = new BackgroundTasks(async () => undefined);
  issueOutcome: IssueOutcome | undefined;
  private known: RequestSnapshot | undefined;
  private waitsFor = 'The prescription';
  private until: number | undefined;

  constructor(readonly input: PrescriptionInput) {
    this.requestId = input.requestId;
  }

  get isKnown(): boolean {
    return this.known !== undefined;
  }

  get snapshot(): RequestSnapshot {
    if (!this.known) throw new Error('the prescription is not known yet');
    return this.known;
  }

  /** Whether any of its prescriptions stands. */
  get stands(): boolean {
    return this.snapshot.prescriptions.some(({ status }) => status === 'issued');
  }

  /** Whether somebody has opened each document that stands. */
  get isRead(): boolean {
    return this.snapshot.prescriptions.every(({ status, isRead }) => isRead || status !== 'issued');
  }

  get waiting() {
    return { snapshot: this.known ?? null, waitsFor: this.waitsFor };
  }

  update(snapshot: RequestSnapshot): RequestSnapshot {
    const isNew = !this.known;
    this.known = snapshot;
    if (isNew) {
      upsertSearchAttributes([
        { key: keys.DoctorId, value: snapshot.doctorId },
        { key: keys.PatientId, value: snapshot.patientId },
        { key: keys.ClinicId, value: snapshot.clinicId },
      ]);
    }
    this.showDetails();
    return snapshot;
  }

  /** Takes what a step says of the record as it is now. */
  async refreshBy(step: () => Promise<RequestSnapshot>): Promise<RequestSnapshot> {
    return this.update(await step());
  }

  /** @param until epoch milliseconds */
  show(waitsFor: string, until?: number): void {
    this.waitsFor = waitsFor;
    this.until = until;
    this.showDetails();
  }

  private showDetails(): void {
    if (this.known) setCurrentDetails(describe(this.known, this.waitsFor, this.until));
  }
}
