const formats = new Map<string, Intl.DateTimeFormat>();

/** `Mon 5 Oct 2026, 09:00 AEDT`: a moment on the clinic's wall. @throws RangeError when the zone is unknown */
export function localTime(at: Date | string, zone: string): string {
  const parts = formatOf(zone).formatToParts(new Date(at));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} ${part.timeZoneName}`;
}

/** Making a format costs a hundred times what using it does; clinics have few zones. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-AU', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  formats.set(zone, format);
  return format;
}
