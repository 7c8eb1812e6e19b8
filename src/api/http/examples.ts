import type { ErrorCode } from '../../domain/errors.js';
import { APPOINTMENT_ID, ORDER_ID } from '../appointments/examples.js';
import type { Problem } from './responses.js';

const REQUEST_ID = '4f6c1d2e-8a9b-4c3d-9e0f-1a2b3c4d5e6f';

function problem(code: ErrorCode, status: number, title: string, error: string, more: Partial<Problem> = {}): Problem {
  return { type: `urn:keepwell:problem:${code}`, title, status, code, error, request_id: REQUEST_ID, ...more };
}

/** One answer of every code, as the API document shows it. A new code does not compile until it stands here. */
export const PROBLEM_EXAMPLES: Readonly<Record<ErrorCode, Problem>> = {
  validation_failed: problem(
    'validation_failed',
    400,
    'Invalid input',
    'Invalid availability_id format. Must be a valid UUID.',
    {
      field: 'availability_id',
      fields: [{ field: 'availability_id', message: 'Invalid availability_id format. Must be a valid UUID.' }],
      validation_failed: true,
    },
  ),
  unauthenticated: problem('unauthenticated', 401, 'Not signed in', 'Please sign in.'),
  forbidden: problem('forbidden', 403, 'Not allowed', 'You are not allowed to do this.'),
  not_found: problem('not_found', 404, 'Not found', 'Appointment not found.'),
  slot_taken: problem('slot_taken', 400, 'Slot taken', 'Slot already booked', {
    appointment_id: APPOINTMENT_ID,
  }),
  slot_unavailable: problem('slot_unavailable', 409, 'Slot unavailable', 'This time can no longer be booked.'),
  slot_length: problem('slot_length', 400, 'Wrong slot length', 'A short slot lasts 15 minutes.', {
    field: 'end_time',
  }),
  overlap: problem('overlap', 409, 'Overlap', 'There is another appointment at this time.'),
  order_exists: problem('order_exists', 400, 'Order exists', 'Order already exists for this appointment', {
    existing_order: ORDER_ID,
    payment_url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
  }),
  identifier_taken: problem('identifier_taken', 409, 'Identifier taken', 'Another account has this number.', {
    field: 'doctor_profile.hpi_i',
  }),
  payments_disabled: problem('payments_disabled', 409, 'Payments disabled', 'Nothing has to be paid here.'),
  invalid_transition: problem(
    'invalid_transition',
    409,
    'Not possible in this state',
    'This is not possible: the appointment is completed.',
    { current_status: 'completed', allowed: [] },
  ),
  idempotency_conflict: problem(
    'idempotency_conflict',
    422,
    'Idempotency key reused',
    'This Idempotency-Key was used for another request.',
  ),
  rate_limited: problem('rate_limited', 429, 'Too many requests', 'Rate limit exceeded', {
    limit_type: 'api_requests',
    retry_after: 42,
  }),
  payload_too_large: problem('payload_too_large', 413, 'Too large', 'The body is too large.'),
  unsupported_media_type: problem(
    'unsupported_media_type',
    415,
    'Unsupported media type',
    'The body must be application/json.',
  ),
  compliance_violation: problem(
    'compliance_violation',
    400,
    'Compliance violation',
    'This prescriber may not prescribe this.',
    { compliance_violation: true },
  ),
  provider_refused: problem(
    'provider_refused',
    422,
    'Provider refuses',
    'The payment provider refuses this payment, so the slot was given free and nothing was charged. The clinic has been notified.',
  ),
  provider_unavailable: problem(
    'provider_unavailable',
    503,
    'Provider unavailable',
    'The payment provider cannot be reached. Please try again in a moment.',
    { retry_after: 2 },
  ),
  unavailable: problem('unavailable', 503, 'Unavailable', 'Please try again in a moment.', { retry_after: 2 }),
  internal: problem('internal', 500, 'Internal error', 'Something went wrong on our side.'),
};
