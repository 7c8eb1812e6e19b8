import { CONTEXTS, type ContextError } from './contexts.js';
import type { DocumentToAccept } from './document-kinds.js';
import type { ChecksOutcome } from './prescriptions/checks/outcome.js';
import type { ProofMethod } from './proof-methods.js';
import type { RecordStatus } from './record-statuses.js';
import type { BrokenRule, RefusedSupply } from './refusal-details.js';

/** Refusals that every context can give. */
const KERNEL_ERRORS = [
  'validation_failed',
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid_transition',
  'idempotency_conflict',
  'rate_limited',
  'payload_too_large',
  'unsupported_media_type',
  'compliance_violation',
  'version_conflict',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof KERNEL_ERRORS)[number] | ContextError;

/** Every refusal that a caller can meet: HTTP, workflow failures and later sockets map this one union exhaustively. */
export const ERROR_CODES: readonly ErrorCode[] = [...KERNEL_ERRORS, ...CONTEXTS.flatMap(({ errors }) => errors)];

/** Which limit a request met. */
export const LIMIT_TYPES = [
  'login_attempts',
  'mfa_attempts',
  'mail_requests',
  'patient_search',
  'api_requests',
  'prescription_creation',
  'prescription_verify',
  'appointment_booking',
  'chat_messages',
  'chat_uploads',
] as const;
export type LimitType = (typeof LIMIT_TYPES)[number];

/** One invalid input field; `field` is a dotted path in the caller's own spelling. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Extra members of the problem document, each only with the codes that `docs/api-guide.md` gives it. */
export interface ErrorDetails {
  readonly field?: string;
  readonly fields?: readonly FieldError[];
  readonly retryAfter?: number;
  readonly limitType?: LimitType;
  /** How many requests the limit that refused allows; only for the RateLimit headers. */
  readonly limit?: number;
  readonly appointmentId?: string;
  readonly existingOrder?: string;
  readonly paymentUrl?: string | null;
  /** Of `invalid_transition`: the record's, and those that it can go to. */
  readonly status?: RecordStatus;
  readonly allowed?: readonly RecordStatus[];
  readonly complianceViolation?: boolean;
  /** Of a chat room that takes no messages now: its status, and when it opens or opened. */
  readonly roomStatus?: string;
  readonly opensAt?: string;
  /** How a person can prove once more who they are. */
  readonly methods?: readonly ProofMethod[];
  /** Of `version_conflict`: the version that the record has now. */
  readonly version?: number;
  /** Of `undo_blocked`: later imports, which have to be undone first. */
  readonly blockedBy?: readonly { readonly importId: string; readonly appliedAt: string }[];
  /** Of `import_running`: the import that has to end first. */
  readonly importId?: string;
  /** What a patient has to accept first. */
  readonly documents?: readonly DocumentToAccept[];
  /** Of `compliance_violation`: all that refuses, at once. */
  readonly rules?: readonly BrokenRule[];
  /** Of `alerts_open`: how every check ended, and what of it a doctor has to answer. */
  readonly checks?: ChecksOutcome['checks'];
  readonly alerts?: ChecksOutcome['alerts'];
  /** Of `supply_refused`. */
  readonly supply?: RefusedSupply;
}

/** A refusal with a sentence that a client may show: no personal data, no internals. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);
}

/** 400 on one field. */
export function invalid(field: string, message: string): DomainError {
  return new DomainError('validation_failed', message, { field, fields: [{ field, message }] });
}

export function notFound(what: string): DomainError {
  return new DomainError('not_found', `${what} not found.`);
}

/** Throws one `validation_failed` that names all of these fields, with the sentence of the first; nothing for none. */
export function assertValid(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first) throw new DomainError('validation_failed', first.message, { field: first.field, fields: errors });
}
