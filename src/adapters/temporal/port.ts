import type { Actor, StepActor } from '../../domain/actor.js';
import type { BookCommand, Booked, UpdateCommands, UpdateName } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import type {
  CancelCommand,
  IssueCommand,
  RequestSnapshot,
  ResendCommand,
} from '../../domain/prescriptions/commands.js';

/**
 * How the workflow tasks of a run end:
 * - `stuck`: one after the other fails because the history cannot be replayed, which no deploy and no retry repairs;
 * - `unclear`: they time out, and Temporal has not recorded why. It records the first attempt after a signal;
 * - `healthy`: everything else, a task that fails for another reason included: a deploy or a restart repairs that.
 */
export type RunProgress = 'healthy' | 'unclear' | 'stuck';

/** An appointment as the search attributes of its running workflow show it; null what they do not show yet. */
export interface RunningAppointment {
  readonly progress: RunProgress;
  readonly status: string | null;
  readonly paymentStatus: string | null;
  readonly startsAt: Date | null;
  readonly attention: readonly string[];
}

/** A booking, as it is asked for. */
export interface BookRequest {
  /** Sealed with the request: history and audit name this actor, and the Temporal UI cannot name one. */
  readonly actor: Actor;
  readonly appointmentId: string;
  /** The same id is carried out once. */
  readonly updateId: string;
  readonly command: BookCommand;
  /** What the list of workflows shows of the booking from its start. */
  readonly slot: RequestedSlot;
}

/** The slot of a booking, as it was before the booking. */
export interface RequestedSlot {
  readonly clinicId: string;
  readonly doctorId: string;
  readonly startsAt: Date;
}

/** An update, as it is asked for. */
export interface UpdateRequest<Name extends UpdateName> extends Omit<BookRequest, 'command' | 'slot'> {
  readonly name: Name;
  readonly command: UpdateCommands[Name];
}

/** A step that somebody asked for by an update; its operation id is `<id of the record>/<id of the update>`. */
export interface SealedStep {
  readonly operationId: string;
  readonly actor: StepActor;
  readonly command: unknown;
}

/** Who acts in a step of a workflow. */
export interface StepActors {
  /** Runs a step as whoever asked for it. @throws DomainError forbidden when the seal is not for this very update */
  runAs<Input extends SealedStep, Result>(
    input: Input,
    step: (input: Omit<Input, 'actor'> & { readonly actor: Actor }) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * The workflows of appointments. Calls end within 17 s.
 * @throws DomainError the workflow's own refusal, or `unavailable` when Temporal or the workers do not answer:
 *   the request may still be carried out then; a repeat with the same `updateId` answers what became of it.
 */
export interface AppointmentWorkflows {
  /** Starts the appointment's workflow and waits for its booking, in one call. */
  book(request: BookRequest): Promise<Booked>;
  /** Sends an update; a workflow that was lost or has closed is resumed from its row by the same call. */
  update<Name extends UpdateName>(request: UpdateRequest<Name>): Promise<AppointmentSnapshot>;
  /** Signals the appointment's running workflow, or starts a workflow of the event's own. */
  deliverPaymentEvent(event: PaymentEvent): Promise<void>;
  /** Lets the workflow read its row again; one that has closed is resumed, so that it shows what needs a person. */
  refreshOrResume(appointmentId: string): Promise<void>;
  /** Whether a workflow of this appointment runs. */
  isRunning(appointmentId: string): Promise<boolean>;
  /** What the running workflow shows of its appointment in its search attributes; null when none runs. */
  findRunning(appointmentId: string): Promise<RunningAppointment | null>;
  /** Lets the running workflow read its row again. */
  refresh(appointmentId: string): Promise<void>;
  /** Starts a run that goes on from the row. False when one is running already. */
  resume(appointmentId: string): Promise<boolean>;
  /** Terminates the run and starts one that goes on from the row, in one call: for a run that is `stuck`. */
  restart(appointmentId: string): Promise<void>;
  /** Milliseconds that a round trip to the server took. */
  ping(): Promise<number>;
}

/** A request of a doctor to issue, as it is asked for. */
export interface IssueRequest {
  /** Sealed with the request: history and audit name this actor, and nobody in the Temporal UI can. */
  readonly actor: Actor;
  readonly requestId: string;
  readonly command: IssueCommand;
}

/** A change of what was issued. `updateId`: the same id is carried out once. */
export interface PrescriptionChange<Command> {
  readonly actor: Actor;
  readonly requestId: string;
  readonly updateId: string;
  readonly command: Command;
}

/**
 * The workflows that issue and deliver prescriptions. Calls end within 17 s.
 * @throws DomainError the workflow's own refusal, or `unavailable` when Temporal or the workers do not answer: it may still be carried
 *   out then, and a repeat of the same request answers what became of it
 */
export interface PrescriptionWorkflows {
  /** Starts the workflow of a request and waits until it is issued, in one call. */
  issue(request: IssueRequest): Promise<RequestSnapshot>;
  cancel(change: PrescriptionChange<CancelCommand>): Promise<RequestSnapshot>;
  resend(change: PrescriptionChange<ResendCommand>): Promise<RequestSnapshot>;
  /** Starts a run that goes on from the record. False when one is running already. */
  resume(requestId: string): Promise<boolean>;
  /** Has the workflow of a request, or a new run, read the record again and notify the patient of what was cancelled. */
  follow(requestId: string): Promise<void>;
}

/** The workflows that show attention entries which belong to no appointment. */
export interface AttentionWorkflows {
  /** Makes sure that an open entry has a workflow that can go on; false when it had one already. */
  show(entryId: string): Promise<boolean>;
  /** Lets the workflow read its entry again; one that has closed knows already. */
  refresh(entryId: string): Promise<void>;
}

/** The workflows that send mails about accounts. */
export interface AccountMailWorkflows {
  /** Makes sure that a mail has its workflow; false when it had one already. */
  send(mailId: string): Promise<boolean>;
}

/** The workflows that carry imports of lists of one kind: into the formulary, or into the catalogue. */
export interface ListImportWorkflows {
  /** Makes sure that an import has a workflow, and that it looks at the row again. @throws DomainError unavailable */
  follow(importId: string): Promise<void>;
}

/** When a Schedule begins a run: so many milliseconds behind the beginning of each period, counted from the epoch. */
export interface Timetable {
  readonly everyMs: number;
  readonly offsetMs: number;
  /** False: it begins none by itself. */
  readonly isEnabled: boolean;
}

/** The Schedules by which the price lists of suppliers are fetched, one for each clinic and supplier. */
export interface SupplierPulls {
  /** Makes sure that there is a Schedule with this timetable; null: that there is none. @throws DomainError unavailable */
  keep(of: PulledSupplier, timetable: Timetable | null): Promise<void>;
  /** Begins a run now, or behind the one that is at work; false where there is no Schedule. @throws DomainError unavailable */
  run(of: PulledSupplier): Promise<boolean>;
}

/** Whose lists are fetched for whom. */
export interface PulledSupplier {
  readonly clinicId: string;
  readonly supplier: string;
}

/** A Temporal payload as its UI sends it: both parts in base64. */
export interface JsonPayload {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string;
}

/** A payload as it was before it was sealed, and what was sealed with it. */
export interface DecodedPayload {
  readonly payload: JsonPayload;
  /** False when it was plain all along. */
  readonly sealed: boolean;
  /** Whose payload it is; null when it was sealed for no workflow. */
  readonly workflowId: string | null;
}

/** The payload codec, for the Temporal UI's remote calls. */
export interface PayloadCodecPort {
  /** @throws DomainError validation_failed for what is no payload */
  encode(payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]>;
  /** @throws DomainError validation_failed when a payload was sealed with a key that is not on the ring, or was changed */
  decode(payloads: readonly JsonPayload[]): Promise<readonly DecodedPayload[]>;
}
