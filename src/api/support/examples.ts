import { APPOINTMENT_ID, BOOKED_AT, PATIENT_ID } from '../http/example-values.js';
import type { AttentionAnswer, Timeline } from './responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
export const ATTENTION_ENTRY: AttentionAnswer = {
  id: 'e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9',
  code: 'refund_failed',
  reason: 'A refund failed.',
  next_step: 'Ask the patient for other bank details or pay out by hand, then use retryRefund or resolveAttention.',
  appointment_id: APPOINTMENT_ID,
  opened_at: '2026-11-29T08:00:00.000Z',
  context: {},
};

export const TIMELINE: Timeline = {
  appointment_id: APPOINTMENT_ID,
  history_url: 'https://temporal.example.com/namespaces/default/workflows/123e4567-e89b-12d3-a456-426614174000',
  events: [
    {
      at: BOOKED_AT,
      kind: 'status',
      what: 'Appointment created by patient',
      status: 'pending',
      by: { id: PATIENT_ID, name: 'Demo Patient One', role: 'patient' },
      context: { move: 'book' },
    },
  ],
};
