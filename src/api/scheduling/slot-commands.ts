import { invalid } from '../../domain/errors.js';
import { gather } from '../../domain/gather.js';
import { parseInstant } from '../../domain/instants.js';
import { parseWeekday, type Weekday } from '../../domain/scheduling/slots.js';
import { canonicalTimezone } from '../../domain/timezones.js';
import type { BulkSlotsCommand } from '../../usecases/scheduling/bulk-create-slots.js';
import type { CreateSlotCommand } from '../../usecases/scheduling/create-slot.js';
import { inputId } from '../http/request.js';
import type { BulkSlotsBody, SlotBody } from './requests.js';

/** @throws DomainError validation_failed with each bad field */
export function slotCommand(body: SlotBody): CreateSlotCommand {
  return {
    ...gather({
      startTime: () => parseInstant('start_time', body.start_time),
      endTime: () => parseInstant('end_time', body.end_time),
    }),
    slotType: body.slot_type,
    ...placeOf(body),
  };
}

/** @throws DomainError validation_failed */
export function bulkSlotsCommand(body: BulkSlotsBody): BulkSlotsCommand {
  return {
    startDate: body.start_date,
    endDate: body.end_date,
    daysOfWeek: weekdaysOf(body.days_of_week),
    startTime: withoutSeconds(body.start_time),
    endTime: withoutSeconds(body.end_time),
    slotType: body.slot_type,
    ...placeOf(body),
  };
}

function placeOf(body: Pick<SlotBody, 'timezone' | 'doctor' | 'clinic'>) {
  return {
    // A text that names no zone stays as it was typed: the use case refuses it.
    timezone: body.timezone === undefined ? null : (canonicalTimezone(body.timezone) ?? body.timezone),
    doctorId: body.doctor === undefined ? null : inputId(body.doctor, 'doctor'),
    clinicId: body.clinic === undefined ? null : inputId(body.clinic, 'clinic'),
  };
}

/** Each day once, in one order, however they were spelled. */
function weekdaysOf(names: readonly string[]): readonly Weekday[] {
  const days = names.map((name) => {
    const day = parseWeekday(name);
    if (!day) throw invalid('days_of_week', 'Days of the week are Monday to Sunday.');
    return day;
  });
  return [...new Set(days)].sort();
}

/** `09:00:00` is `09:00`. */
function withoutSeconds(time: string): string {
  return time.replace(/^(\d{2}:\d{2}):00$/, '$1');
}
