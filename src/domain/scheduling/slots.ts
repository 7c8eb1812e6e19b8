import { canonicalTimezone } from '../timezones.js';
import { type ClockGap, clockGap, instantOf, type WallClock } from '../wall-clock.js';

/** ISO order, as the wire names them. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** One of {@link WEEKDAYS}. */
export type Weekday = (typeof WEEKDAYS)[number];

/** A weekly working window over a range of local dates, both ends included. */
export interface SlotWindow {
  /** `YYYY-MM-DD`, a local date of the zone. */
  readonly startDate: string;
  /** `YYYY-MM-DD`, at most 366 days from the first day on. */
  readonly endDate: string;
  /** Days without a slot when empty is refused; repeats count once. */
  readonly daysOfWeek: readonly Weekday[];
  /** `HH:mm` or `HH:mm:ss`, wall clock of the zone. */
  readonly startTime: string;
  /** As `startTime`; `24:00` is the end of the day. */
  readonly endTime: string;
  /** A name that {@link canonicalTimezone} knows. */
  readonly zone: string;
  /** Length of a slot in minutes; above zero. */
  readonly minutes: number;
}

/** One slot; half-open, the next one may start at `end`. */
export interface SlotTime {
  readonly start: Date;
  readonly end: Date;
}

/** A window that cannot be turned into slots; `field` names the part at fault. */
export class SlotWindowError extends Error {
  override readonly name = 'SlotWindowError';
  constructor(
    readonly field: keyof SlotWindow,
    message: string,
  ) {
    super(message);
  }
}

/** Days that one window may span. */
export const MAX_WINDOW_DAYS = 366;

/** Slots that one window may yield: a whole year of quarter hours, day and night. */
export const MAX_WINDOW_SLOTS = MAX_WINDOW_DAYS * 100;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Slots of a weekly window, in order. The window is wall-clock time, so 09:00 stays 09:00 across a DST change;
 * inside a day slots step by absolute minutes, so none is longer or shorter than the others and none repeats.
 * A start or end in a gap moves to the first existing minute; in an overlap the earlier start and the later
 * end count. Only whole slots are given.
 * @throws SlotWindowError
 */
export function slotStartsInWindow(window: SlotWindow): SlotTime[] {
  const { length } = parse(window);
  const slots: SlotTime[] = [];
  for (const { opens, closes } of openingsOf(window)) {
    for (let start = opens; start + length <= closes; start += length) {
      slots.push({ start: new Date(start), end: new Date(start + length) });
      if (slots.length > MAX_WINDOW_SLOTS) {
        throw new SlotWindowError('endDate', `the window has more than ${MAX_WINDOW_SLOTS} slots`);
      }
    }
  }
  return slots;
}

/**
 * The parts of a window that the wall clock skips, one for each day on which the clocks go forward during it: there are
 * fewer slots on such a day, or none.
 * @throws SlotWindowError
 */
export function gapsInWindow(window: SlotWindow): readonly ClockGap[] {
  return [...openingsOf(window)].flatMap(({ opens, closes, wallMs, zone }) => {
    if (closes - opens >= wallMs) return [];
    return clockGap(opens, closes, zone) ?? [];
  });
}

/** When the window opens and closes on each of its days, in epoch milliseconds; `wallMs` is its length on the wall clock. */
function* openingsOf(window: SlotWindow) {
  const { firstDay, lastDay, from, to, zone, days } = parse(window);
  for (let day = firstDay; day <= lastDay; day += DAY_MS) {
    if (!days.has(weekdayOf(day))) continue;
    const opens = instantOf(day + from, zone, 'earlier');
    const closes = instantOf(day + to, zone, 'later');
    yield { opens, closes, wallMs: to - from, zone };
  }
}

/** `Monday`, `monday`, `MON` → `Monday`; undefined for anything else. */
export function parseWeekday(name: string): Weekday | undefined {
  const wanted = name.trim().toLowerCase();
  return WEEKDAYS.find((day) => day.toLowerCase() === wanted || day.slice(0, 3).toLowerCase() === wanted);
}

function weekdayOf(day: WallClock): Weekday {
  return WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] as Weekday;
}

function parse(window: SlotWindow) {
  const zone = canonicalTimezone(window.zone);
  if (zone === null) throw new SlotWindowError('zone', 'not an IANA time zone such as Australia/Sydney');
  const firstDay = dayOf(window, 'startDate');
  const lastDay = dayOf(window, 'endDate');
  if (lastDay < firstDay) throw new SlotWindowError('endDate', 'the last day is before the first');
  if (lastDay - firstDay >= MAX_WINDOW_DAYS * DAY_MS) {
    throw new SlotWindowError('endDate', `a window spans at most ${MAX_WINDOW_DAYS} days`);
  }
  if (window.daysOfWeek.length === 0) throw new SlotWindowError('daysOfWeek', 'no day of the week is named');
  const from = timeOf(window, 'startTime');
  const to = timeOf(window, 'endTime');
  if (to <= from) throw new SlotWindowError('endTime', 'the window ends before it starts');
  const length = Math.round(window.minutes * MINUTE_MS);
  if (!Number.isFinite(length) || length <= 0) throw new SlotWindowError('minutes', 'a slot lasts more than 0 minutes');
  return { firstDay, lastDay, from, to, length, zone, days: new Set(window.daysOfWeek) };
}

function dayOf(window: SlotWindow, field: 'startDate' | 'endDate'): WallClock {
  const text = window[field];
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse rolls 30 February over into March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(text)) {
    throw new SlotWindowError(field, 'not a calendar date YYYY-MM-DD');
  }
  return day;
}

function timeOf(window: SlotWindow, field: 'startTime' | 'endTime'): number {
  const match = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(window[field]);
  const [hours, minutes, seconds] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)];
  const time = (hours * 60 + minutes) * MINUTE_MS + seconds * 1000;
  const inDay = hours <= 23 || (field === 'endTime' && time === DAY_MS);
  if (!match || !inDay || minutes > 59 || seconds > 59) throw new SlotWindowError(field, 'not a time of day HH:mm');
  return time;
}
