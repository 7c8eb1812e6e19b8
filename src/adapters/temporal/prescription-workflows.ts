import { randomUUID } from 'node:crypto';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import type { KeyRing } from '../../config/key-ring.js';
import { prescriptionWorkflowId } from '../../domain/ids.js';
import type { CancelCommand, RequestSnapshot, ResendCommand } from '../../domain/prescriptions/commands.js';
import { currentContext } from '../../observability/context.js';
import {
  cancelUpdate,
  followSignal,
  issueUpdate,
  PRESCRIPTION_WORKFLOW,
  type PrescriptionInput,
  type PrescriptionResult,
  resendUpdate,
} from '../../workflows/prescription/contract.js';
import { WORKFLOW_TASK_TIMEOUT_MS } from '../../workflows/support/local-step-timing.js';
import { REQUEST_ID_KEY } from '../../workflows/support/request-id-key.js';
import { beyondStoredOutage, CALL_MS, callEngine, SHORT_CALL_MS } from './engine-calls.js';
import type { IssueRequest, PrescriptionChange, PrescriptionWorkflows } from './port.js';
import { sealActor } from './sealed-actors.js';

/** Where and how the workflows run. */
export interface PrescriptionWorkflowsDeps {
  readonly client: Client;
  readonly taskQueue: string;
  readonly keys: KeyRing;
}

/** Prescriptions on Temporal. */
export class TemporalPrescriptionWorkflows implements PrescriptionWorkflows {
  constructor(private readonly deps: PrescriptionWorkflowsDeps) {}

  /** Each asking has an update of its own: the engine would give the answer of an earlier one, a refusal that may be over by now. */
  issue(request: IssueRequest): Promise<RequestSnapshot> {
    return this.sendIssue(request, `${issueUpdate.name}:${randomUUID()}`);
  }

  cancel(change: PrescriptionChange<CancelCommand>): Promise<RequestSnapshot> {
    return this.change(cancelUpdate.name, change);
  }

  resend(change: PrescriptionChange<ResendCommand>): Promise<RequestSnapshot> {
    return this.change(resendUpdate.name, change);
  }

  async resume(requestId: string): Promise<boolean> {
    const { client } = this.deps;
    try {
      await client.withDeadline(Date.now() + SHORT_CALL_MS, () =>
        client.workflow.start(PRESCRIPTION_WORKFLOW, {
          ...this.options('resume', requestId),
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async follow(requestId: string): Promise<void> {
    const { client } = this.deps;
    await client.withDeadline(Date.now() + SHORT_CALL_MS, () =>
      client.workflow.signalWithStart(PRESCRIPTION_WORKFLOW, {
        ...this.options('resume', requestId),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        signal: followSignal,
        signalArgs: [],
      }),
    );
  }

  private sendIssue({ actor, requestId, command }: IssueRequest, updateId: string): Promise<RequestSnapshot> {
    const { client, keys } = this.deps;
    const seal = sealActor(keys, actor, { subjectId: requestId, update: issueUpdate.name, updateId, command });
    return callEngine(client, CALL_MS, () =>
      client.workflow.executeUpdateWithStart(issueUpdate, {
        updateId,
        args: [command, seal],
        startWorkflowOperation: this.startOperation(
          'issue',
          requestId,
          // What was refused may be asked again and is judged anew; what was issued is answered by its row.
          WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        ),
      }),
    );
  }

  private change<Command>(
    name: string,
    { actor, requestId, updateId: wanted, command }: PrescriptionChange<Command>,
  ): Promise<RequestSnapshot> {
    const { client, keys } = this.deps;
    return beyondStoredOutage(wanted, (updateId) => {
      const seal = sealActor(keys, actor, { subjectId: requestId, update: name, updateId, command });
      return callEngine(client, CALL_MS, () =>
        client.workflow.executeUpdateWithStart<typeof prescriptionFunction, RequestSnapshot, unknown[]>(name, {
          updateId,
          args: [command, seal],
          startWorkflowOperation: this.startOperation('resume', requestId, WorkflowIdReusePolicy.ALLOW_DUPLICATE),
        }),
      );
    });
  }

  private startOperation(
    mode: PrescriptionInput['mode'],
    requestId: string,
    workflowIdReusePolicy: WorkflowIdReusePolicy,
  ) {
    return new WithStartWorkflowOperation<typeof prescriptionFunction>(PRESCRIPTION_WORKFLOW, {
      ...this.options(mode, requestId),
      workflowIdReusePolicy,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    });
  }

  private options(mode: PrescriptionInput['mode'], requestId: string) {
    const { taskQueue } = this.deps;
    return {
      workflowId: prescriptionWorkflowId(requestId),
      taskQueue,
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
      args: [{ mode, requestId }] as [PrescriptionInput],
      memo: { [REQUEST_ID_KEY]: currentContext().requestId ?? '' },
      staticSummary: mode === 'issue' ? 'Prescription' : 'Prescription, resumed from its record',
      staticDetails: 'Numbers, states and delivery are in *Current Details*; nothing here names a medicine.',
    };
  }
}

declare function prescriptionFunction(input: PrescriptionInput): Promise<PrescriptionResult>;
