import type { AuditAction } from '../../domain/audit.js';
import type { DomainError } from '../../domain/errors.js';
import type { Currency } from '../../domain/money.js';
import type { PaymentStatus } from '../../domain/payments/payment-status.js';
import type { PaidOutcome } from '../../domain/payments/settlement.js';
import type { PayableKind, Subject } from '../../domain/subjects.js';
import type { BareScope } from '../../models/scope.js';

/** Ids, codes and figures that the subject's history keeps beside a change. */
export type PayableContext = Readonly<Record<string, string | number | boolean | null>>;

/** The payment that was captured for a subject; amount in minor units. */
export interface CapturedFor {
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  /** Session, amount and what made us look the payment up, for the subject's history. */
  readonly context: PayableContext;
}

/** What became of a refund, or of a dispute, of a subject's payment. */
export interface PaymentChange {
  /** Written once, however often it is repeated. */
  readonly operationId: string;
  readonly audit: AuditAction;
  /** The statuses to go through, one after the other; empty when the subject's payment status stays. */
  readonly steps: readonly PaymentStatus[];
  readonly context: PayableContext;
}

/** What is owed for a subject, and until when; amount in minor units. */
export interface AmountDue {
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Date;
  /** Where a provider sends the payer back to. */
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/**
 * Something that an order is for, locked until the transaction ends. Payments know no more of it than this: an
 * appointment implements it today.
 */
export interface LockedPayable {
  readonly id: string;
  /** Also the name under which the audit trail has the id. */
  readonly kind: PayableKind;
  readonly clinicId: string;
  readonly patientId: string;
  readonly paymentStatus: PaymentStatus;
  /** Waits for its payment. */
  readonly isPending: boolean;
  /** Null when nothing has to be paid. */
  due(): AmountDue | null;
  /** `invalid_transition` with the subject's state; without a sentence, with the one that its state has. */
  refusal(sentence?: string): DomainError;
  /** Its payment was captured. `refunding`: too late, so that the caller refunds it in the same transaction. */
  paid(payment: CapturedFor, now: Date): Promise<PaidOutcome>;
  /** A refund succeeded, failed, or is settled in another way. */
  refunded(change: PaymentChange, now: Date): Promise<void>;
  /** A dispute began, or was decided. */
  disputed(change: PaymentChange, now: Date): Promise<void>;
  /** While it is pending, no provider is left to pay it with: it ends. The sentence for whoever wanted to pay. */
  unpayable(orderId: string, reason: string, now: Date): Promise<string>;
}

/** A kind of thing that can be paid for. */
export interface Payable {
  /** Always the first lock that a transaction takes; null when there is no such subject. Its own repositories: `scope.with`. */
  lock(scope: BareScope, subjectId: string): Promise<LockedPayable | null>;
}

/** Every kind of thing that can be paid for; the composition registers each. */
export type Payables = Readonly<Record<PayableKind, Payable>>;

/** Locks what is, or is to be, paid for. */
export function lockSubject(
  { payables }: { readonly payables: Payables },
  scope: BareScope,
  { subjectId, subjectKind }: Subject<PayableKind>,
): Promise<LockedPayable | null> {
  return payables[subjectKind].lock(scope, subjectId);
}

/** What a step answers beside its own outcome, read in the step's transaction: the subject as its caller shows it. */
export type ReadSubject<Subject> = (scope: BareScope, subjectId: string) => Promise<Subject>;
