import { invalid } from '../../domain/errors.js';
import { gather } from '../../domain/gather.js';
import { parseInstant } from '../../domain/instants.js';
import { parseWeekday, type Weekday } from '../../domain/scheduling/slots.js';
import { canonicalTimezone } from '../../domain/timezones.js';
import type { BulkSlotsCommand } from '../../usecases/scheduling/bulk-create-slots.js';
import type { CreateSlotCommand } from '../../usecases/scheduling/create-slot.js';
import { inputId } from '../http/request.js';
import type { AskedDay, AskedInstant, Uuid } from '../http/wire-formats.js';

/** One time that a doctor offers. */
export interface SlotBody {
  /**
   * RFC 3339, with its offset; in the future.
   * @example "2026-12-01T09:00:00Z"
   */
  start_time: AskedInstant;
  /**
   * A short slot lasts 15 minutes, a long one 30, unless the clinic's policy says otherwise.
   * @example "2026-12-01T09:15:00Z"
   */
  end_time: AskedInstant;
  slot_type: 'short' | 'long';
  /**
   * IANA zone of the working hours; the clinic's own when left out.
   * @maxLength 64
   * @example "Australia/Brisbane"
   */
  timezone?: string;
  /**
   * The doctor's id: only from reception or an administrator. A doctor offers their own time.
   */
  doctor?: Uuid;
  /**
   * One of the doctor's clinics: needed only by a doctor of several.
   */
  clinic?: Uuid;
}

/** A weekly working window over a range of dates, cut into slots. */
export interface BulkSlotsBody {
  /**
   * A local date of the zone, included.
   * @example "2026-12-01"
   */
  start_date: AskedDay;
  /**
   * Included; at most 366 days from the first on.
   * @example "2026-12-07"
   */
  end_date: AskedDay;
  /**
   * English names, full or of three letters.
   * @minItems 1
   * @maxItems 14
   * @example ["Monday", "Tuesday", "Wednesday"]
   */
  days_of_week: string[];
  /**
   * Wall clock of the zone, `HH:mm` or `HH:mm:ss`.
   * @maxLength 8
   * @example "09:00"
   */
  start_time: string;
  /**
   * As `start_time`; `24:00` is the end of the day.
   * @maxLength 8
   * @example "17:00"
   */
  end_time: string;
  slot_type: 'short' | 'long';
  /**
   * @maxLength 64
   * @example "Australia/Brisbane"
   */
  timezone?: string;
  /**
   * The doctor's id: only from reception or an administrator.
   */
  doctor?: Uuid;
  /**
   * One of the doctor's clinics: needed only by a doctor of several.
   */
  clinic?: Uuid;
}

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
