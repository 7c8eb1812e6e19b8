import type { BulkSlots } from '../../usecases/scheduling/bulk-create-slots.js';
import type { FreeSlot } from '../../usecases/scheduling/list-free-slots.js';
import type { OwnSlot } from '../../usecases/scheduling/list-own-slots.js';
import type { BulkSlotsAnswer, OwnSlotView, SlotView } from './responses.js';

export function slotView(slot: FreeSlot): SlotView {
  return {
    id: slot.id,
    doctor: { id: slot.doctorId, first_name: slot.firstName, last_name: slot.lastName, specialty: slot.specialty },
    clinic: { id: slot.clinicId, name: slot.clinicName },
    start_time: slot.startTime.toISOString(),
    end_time: slot.endTime.toISOString(),
    slot_type: slot.slotType,
    timezone: slot.timezone,
    is_booked: false,
  };
}

export function ownSlotView(slot: OwnSlot): OwnSlotView {
  return {
    ...slotView(slot),
    is_booked: slot.appointmentId !== null,
    appointment_id: slot.appointmentId,
    updated_at: slot.updatedAt.toISOString(),
  };
}

export function bulkSlotsAnswer({ created, skipped }: BulkSlots): BulkSlotsAnswer {
  return {
    created,
    skipped: skipped.map(({ startTime, reason }) => ({ start_time: startTime.toISOString(), reason })),
  };
}
