/**
 * A moment in one zone, in the pieces that templates use. Every piece is still right when it is read days later, so there
 * is no "today" among them.
 */
export interface ZonedTime {
  /** `Monday 5 October 2026` */
  readonly longDate: string;
  /** `9:00 am` */
  readonly clock: string;
  /** `AEDT` or `GMT+8` */
  readonly zone: string;
  /** `Monday 5 October 2026, 9:00 am AEDT` */
  readonly absolute: string;
  /** Inside a sentence: `on Monday 5 October 2026 at 9:00 am AEDT` */
  readonly spoken: string;
  /** For text messages: `Mon 5 Oct 9:00 am AEDT` */
  readonly short: string;
}

/** @throws RangeError when the zone is unknown */
export function zonedTime(instant: Date, zone: string): ZonedTime {
  const at = partsOf(instant, zone);
  return {
    longDate: at.longDate,
    clock: at.clock,
    zone: at.zone,
    absolute: `${at.longDate}, ${at.clock} ${at.zone}`,
    spoken: `on ${at.longDate} at ${at.clock} ${at.zone}`,
    short: `${at.shortDate} ${at.clock} ${at.zone}`,
  };
}

/** The same moment elsewhere, or null when the other clock and calendar show the same. */
export function elsewhere(here: ZonedTime, instant: Date, zone: string): ZonedTime | null {
  const there = zonedTime(instant, zone);
  return there.clock === here.clock && there.longDate === here.longDate ? null : there;
}

const FORMATS: readonly Intl.DateTimeFormatOptions[] = [
  { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
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
  const [date = {}, time = {}] = formatsOf(zone).map(
    (format): Readonly<Record<string, string>> =>
      Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value])),
  );
  return {
    longDate: `${date.weekday} ${date.day} ${date.month} ${date.year}`,
    shortDate: `${date.weekday?.slice(0, 3)} ${date.day} ${date.month?.slice(0, 3)}`,
    clock: `${time.hour}:${time.minute} ${time.dayPeriod?.toLowerCase()}`,
    zone: time.timeZoneName ?? zone,
  };
}
