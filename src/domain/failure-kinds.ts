import type { ErrorCode } from './errors.js';

/**
 * What an error of a step means to its workflow. `refused`: the step had no effect, and repeating it changes nothing.
 * `outage`: the step is tried again. `fault`: an error of ours, after which nobody knows whether the step had its effect.
 */
export type FailureKind = 'refused' | 'outage' | 'fault';

/** How a workflow takes each error. A new code does not compile until it stands here. */
export const FAILURE_KINDS: Readonly<Record<ErrorCode, FailureKind>> = {
  validation_failed: 'refused',
  unauthenticated: 'refused',
  forbidden: 'refused',
  token_invalid: 'refused',
  reauthentication_required: 'refused',
  break_glass_required: 'refused',
  consent_required: 'refused',
  not_found: 'refused',
  slot_taken: 'refused',
  slot_unavailable: 'refused',
  slot_length: 'refused',
  overlap: 'refused',
  room_closed: 'refused',
  order_exists: 'refused',
  identifier_taken: 'refused',
  payments_disabled: 'refused',
  invalid_transition: 'refused',
  idempotency_conflict: 'refused',
  rate_limited: 'refused',
  payload_too_large: 'refused',
  unsupported_media_type: 'refused',
  compliance_violation: 'refused',
  version_conflict: 'refused',
  preview_stale: 'refused',
  undo_blocked: 'refused',
  import_running: 'refused',
  upload_rejected: 'refused',
  alerts_open: 'refused',
  supply_refused: 'refused',
  not_ready: 'refused',
  provider_refused: 'refused',
  provider_unavailable: 'outage',
  unavailable: 'outage',
  internal: 'fault',
};
