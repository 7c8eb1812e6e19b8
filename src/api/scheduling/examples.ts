import { ENDS_AT, SLOT_ID, STARTS_AT } from '../http/example-values.js';
import type { BulkSlotsAnswer, ClinicView, DoctorView, OwnSlotView, SlotView } from './responses.js';

// tsoa reads these as source text: it follows names, but no spread and no member access.
export const DOCTOR: DoctorView = {
  id: '7b0c1f5e-3a1d-4c7e-9a55-0d4a4f6a1c11',
  first_name: 'Demo',
  last_name: 'Doctor One',
  specialty: 'General Practice',
};
export const CLINIC: ClinicView = { id: '2f1a9c3e-6b7d-4f7a-8c0e-1a2b3c4d5e6f', name: 'Keepwell Clinic' };

export const SLOT: SlotView = {
  id: SLOT_ID,
  doctor: DOCTOR,
  clinic: CLINIC,
  start_time: STARTS_AT,
  end_time: ENDS_AT,
  slot_type: 'short',
  timezone: 'Australia/Brisbane',
  is_booked: false,
};

export const OWN_SLOT: OwnSlotView = {
  id: SLOT_ID,
  doctor: DOCTOR,
  clinic: CLINIC,
  start_time: STARTS_AT,
  end_time: ENDS_AT,
  slot_type: 'short',
  timezone: 'Australia/Brisbane',
  is_booked: true,
  appointment_id: '123e4567-e89b-12d3-a456-426614174000',
  updated_at: '2026-11-28T14:30:00.000Z',
};

export const BULK_SLOTS: BulkSlotsAnswer = {
  created: 95,
  skipped: [{ start_time: '2026-12-01T09:00:00.000Z', reason: 'overlaps another slot' }],
};
