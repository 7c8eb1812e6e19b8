import type { ErrorCode } from '../../domain/errors.js';
import { APPOINTMENT_ID, DOCUMENT_ID, ORDER_ID } from './example-values.js';
import type { Problem } from './responses.js';

const REQUEST_ID = '4f6c1d2e-8a9b-4c3d-9e0f-1a2b3c4d5e6f';

function problem(code: ErrorCode, said: Omit<Problem, 'type' | 'code' | 'request_id'>): Problem {
  return { type: `urn:keepwell:problem:${code}`, code, request_id: REQUEST_ID, ...said };
}

/** One answer of every code, as the API document shows it. A new code does not compile until it stands here. */
export const PROBLEM_EXAMPLES: Readonly<Record<ErrorCode, Problem>> = {
  validation_failed: problem('validation_failed', {
    status: 400,
    title: 'Invalid input',
    error: 'Invalid availability_id format. Must be a valid UUID.',
    field: 'availability_id',
    fields: [{ field: 'availability_id', message: 'Invalid availability_id format. Must be a valid UUID.' }],
    validation_failed: true,
  }),
  unauthenticated: problem('unauthenticated', { status: 401, title: 'Not signed in', error: 'Please sign in.' }),
  token_invalid: problem('token_invalid', {
    status: 400,
    title: 'Link no longer good',
    error: 'This link is no longer good. Please ask for a new one.',
  }),
  reauthentication_required: problem('reauthentication_required', {
    status: 403,
    title: 'Please confirm that it is you',
    error: 'Please confirm that it is you.',
    methods: ['password'],
  }),
  forbidden: problem('forbidden', { status: 403, title: 'Not allowed', error: 'You are not allowed to do this.' }),
  not_found: problem('not_found', { status: 404, title: 'Not found', error: 'Appointment not found.' }),
  slot_taken: problem('slot_taken', {
    status: 400,
    title: 'Slot taken',
    error: 'Slot already booked',
    appointment_id: APPOINTMENT_ID,
  }),
  slot_unavailable: problem('slot_unavailable', {
    status: 409,
    title: 'Slot unavailable',
    error: 'This time can no longer be booked.',
  }),
  slot_length: problem('slot_length', {
    status: 400,
    title: 'Wrong slot length',
    error: 'A short slot lasts 15 minutes.',
    field: 'end_time',
  }),
  overlap: problem('overlap', { status: 409, title: 'Overlap', error: 'There is another appointment at this time.' }),
  room_closed: problem('room_closed', {
    status: 409,
    title: 'Chat room closed',
    error: 'This chat room is not open yet.',
    room_status: 'active',
    opens_at: '2026-12-01T08:45:00.000Z',
  }),
  order_exists: problem('order_exists', {
    status: 400,
    title: 'Order exists',
    error: 'Order already exists for this appointment',
    existing_order: ORDER_ID,
    payment_url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
  }),
  consent_required: problem('consent_required', {
    status: 403,
    title: 'Consent required',
    error: 'Please read and accept the documents of the clinic before you book.',
    documents: [{ id: DOCUMENT_ID, kind: 'privacy', version: '1.2' }],
  }),
  break_glass_required: problem('break_glass_required', {
    status: 403,
    title: 'Break-glass required',
    error: 'This is a patient of your clinic, but not yours. To read the record all the same, break the glass.',
  }),
  identifier_taken: problem('identifier_taken', {
    status: 409,
    title: 'Identifier taken',
    error: 'Another account has this number.',
    field: 'doctor_profile.hpi_i',
  }),
  payments_disabled: problem('payments_disabled', {
    status: 409,
    title: 'Payments disabled',
    error: 'Nothing has to be paid here.',
  }),
  invalid_transition: problem('invalid_transition', {
    status: 409,
    title: 'Not possible in this state',
    error: 'This is not possible: the appointment is completed.',
    current_status: 'completed',
    allowed: [],
  }),
  idempotency_conflict: problem('idempotency_conflict', {
    status: 422,
    title: 'Idempotency key reused',
    error: 'This Idempotency-Key was used for another request.',
  }),
  version_conflict: problem('version_conflict', {
    status: 409,
    title: 'Changed meanwhile',
    error: 'Somebody has changed this meanwhile: read it again, and send your change with its version.',
    version: 3,
  }),
  preview_stale: problem('preview_stale', {
    status: 409,
    title: 'Preview out of date',
    error: 'The formulary has changed since this preview: it is made anew. Look at it again before you apply it.',
  }),
  import_running: problem('import_running', {
    status: 409,
    title: 'Import under way',
    error: 'Another import of this supplier is being applied or taken back. Wait for its end.',
    import_id: '3b0f4a52-7c1d-8e9f-a0b1-c2d3e4f5a6b7',
  }),
  undo_blocked: problem('undo_blocked', {
    status: 409,
    title: 'Undo blocked',
    error: 'A later import stands on this one: undo that one first.',
    blocked_by: [{ import_id: '3b0f4a52-7c1d-8e9f-a0b1-c2d3e4f5a6b7', applied_at: '2026-12-01T02:03:04Z' }],
  }),
  rate_limited: problem('rate_limited', {
    status: 429,
    title: 'Too many requests',
    error: 'Rate limit exceeded',
    limit_type: 'api_requests',
    retry_after: 42,
  }),
  payload_too_large: problem('payload_too_large', { status: 413, title: 'Too large', error: 'The body is too large.' }),
  unsupported_media_type: problem('unsupported_media_type', {
    status: 415,
    title: 'Unsupported media type',
    error: 'The body must be application/json.',
  }),
  upload_rejected: problem('upload_rejected', {
    status: 400,
    title: 'Upload rejected',
    error: 'The name of this file says that it is something else.',
  }),
  alerts_open: problem('alerts_open', {
    status: 409,
    title: 'Alerts are open',
    error: 'There are alerts that need an answer before this is issued.',
    checks: { interaction: { state: 'alerts', reasons: [] } },
    alerts: [
      {
        key: 'interaction/warfarin-nsaid/ibuprofen/warfarin',
        check: 'interaction',
        severity: 'major',
        item: 0,
        with: 'Warfarin 5 mg tablet',
        title: 'Bleeding',
        advice: 'Choose another pain reliever, or watch the INR closely.',
        source: 'Keepwell interaction rules',
        as_of: '2026-11-29',
      },
    ],
  }),
  supply_refused: problem('supply_refused', {
    status: 409,
    title: 'Supply refused',
    error: 'The interval since the last supply is not over yet.',
    reason: 'too_early',
    items: [{ item: APPOINTMENT_ID, reason: 'too_early', next_supply_from: '2026-12-18' }],
  }),
  not_ready: problem('not_ready', {
    status: 409,
    title: 'Not ready yet',
    error: 'The document is being made. Please try again in a moment.',
    retry_after: 2,
  }),
  compliance_violation: problem('compliance_violation', {
    status: 400,
    title: 'Compliance violation',
    error: 'This prescriber may not prescribe this.',
    compliance_violation: true,
  }),
  provider_refused: problem('provider_refused', {
    status: 422,
    title: 'Provider refuses',
    error:
      'The payment provider refuses this payment, so the slot was given free and nothing was charged. The clinic has been notified.',
  }),
  provider_unavailable: problem('provider_unavailable', {
    status: 503,
    title: 'Provider unavailable',
    error: 'The payment provider cannot be reached. Please try again in a moment.',
    retry_after: 2,
  }),
  unavailable: problem('unavailable', {
    status: 503,
    title: 'Unavailable',
    error: 'Please try again in a moment.',
    retry_after: 2,
  }),
  internal: problem('internal', { status: 500, title: 'Internal error', error: 'Something went wrong on our side.' }),
};
