import { type Day, longDay } from '../../days.js';
import { assertValid, DomainError, invalid } from '../../errors.js';
import { hasVisibleText } from '../../text.js';
import type { CannabisApproval } from './cannabis.js';

/** An approval of medicinal cannabis as somebody records it. */
export interface ApprovalDraft extends Omit<CannabisApproval, 'withdrawnOn'> {
  /** As the authority numbers it. */
  readonly approvalRef: string;
  /** For what it was given: clinical text. */
  readonly indication: string;
}

/**
 * Refuses an approval that names a patient too many or too few, ends before it begins, or says nothing.
 * @throws DomainError validation_failed with the place of each problem
 */
export function assertApproval(draft: ApprovalDraft): void {
  const { accessPath, patientId, approvalRef, indication, approvedOn, expiresOn } = draft;
  const isForAll = accessPath === 'authorised_prescriber';
  const problems: readonly (readonly [isWrong: boolean, field: string, message: string])[] = [
    [isForAll && patientId !== null, 'patient', 'An authorised prescriber is approved for every patient: name none.'],
    [!isForAll && patientId === null, 'patient', 'Name the patient for whom it was approved.'],
    [!hasVisibleText(approvalRef), 'approval_ref', 'Give the reference of the approval.'],
    [!hasVisibleText(indication), 'indication', 'Say for what it was approved.'],
    [expiresOn < approvedOn, 'expires_on', 'The last day is not before the day of the approval.'],
  ];
  assertValid(problems.filter(([isWrong]) => isWrong).map(([, field, message]) => ({ field, message })));
}

/** That an approval counts no more from a day on, and why. */
export interface Withdrawal {
  /** The first day on which it does not count. */
  readonly withdrawnOn: Day;
  readonly reason: string;
}

/**
 * An approval is withdrawn once, from one of its own days on; from its first day on, it has never counted.
 * @throws DomainError invalid_transition for one that was withdrawn before, validation_failed
 */
export function assertWithdrawal(
  approval: Pick<CannabisApproval, 'approvedOn' | 'expiresOn' | 'withdrawnOn'>,
  { withdrawnOn, reason }: Withdrawal,
): void {
  const { approvedOn, expiresOn } = approval;
  if (approval.withdrawnOn !== null) throw wasWithdrawn();
  if (withdrawnOn < approvedOn || withdrawnOn > expiresOn) {
    const sentence = `It is withdrawn from one of its own days on: ${longDay(approvedOn)} to ${longDay(expiresOn)}.`;
    throw invalid('withdrawn_on', sentence);
  }
  if (!hasVisibleText(reason)) throw invalid('reason', 'Give a reason.');
}

/** Of an approval that somebody has withdrawn before. */
export function wasWithdrawn(): DomainError {
  return new DomainError('invalid_transition', 'This approval was withdrawn before.', {
    status: 'withdrawn',
    allowed: [],
  });
}
