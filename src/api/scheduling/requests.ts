import type { AskedDay, AskedInstant, Uuid } from '../../domain/wire-formats.js';

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
