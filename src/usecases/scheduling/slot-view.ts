import type { Instant, Uuid } from '../../domain/wire-formats.js';
import type { FreeSlotRow, OwnSlotRow } from '../../models/repositories/scheduling/slots.js';

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

/** The wire's slot, from a row that was read as free. */
export function slotView(row: FreeSlotRow): SlotView {
  return {
    id: row.id,
    doctor: { id: row.doctorId, first_name: row.firstName, last_name: row.lastName, specialty: row.specialty },
    clinic: { id: row.clinicId, name: row.clinicName },
    start_time: row.startTime.toISOString(),
    end_time: row.endTime.toISOString(),
    slot_type: row.slotType,
    timezone: row.timezone,
    is_booked: false,
  };
}

/** A slot as the doctor and the clinic that offer it see it. */
export interface OwnSlotView extends SlotView {
  /** The appointment that has it; null when it is free. */
  appointment_id: Uuid | null;
  /** When it was made, or last booked or freed. */
  updated_at: Instant;
}

export function ownSlotView(row: OwnSlotRow): OwnSlotView {
  const { appointmentId, updatedAt } = row;
  return {
    ...slotView(row),
    is_booked: appointmentId !== null,
    appointment_id: appointmentId,
    updated_at: updatedAt.toISOString(),
  };
}
