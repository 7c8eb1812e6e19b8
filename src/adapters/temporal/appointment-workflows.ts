import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { KeyRing } from '../../config/key-ring.js';
import type { BookCommand, Booked, UpdateName } from '../../domain/appointments/commands.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { DomainError } from '../../domain/errors.js';
import { appointmentWorkflowId, paymentEventWorkflowId } from '../../domain/ids.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import { currentContext } from '../../observability/context.js';
import {
  APPOINTMENT_WORKFLOW,
  type AppointmentInput,
  type AppointmentResult,
  bookUpdate,
  paymentEventSignal,
  refreshSignal,
} from '../../workflows/appointment/contract.js';
import { moreEventsSignal, PAYMENT_EVENT_WORKFLOW } from '../../workflows/payment-event/contract.js';
import { WORKFLOW_TASK_TIMEOUT_MS } from '../../workflows/support/local-step-timing.js';
import { REQUEST_ID_KEY } from '../../workflows/support/request-id-key.js';
import { SEARCH_ATTRIBUTES as keys } from '../../workflows/support/search-attributes.js';
import { beyondStoredOutage, CALL_MS, callEngine, SHORT_CALL_MS } from './engine-calls.js';
import type { AppointmentWorkflows, BookRequest, RequestedSlot, RunningAppointment, UpdateRequest } from './port.js';
import { progressOf } from './run-progress.js';
import { sealActor } from './sealed-actors.js';

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
    const seal = sealActor(this.keys, actor, { subjectId: appointmentId, update: bookUpdate.name, updateId, command });
    return callEngine(this.client, CALL_MS, () =>
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
    const { refusal } = await callEngine(this.client, SHORT_CALL_MS, () =>
      this.client.workflow.getHandle<typeof appointmentFunction>(appointmentWorkflowId(appointmentId)).result(),
    );
    return refusal ? new DomainError(refusal.code, refusal.message, refusal.details) : null;
  }

  async update<Name extends UpdateName>(request: UpdateRequest<Name>): Promise<AppointmentSnapshot> {
    return beyondStoredOutage(request.updateId, (updateId) => this.sendUpdate({ ...request, updateId }));
  }

  private sendUpdate<Name extends UpdateName>(request: UpdateRequest<Name>): Promise<AppointmentSnapshot> {
    const { actor, appointmentId, updateId, name, command } = request;
    const seal = sealActor(this.keys, actor, { subjectId: appointmentId, update: name, updateId, command });
    return callEngine(this.client, CALL_MS, () =>
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
    await callEngine(this.client, SHORT_CALL_MS, async () => {
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
    await callEngine(this.client, SHORT_CALL_MS, async () => {
      try {
        await running.signal(refreshSignal);
      } catch (error) {
        // It has just ended: what it left to do, the next pass of maintenance resumes.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    });
  }

  async refreshOrResume(appointmentId: string): Promise<void> {
    await callEngine(this.client, SHORT_CALL_MS, () =>
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
