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
  AppointmentAnswer,
  BookingAnswer,
  CancellationRefund,
  CheckInAnswer,
  MoveAnswer,
  StatusHistory,
} from './responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
const PAID_AT = '2026-11-28T14:32:15.000Z';
export const BOOKING: BookingAnswer = {
  id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  availability: SLOT_ID,
  status: 'pending',
  payment_status: 'unpaid',
  payment_required: true,
  price: '80.00',
  currency: 'aud',
  is_initial: true,
  booked_at: BOOKED_AT,
  expires_at: EXPIRES_AT,
};

export const APPOINTMENT: AppointmentAnswer = {
  id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  availability: SLOT_ID,
  status: 'booked',
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
  started_at: null,
  completed_at: null,
  cancelled_at: null,
  consultation_mode: null,
  questionnaires: [],
};

// A copy of APPOINTMENT with what a cancellation changes: a spread could not be read.
const REFUND: CancellationRefund = {
  id: 're_1a2b3c4d',
  provider: 'stripe',
  amount: 8000,
  currency: 'aud',
  status: 'pending',
  reason: 'cancelled_by_doctor',
};

export const MOVED: MoveAnswer = {
  id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  availability: SLOT_ID,
  status: 'cancelled_by_doctor',
  payment_status: 'refund_pending',
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
  refund_status: 'processing',
  reschedules: 0,
  checked_in_at: null,
  started_at: null,
  completed_at: null,
  cancelled_at: PAID_AT,
  consultation_mode: null,
  questionnaires: [],
  appointment: { id: APPOINTMENT_ID, status: 'cancelled_by_doctor', refund_status: 'processing' },
  refund: REFUND,
  stripe_refund: REFUND,
};

export const CHECKED_IN: CheckInAnswer = {
  appointment: APPOINTMENT_ID,
  kind: 'booked',
  state: 'arrived',
  planned_start: STARTS_AT,
  checked_in_at: STARTS_AT,
  status: 'booked',
  start_time: STARTS_AT,
  end_time: ENDS_AT,
};

export const HISTORY: StatusHistory = {
  appointment_id: APPOINTMENT_ID,
  status_history: [
    {
      id: 1,
      status: 'pending',
      changed_at: BOOKED_AT,
      changed_by: { id: PATIENT_ID, name: 'Demo Patient One', role: 'patient' },
      reason: 'Appointment created by patient',
      system_context: { pricing: '80.00', payment_window: '15 minutes', payment_window_seconds: 900 },
    },
    {
      id: 2,
      status: 'booked',
      changed_at: PAID_AT,
      changed_by: { system: 'keepwell', triggered_by: 'confirm' },
      reason: 'Appointment confirmed',
      system_context: { stripe_session: 'cs_test_a1b2c3', payment_amount: '80.00', chat_room_created: true },
    },
  ],
};
