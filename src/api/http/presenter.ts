import type { DomainError, ErrorCode, ErrorDetails } from '../../domain/errors.js';
import { currentContext } from '../../observability/context.js';

const TITLES: Readonly<Record<ErrorCode, string>> = {
  validation_failed: 'Invalid input',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  token_invalid: 'Link no longer good',
  reauthentication_required: 'Please confirm that it is you',
  break_glass_required: 'Break-glass required',
  consent_required: 'Consent required',
  not_found: 'Not found',
  slot_taken: 'Slot taken',
  slot_unavailable: 'Slot unavailable',
  slot_length: 'Wrong slot length',
  overlap: 'Overlap',
  room_closed: 'Chat room closed',
  order_exists: 'Order exists',
  identifier_taken: 'Identifier taken',
  payments_disabled: 'Payments disabled',
  invalid_transition: 'Not possible in this state',
  idempotency_conflict: 'Idempotency key reused',
  rate_limited: 'Too many requests',
  payload_too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  upload_rejected: 'Upload rejected',
  alerts_open: 'Alerts are open',
  supply_refused: 'Supply refused',
  not_ready: 'Not ready yet',
  compliance_violation: 'Compliance violation',
  version_conflict: 'Changed meanwhile',
  preview_stale: 'Preview out of date',
  undo_blocked: 'Undo blocked',
  import_running: 'Import under way',
  provider_refused: 'Provider refuses',
  provider_unavailable: 'Provider unavailable',
  unavailable: 'Unavailable',
  internal: 'Internal error',
};

const DEFAULT_RETRY_SECONDS = 2;

/** RFC 9457, with the seeds' `error`: a sentence that a client may show. As it is sent: `Problem` is what we promise. */
interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly error: string;
  readonly request_id: string | null;
  readonly retry_after: number | undefined;
}

/**
 * The document of a refusal. RFC 9457 gives `status` to HTTP, so the record's own status (of invalid_transition)
 * is `current_status` here. What the refusal does not carry is no member: undefined is left out by `JSON.stringify`.
 */
export function problemOf(error: DomainError, status: number): ProblemDocument {
  const { code, details } = error;
  return {
    type: `urn:keepwell:problem:${code}`,
    title: TITLES[code],
    status,
    code,
    error: code === 'internal' ? 'Something went wrong on our side.' : error.message,
    request_id: currentContext().requestId ?? null,
    ...(code === 'validation_failed' ? { validation_failed: true } : {}),
    ...(code === 'compliance_violation' || details.complianceViolation ? { compliance_violation: true } : {}),
    ...membersOf(details),
    retry_after: retryAfterOf(error, status),
  };
}

/** Seconds after which a request may be repeated; undefined where repeating it changes nothing. */
export function retryAfterOf({ details }: DomainError, status: number): number | undefined {
  return status === 503 || status === 429 ? (details.retryAfter ?? DEFAULT_RETRY_SECONDS) : details.retryAfter;
}

function membersOf(details: ErrorDetails) {
  return {
    current_status: details.status,
    field: details.field,
    fields: details.fields,
    limit_type: details.limitType,
    appointment_id: details.appointmentId,
    existing_order: details.existingOrder,
    payment_url: details.paymentUrl,
    allowed: details.allowed,
    room_status: details.roomStatus,
    opens_at: details.opensAt,
    version: details.version,
    methods: details.methods && [...details.methods],
    import_id: details.importId,
    blocked_by: details.blockedBy?.map(({ importId, appliedAt }) => ({ import_id: importId, applied_at: appliedAt })),
    documents: details.documents && [...details.documents],
    rules: details.rules && [...details.rules],
    checks: details.checks,
    alerts: details.alerts?.map(({ asOf, rule: _rule, ...alert }) => ({ ...alert, as_of: asOf })),
    reason: details.supply?.reason,
    items: details.supply?.items.map(({ nextSupplyFrom, ...item }) => ({ ...item, next_supply_from: nextSupplyFrom })),
  };
}
