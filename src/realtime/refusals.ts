import { DomainError, type ErrorCode, type ErrorDetails } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import type { Refusal } from './events.js';

type Member = Exclude<keyof Refusal, 'ok' | 'code' | 'error'>;

const FIELDS = ['field', 'fields'] as const;
const LATER = ['retry_after'] as const;

/** Which members a refusal has on a socket. A new code does not compile until it stands here. */
const MEMBERS: Readonly<Record<ErrorCode, readonly Member[]>> = {
  validation_failed: FIELDS,
  unauthenticated: [],
  forbidden: [],
  token_invalid: [],
  reauthentication_required: [],
  break_glass_required: [],
  consent_required: [],
  not_found: [],
  slot_taken: [],
  slot_unavailable: [],
  slot_length: FIELDS,
  overlap: [],
  room_closed: ['room_status', 'opens_at'],
  order_exists: [],
  identifier_taken: FIELDS,
  payments_disabled: [],
  invalid_transition: [],
  idempotency_conflict: ['field'],
  rate_limited: ['retry_after', 'limit_type'],
  payload_too_large: [],
  unsupported_media_type: [],
  compliance_violation: [],
  version_conflict: [],
  preview_stale: [],
  undo_blocked: [],
  import_running: [],
  upload_rejected: FIELDS,
  alerts_open: [],
  supply_refused: [],
  not_ready: [],
  provider_refused: [],
  provider_unavailable: LATER,
  unavailable: LATER,
  internal: [],
};

const DEFAULT_RETRY_SECONDS = 2;

/** The refusal as a client gets it; what nobody foresaw is logged, and told as no more than that. */
export function refusalOf(error: unknown, logger: Logger): Refusal {
  if (!(error instanceof DomainError) || error.code === 'internal') {
    logger.error('an event of a socket failed', { error });
    return { ok: false, code: 'internal', error: 'Something went wrong on our side.' };
  }
  const { code, message, details } = error;
  const values = valuesOf(details);
  const members = MEMBERS[code].flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]));
  return { ok: false, code, error: message, ...Object.fromEntries(members) };
}

function valuesOf(details: ErrorDetails): Readonly<Record<Member, unknown>> {
  return {
    field: details.field,
    fields: details.fields,
    retry_after: details.retryAfter ?? DEFAULT_RETRY_SECONDS,
    limit_type: details.limitType,
    room_status: details.roomStatus,
    opens_at: details.opensAt,
  };
}
