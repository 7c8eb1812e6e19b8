import type { Count, Instant, Uuid } from '../http/wire-formats.js';

/** A doctor as patients know them. */
export interface DoctorView {
  id: Uuid;
  first_name: string;
  last_name: string;
  specialty: string | null;
}

export interface ClinicView {
  id: Uuid;
  name: string;
}

/** A bookable time of a doctor. Times are UTC; `timezone` is the IANA zone of the doctor's working hours. */
export interface SlotView {
  id: Uuid;
  doctor: DoctorView;
  clinic: ClinicView;
  start_time: Instant;
  end_time: Instant;
  slot_type: 'short' | 'long';
  timezone: string;
  is_booked: boolean;
}

/** A slot as the doctor and the clinic that offer it see it. */
export interface OwnSlotView extends SlotView {
  /** The appointment that has it; null when it is free. */
  appointment_id: Uuid | null;
  /** When it was made, or last booked or freed. */
  updated_at: Instant;
}

export interface SkippedSlot {
  start_time: Instant;
  reason: string;
}

/** How many slots there are now because of this request, and the ones that could not be made. */
export interface BulkSlotsAnswer {
  created: Count;
  skipped: SkippedSlot[];
}
