/** One time that a doctor offers. */
export interface SlotBody {
  /**
   * RFC 3339, with its offset; in the future.
   * @maxLength 200
   * @format date-time
   * @example "2026-12-01T09:00:00Z"
   */
  start_time: string;
  /**
   * A short slot lasts 15 minutes, a long one 30, unless the clinic's policy says otherwise.
   * @maxLength 200
   * @format date-time
   * @example "2026-12-01T09:15:00Z"
   */
  end_time: string;
  slot_type: 'short' | 'long';
  /**
   * IANA zone of the working hours; the clinic's own when left out.
   * @maxLength 64
   * @example "Australia/Brisbane"
   */
  timezone?: string;
  /**
   * The doctor's id: only from reception or an administrator. A doctor offers their own time.
   * @maxLength 36
   * @format uuid
   */
  doctor?: string;
  /**
   * One of the doctor's clinics: needed only by a doctor of several.
   * @maxLength 36
   * @format uuid
   */
  clinic?: string;
}

/** A weekly working window over a range of dates, cut into slots. */
export interface BulkSlotsBody {
  /**
   * A local date of the zone, included.
   * @maxLength 10
   * @format date
   * @example "2026-12-01"
   */
  start_date: string;
  /**
   * Included; at most 366 days from the first on.
   * @maxLength 10
   * @format date
   * @example "2026-12-07"
   */
  end_date: string;
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
   * @maxLength 36
   * @format uuid
   */
  doctor?: string;
  /**
   * One of the doctor's clinics: needed only by a doctor of several.
   * @maxLength 36
   * @format uuid
   */
  clinic?: string;
}
