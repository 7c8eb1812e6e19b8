import type { Response } from 'express';
import type { DomainError, ErrorCode } from '../../domain/errors.js';
import { problemOf, retryAfterOf } from './presenter.js';

/** How each refusal looks in HTTP. A new code does not compile until it stands here. */
export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  validation_failed: 400,
  unauthenticated: 401,
  forbidden: 403,
  token_invalid: 400,
  reauthentication_required: 403,
  break_glass_required: 403,
  consent_required: 403,
  not_found: 404,
  slot_taken: 400,
  slot_unavailable: 409,
  slot_length: 400,
  overlap: 409,
  room_closed: 409,
  order_exists: 400,
  identifier_taken: 409,
  payments_disabled: 409,
  invalid_transition: 409,
  idempotency_conflict: 422,
  rate_limited: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  compliance_violation: 400,
  version_conflict: 409,
  preview_stale: 409,
  undo_blocked: 409,
  import_running: 409,
  upload_rejected: 400,
  alerts_open: 409,
  supply_refused: 409,
  not_ready: 409,
  provider_refused: 422,
  provider_unavailable: 503,
  unavailable: 503,
  internal: 500,
};

/** Where a person looks at a form: refusals of this answer are the page that `render` makes of their sentence. */
export function renderRefusalsAsPage(response: Response, render: (sentence: string) => string): void {
  response.locals.renderRefusal = render;
}

/** Answers with a refusal; does nothing when an answer is on its way already. `status` only where HTTP has a finer one. */
export function sendProblem(response: Response, error: DomainError, status?: number): void {
  if (response.headersSent) return;
  const document = problemOf(error, status ?? HTTP_STATUS[error.code]);
  if (document.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  const retryAfter = retryAfterOf(error, document.status);
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  if (error.details.limit !== undefined && retryAfter !== undefined) {
    // Refused behind the HTTP surface: the headers are those of the limit that refused, not of one that let it pass.
    response.setHeader('RateLimit-Limit', String(error.details.limit));
    response.setHeader('RateLimit-Remaining', '0');
    response.setHeader('RateLimit-Reset', String(retryAfter));
  }
  response.status(document.status);
  const render = response.locals.renderRefusal as ((sentence: string) => string) | undefined;
  if (render) response.type('html').send(render(document.error));
  else response.type('application/problem+json').send(JSON.stringify(document));
}
