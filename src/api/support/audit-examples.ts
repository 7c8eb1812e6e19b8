import {
  APPOINTMENT_ID,
  BOOKED_AT,
  ENDS_AT,
  EXPIRES_AT,
  ORDER_ID,
  PATIENT_ID,
  SLOT_ID,
  STARTS_AT,
} from '../http/example-values.js';
import { CLINIC, DOCTOR } from '../scheduling/public.js';
import type {
  AccountActivityAnswer,
  DeletedAppointmentAnswer,
  EmailDeliveryAnswer,
  UserActionAnswer,
} from './audit-responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
export const USER_ACTION: UserActionAnswer = {
  id: '019c1f2e-7b40-7001-9c2b-7a6958473625',
  user: { id: PATIENT_ID, email: 'patient@demo.keepwell.invalid', role: 'patient' },
  action: 'appointment.booked',
  resource_type: 'appointment',
  resource_id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  details: { ip_address: '192.0.2.10', user_agent: 'Mozilla/5.0' },
  reason: null,
  request_id: '3b8c5a52-0f6f-4b57-9a43-2d0fbd5c7d11',
  timestamp: BOOKED_AT,
};

export const EMAIL_DELIVERY: EmailDeliveryAnswer = {
  id: '0c6c2b4e-5d2a-8f31-a1c9-7a6958473625',
  email_type: 'booking_confirmed',
  recipient: 'patient@demo.keepwell.invalid',
  subject: 'Your appointment is confirmed',
  related_resource: { type: 'appointment', id: APPOINTMENT_ID },
  delivery_status: 'sent',
  sent_at: BOOKED_AT,
  opened_at: null,
  links_clicked: 0,
  attachment_downloaded: false,
  smtp_response: '250 OK: queued as 12345',
};

export const ACCOUNT_ACTIVITY: AccountActivityAnswer = {
  user_id: PATIENT_ID,
  account_events: [
    {
      event: 'profile_updated',
      timestamp: BOOKED_AT,
      changes: { phone_number: { from: null, to: '***' } },
      changed_by: { id: PATIENT_ID, self_update: true },
    },
  ],
  login_history: [
    {
      timestamp: BOOKED_AT,
      ip_address: '192.0.2.10',
      user_agent: 'Mozilla/5.0',
      location: null,
      session_duration: '45 minutes',
    },
  ],
};

export const DELETED_APPOINTMENT: DeletedAppointmentAnswer = {
  id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  availability: SLOT_ID,
  status: 'completed',
  payment_status: 'paid',
  payment_required: true,
  price: '80.00',
  currency: 'aud',
  is_initial: true,
  booked_at: BOOKED_AT,
  created_at: BOOKED_AT,
  expires_at: EXPIRES_AT,
  doctor: DOCTOR,
  clinic: CLINIC,
  start_time: STARTS_AT,
  end_time: ENDS_AT,
  slot_type: 'short',
  timezone: 'Australia/Brisbane',
  consultation_type: 'video',
  symptoms: null,
  chat_room_id: 'a3c1e0d2-9b7f-4e6a-8d5c-4b3a2f1e0d9c',
  order_id: ORDER_ID,
  refund_status: null,
  reschedules: 0,
  checked_in_at: null,
  started_at: STARTS_AT,
  completed_at: ENDS_AT,
  cancelled_at: null,
  consultation_mode: 'video',
  questionnaires: [],
  is_deleted: true,
  deleted_at: '2026-12-02T08:00:00.000Z',
  deleted_by: PATIENT_ID,
  keep_until: '2033-12-02',
};
