import type { Response } from 'express';
import type { DomainError, ErrorCode, ErrorDetails } from '../../domain/errors.js';
import { currentContext } from '../../observability/context.js';

/** How each refusal looks in HTTP. A new code does not compile until it stands here. */
export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  validation_failed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  slot_taken: 400,
  slot_unavailable: 409,
  slot_length: 400,
  overlap: 409,
  order_exists: 400,
  identifier_taken: 409,
  payments_disabled: 409,
  invalid_transition: 409,
  idempotency_conflict: 422,
  rate_limited: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  compliance_violation: 400,
  provider_refused: 422,
  provider_unavailable: 503,
  unavailable: 503,
  internal: 500,
};

const TITLES: Readonly<Record<ErrorCode, string>> = {
  validation_failed: 'Invalid input',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  slot_taken: 'Slot taken',
  slot_unavailable: 'Slot unavailable',
  slot_length: 'Wrong slot length',
  overlap: 'Overlap',
  order_exists: 'Order exists',
  identifier_taken: 'Identifier taken',
  payments_disabled: 'Payments disabled',
  invalid_transition: 'Not possible in this state',
  idempotency_conflict: 'Idempotency key reused',
  rate_limited: 'Too many requests',
  payload_too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  compliance_violation: 'Compliance violation',
  provider_refused: 'Provider refuses',
  provider_unavailable: 'Provider unavailable',
  unavailable: 'Unavailable',
  internal: 'Internal error',
};

/** RFC 9457, with the seeds' `error`: a sentence that a client may show. */
interface ProblemDocument extends Omit<ErrorDetails, 'status'> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly error: string;
  readonly request_id: string | null;
  readonly validation_failed?: true;
  /** The status that the record is in, where it forbids what was asked. */
  readonly current_status?: string;
}

const DEFAULT_RETRY_SECONDS = 2;

/**
 * The document of a refusal. RFC 9457 gives `status` to HTTP, so the record's own status (of invalid_transition)
 * is `current_status` here.
 */
function problemOf(error: DomainError, status = HTTP_STATUS[error.code]): ProblemDocument {
  const { code } = error;
  const { status: current_status, retry_after, compliance_violation, limit: _limit, ...details } = error.details;
  return {
    type: `urn:keepwell:problem:${code}`,
    title: TITLES[code],
    status,
    code,
    error: code === 'internal' ? 'Something went wrong on our side.' : error.message,
    request_id: currentContext().request_id ?? null,
    ...(code === 'validation_failed' ? { validation_failed: true } : {}),
    ...(code === 'compliance_violation' || compliance_violation ? { compliance_violation: true } : {}),
    ...(current_status === undefined ? {} : { current_status }),
    ...details,
    ...(status === 503 || status === 429 ? { retry_after: retry_after ?? DEFAULT_RETRY_SECONDS } : {}),
  };
}

/** Where a person looks at a form: refusals of this answer are the page that `render` makes of their sentence. */
export function refuseAsPage(response: Response, render: (sentence: string) => string): void {
  response.locals.renderRefusal = render;
}

/** Answers with a refusal; does nothing when an answer is on its way already. `status` only where HTTP has a finer one. */
export function sendProblem(response: Response, error: DomainError, status?: number): void {
  if (response.headersSent) return;
  const document = problemOf(error, status);
  if (document.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (document.retry_after !== undefined) response.setHeader('Retry-After', String(document.retry_after));
  if (error.details.limit !== undefined) {
    // Refused behind the HTTP surface: the headers are those of the limit that refused, not of one that let it pass.
    response.setHeader('RateLimit-Limit', String(error.details.limit));
    response.setHeader('RateLimit-Remaining', '0');
    response.setHeader('RateLimit-Reset', String(document.retry_after ?? DEFAULT_RETRY_SECONDS));
  }
  response.status(document.status);
  const render = response.locals.renderRefusal as ((sentence: string) => string) | undefined;
  if (render) response.type('html').send(render(document.error));
  else response.type('application/problem+json').send(JSON.stringify(document));
}
