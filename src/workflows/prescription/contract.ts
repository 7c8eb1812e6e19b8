import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  CancelCommand,
  IssueCommand,
  RequestSnapshot,
  ResendCommand,
} from '../../domain/prescriptions/commands.js';

/** The workflow's type name. Its id is `prescription/<request>`. */
export const PRESCRIPTION_WORKFLOW = 'prescription';

/** `issue`: a new request, whose first update issues it. `resume`: goes on from the record. */
export interface PrescriptionInput {
  readonly mode: 'issue' | 'resume';
  readonly requestId: string;
}

export interface PrescriptionResult {
  readonly outcome: 'delivered' | 'ended' | 'refused';
}

/** Each takes its command and, always, the seal of whoever asks: prescribing is nothing for the Temporal UI. */
export const issueUpdate = defineUpdate<RequestSnapshot, [IssueCommand, string]>('issue');
export const cancelUpdate = defineUpdate<RequestSnapshot, [CancelCommand, string]>('cancel');
export const resendUpdate = defineUpdate<RequestSnapshot, [ResendCommand, string]>('resend');

/** Reads the record again, and notifies the patient of a cancel whose own run was lost before it could. */
export const followSignal = defineSignal('follow');

/** How the prescriptions of the request stand, and what the run waits for. */
export const prescriptionQuery = defineQuery<{
  readonly snapshot: RequestSnapshot | null;
  readonly waitsFor: string;
}>('state');
