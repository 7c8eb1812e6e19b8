import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, type SearchAttributePair } from '@temporalio/common';
import type { KeyRing } from '../../config/key-ring.js';
import type { BookCommand, Booked, UpdateName } from '../../domain/appointments/commands.js';
import { LateBooking } from '../../domain/appointments/late-booking.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { DomainError, type ErrorDetails, isErrorCode } from '../../domain/errors.js';
import { appointmentWorkflowId, paymentEventWorkflowId } from '../../domain/ids.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import { currentContext } from '../../observability/context.js';
import {
  APPOINTMENT_WORKFLOW,
  type AppointmentInput,
  type AppointmentResult,
  bookUpdate,
  LATE_FAILURE,
  paymentEventSignal,
  refreshSignal,
} from '../../workflows/appointment/contract.js';
import { moreEventsSignal, PAYMENT_EVENT_WORKFLOW } from '../../workflows/payment-event/contract.js';
import { WORKFLOW_TASK_TIMEOUT_MS } from '../../workflows/support/local-step-timing.js';
import { REQUEST_ID_KEY } from '../../workflows/support/request-id-key.js';
import { SEARCH_ATTRIBUTES as keys } from '../../workflows/support/search-attributes.js';
import type { AppointmentWorkflows, BookRequest, RequestedSlot, RunningAppointment, UpdateRequest } from './port.js';
import { progressOf } from './run-progress.js';
import { sealActor } from './sealed-actors.js';

/** Less than the 20 s within which every request is answered. */
const CALL_MS = 16_000;
const SHORT_CALL_MS = 8_000;
const ATTEMPTS = 3;
/** gRPC status 9. */
const FAILED_PRECONDITION = 9;
/** An answer this fast is a stored one: no step has run for it. */
const STORED_WITHIN_MS = 3_000;
/** Everybody who repeats a request within this time repeats it under the same update id. */
const SENDING_MS = 10_000;

/** Appointments on Temporal. */
export class TemporalAppointmentWorkflows implements AppointmentWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly keys: KeyRing,
  ) {}

  async book(request: BookRequest): Promise<Booked> {
    try {
      return await this.sendBooking(request);
    } catch (error) {
      const isOver = error instanceof DomainError && error.cause instanceof WorkflowExecutionAlreadyStartedError;
      throw (isOver && (await this.storedRefusal(request.appointmentId))) || error;
    }
  }

  private sendBooking({ actor, appointmentId, updateId, command, slot }: BookRequest): Promise<Booked> {
    const seal = sealActor(this.keys, actor, { appointmentId, update: bookUpdate.name, updateId, command });
    return this.call(CALL_MS, () =>
      this.client.workflow.executeUpdateWithStart(bookUpdate, {
        updateId,
        args: [command, seal] as [BookCommand, string],
        startWorkflowOperation: this.startOperation(
          { mode: 'book', appointmentId },
          WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
          firstAttributes(command, slot),
        ),
      }),
    );
  }

  /**
   * Why a booking's run, which is over, has refused it: Temporal keeps the answer under the id of the update that was refused, and
   * whoever has not got that answer may ask again under another one. Null when it was not refused.
   */
  private async storedRefusal(appointmentId: string): Promise<DomainError | null> {
    const { refusal } = await this.call(SHORT_CALL_MS, () =>
      this.client.workflow.getHandle<typeof appointmentFunction>(appointmentWorkflowId(appointmentId)).result(),
    );
    return refusal ? new DomainError(refusal.code, refusal.message, refusal.details) : null;
  }

  async update<Name extends UpdateName>(request: UpdateRequest<Name>): Promise<AppointmentSnapshot> {
    const startedAt = Date.now();
    try {
      return await this.sendUpdate(request);
    } catch (error) {
      // Temporal keeps the answer `unavailable` of an earlier sending under its update id: this one uses another id.
      const outage = error instanceof DomainError && error.code === 'unavailable';
      if (!outage || Date.now() - startedAt > STORED_WITHIN_MS) throw error;
      return this.sendUpdate({ ...request, updateId: `${request.updateId}@${Math.floor(startedAt / SENDING_MS)}` });
    }
  }

  private sendUpdate<Name extends UpdateName>(request: UpdateRequest<Name>): Promise<AppointmentSnapshot> {
    const { actor, appointmentId, updateId, name, command } = request;
    const seal = sealActor(this.keys, actor, { appointmentId, update: name, updateId, command });
    return this.call(CALL_MS, () =>
      this.client.workflow.executeUpdateWithStart<typeof appointmentFunction, AppointmentSnapshot, unknown[]>(name, {
        updateId,
        args: [command, seal],
        startWorkflowOperation: this.startOperation(
          { mode: 'resume', appointmentId },
          WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        ),
      }),
    );
  }

  async deliverPaymentEvent(event: PaymentEvent): Promise<void> {
    const running = this.client.workflow.getHandle(appointmentWorkflowId(event.subjectId));
    await this.call(SHORT_CALL_MS, async () => {
      try {
        await running.signal(paymentEventSignal, event);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        await this.client.workflow.signalWithStart(PAYMENT_EVENT_WORKFLOW, {
          workflowId: paymentEventWorkflowId(event.provider, event.objectId),
          taskQueue: this.taskQueue,
          args: [event],
          signal: moreEventsSignal,
          signalArgs: [event],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: `Payment event (${event.about}) of appointment ${event.subjectId}`,
        });
      }
    });
  }

  async isRunning(appointmentId: string): Promise<boolean> {
    return (await this.findRunning(appointmentId)) !== null;
  }

  async findRunning(appointmentId: string): Promise<RunningAppointment | null> {
    try {
      const about = await this.client.workflow.getHandle(appointmentWorkflowId(appointmentId)).describe();
      if (about.status.name !== 'RUNNING') return null;
      const shown = about.typedSearchAttributes;
      return {
        progress: await progressOf(this.client, about),
        status: shown.get(keys.AppointmentStatus) ?? null,
        paymentStatus: shown.get(keys.PaymentStatus) ?? null,
        startsAt: shown.get(keys.StartsAt) ?? null,
        attention: shown.get(keys.Attention) ?? [],
      };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  async refresh(appointmentId: string): Promise<void> {
    const running = this.client.workflow.getHandle(appointmentWorkflowId(appointmentId));
    await this.call(SHORT_CALL_MS, async () => {
      try {
        await running.signal(refreshSignal);
      } catch (error) {
        // It has just ended: what it left to do, the next pass of maintenance resumes.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    });
  }

  async refreshOrResume(appointmentId: string): Promise<void> {
    await this.call(SHORT_CALL_MS, () =>
      this.client.workflow.signalWithStart(APPOINTMENT_WORKFLOW, {
        ...this.options({ mode: 'resume', appointmentId }),
        signal: refreshSignal,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      }),
    );
  }

  async resume(appointmentId: string): Promise<boolean> {
    try {
      await this.client.workflow.start(APPOINTMENT_WORKFLOW, {
        ...this.options({ mode: 'resume', appointmentId }),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async restart(appointmentId: string): Promise<void> {
    await this.client.workflow.start(APPOINTMENT_WORKFLOW, {
      ...this.options({ mode: 'resume', appointmentId }),
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
    });
  }

  async ping(): Promise<number> {
    const startedAt = performance.now();
    await this.client.withDeadline(Date.now() + 3_000, () => this.client.connection.workflowService.getSystemInfo({}));
    return performance.now() - startedAt;
  }

  private options(input: AppointmentInput) {
    return {
      workflowId: appointmentWorkflowId(input.appointmentId),
      taskQueue: this.taskQueue,
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
      args: [input] as [AppointmentInput],
      memo: { [REQUEST_ID_KEY]: currentContext().requestId ?? '' },
      staticSummary: input.mode === 'book' ? 'Appointment' : 'Appointment, resumed from its record',
      staticDetails: 'Updates, deadlines and payment are in *Current Details*; nothing here needs a developer.',
    };
  }

  private startOperation(
    input: AppointmentInput,
    workflowIdReusePolicy: WorkflowIdReusePolicy,
    typedSearchAttributes: SearchAttributePair[] = [],
  ) {
    return new WithStartWorkflowOperation<typeof appointmentFunction>(APPOINTMENT_WORKFLOW, {
      ...this.options(input),
      typedSearchAttributes,
      workflowIdReusePolicy,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
  }

  private async call<T>(limitMs: number, fn: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + limitMs;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.client.withDeadline(deadline, fn);
      } catch (error) {
        if (attempt < ATTEMPTS && isLostWithItsTask(error)) continue;
        throw toDomainError(error);
      }
    }
  }
}

/**
 * A signal arrived while the task that carried the update ended the run: Temporal dropped the task and the update. It is sent
 * again under the same id, so that its step finds its own answer.
 */
function isLostWithItsTask(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return isGrpcServiceError(cause) && cause.code === FAILED_PRECONDITION;
}

/** What the run would set in its first task: given with the start, they cost neither an event nor an action. */
function firstAttributes(
  { patientId }: BookCommand,
  { clinicId, doctorId, startsAt }: RequestedSlot,
): SearchAttributePair[] {
  return [
    { key: keys.AppointmentStatus, value: 'pending' },
    { key: keys.PaymentStatus, value: 'unpaid' },
    { key: keys.DoctorId, value: doctorId },
    { key: keys.PatientId, value: patientId },
    { key: keys.ClinicId, value: clinicId },
    { key: keys.StartsAt, value: startsAt },
  ];
}

declare function appointmentFunction(input: AppointmentInput): Promise<AppointmentResult>;

function toDomainError(error: unknown): unknown {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) {
    if (cause.type === LATE_FAILURE) return new LateBooking();
    if (isErrorCode(cause.type)) {
      return new DomainError(cause.type, cause.message, (cause.details?.[0] ?? {}) as ErrorDetails);
    }
  }
  const isUnavailable =
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError ||
    error instanceof WorkflowNotFoundError ||
    error instanceof ServiceError ||
    error instanceof WorkflowExecutionAlreadyStartedError ||
    isGrpcServiceError(error);
  if (!isUnavailable) return error;
  const unavailable = new DomainError('unavailable', 'The service is out of reach for a moment. Please try again.', {
    retryAfter: 2,
  });
  unavailable.cause = error;
  return unavailable;
}
