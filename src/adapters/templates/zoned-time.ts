import { dayRelation, type SpokenTime, spokenTime } from '../../domain/messages/wording.js';

/** A moment in one zone, in the pieces that templates use. */
export interface ZonedTime extends SpokenTime {
  /** `tomorrow at 9:00 am AEDT`, `on Monday 5 October 2026 at 9:00 am AEDT` */
  readonly spoken: string;
  /** `Monday 5 October 2026, 9:00 am AEDT`: still right when the message is read a day later. */
  readonly absolute: string;
  /** For text messages: `tomorrow 9:00 am AEDT`, `Mon 5 Oct 9:00 am AEDT` */
  readonly short: string;
}

/**
 * @param now decides "today" and "tomorrow", by the calendar of the zone
 * @throws RangeError when the zone is unknown
 */
export function zonedTime(instant: Date, zone: string, now: Date): ZonedTime {
  const at = partsOf(instant, zone);
  const relation = dayRelation(partsOf(now, zone).date, at.date);
  const time: SpokenTime = { relation, longDate: at.longDate, clock: at.clock, zone: at.zone };
  return {
    ...time,
    spoken: spokenTime(time),
    absolute: `${at.longDate}, ${at.clock} ${at.zone}`,
    short: `${relation === 'other' ? at.shortDate : relation} ${at.clock} ${at.zone}`,
  };
}

/** The same moment elsewhere, or null when the other clock and calendar show the same. */
export function elsewhere(here: ZonedTime, instant: Date, zone: string, now: Date): ZonedTime | null {
  const there = zonedTime(instant, zone, now);
  return there.clock === here.clock && there.longDate === here.longDate ? null : there;
}

const FORMATS: readonly Intl.DateTimeFormatOptions[] = [
  { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  { day: '2-digit', month: '2-digit', year: 'numeric' },
  { hour: 'numeric', minute: '2-digit', hour12: true, timeZoneName: 'short' },
];
/** Making a format costs a hundred times what using it does. Zones can be written in many ways, so there is an end to it. */
const made = new Map<string, readonly Intl.DateTimeFormat[]>();
const MOST_ZONES = 500;

function formatsOf(zone: string): readonly Intl.DateTimeFormat[] {
  const known = made.get(zone);
  if (known) return known;
  const formats = FORMATS.map((options) => new Intl.DateTimeFormat('en-AU', { timeZone: zone, ...options }));
  if (made.size >= MOST_ZONES) made.clear();
  made.set(zone, formats);
  return formats;
}

// Assembled from parts: the punctuation and the kind of space between them change with the runtime's ICU data.
function partsOf(instant: Date, zone: string) {
  const [date = {}, digits = {}, time = {}] = formatsOf(zone).map(
    (format): Readonly<Record<string, string>> =>
      Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value])),
  );
  return {
    date: `${digits.year}-${digits.month}-${digits.day}`,
    longDate: `${date.weekday} ${date.day} ${date.month} ${date.year}`,
    shortDate: `${date.weekday?.slice(0, 3)} ${date.day} ${date.month?.slice(0, 3)}`,
    clock: `${time.hour}:${time.minute} ${time.dayPeriod?.toLowerCase()}`,
    zone: time.timeZoneName ?? zone,
  };
}
