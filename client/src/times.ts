// How names and times are said, the latter always in the zone where the visit takes place, named where the reader is elsewhere.
import type { Appointment } from './api.js';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function format(iso: string, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-AU', { timeZone, ...options }).format(new Date(iso));
}

/** `Tuesday, 1 December` */
export const dayOf = (iso: string, zone?: string) =>
  format(iso, zone, { weekday: 'long', day: 'numeric', month: 'long' });

/** `1 December 2026` */
export const dateOf = (iso: string, zone?: string) =>
  format(iso, zone, { day: 'numeric', month: 'long', year: 'numeric' });

/** `10:30 am` */
export const timeOf = (iso: string, zone?: string) => format(iso, zone, { hour: 'numeric', minute: '2-digit' });

/** `Tuesday, 1 December, 10:30 am` */
export const whenOf = (iso: string, zone?: string) => `${dayOf(iso, zone)}, ${timeOf(iso, zone)}`;

/** `1 December 2026, 10:30 am` */
export const momentOf = (iso: string, zone?: string) => `${dateOf(iso, zone)}, ${timeOf(iso, zone)}`;

/** `10:30 am – 10:45 am`, where the visit is. */
export const hoursOf = ({ start_time: start, end_time: end, timezone }: Appointment) =>
  `${timeOf(start, timezone)} – ${timeOf(end, timezone)}`;

export const nameOf = (person: { readonly first_name: string; readonly last_name: string }) =>
  `${person.first_name} ${person.last_name}`;

/** The day on that zone's wall, as `2026-12-01`: what a list is grouped by, and what the API takes as a date. */
export const dayKey = (at: Date | string, zone?: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));

/** The name of the zone where it is not the reader's own, else nothing. */
export function zoneNote(iso: string, zone: string): string {
  if (timeOf(iso, zone) === timeOf(iso, HERE) && dayOf(iso, zone) === dayOf(iso, HERE)) return '';
  return zone.replace(/^.*\//, '').replaceAll('_', ' ');
}

/** `14:05`, or `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** `80.00` and `aud`: `$80.00`. */
export function money(price: string, currency: string): string {
  return new Intl.NumberFormat('en-AU', { style: 'currency', currency }).format(Number(price));
}

/** `13 kB`, or `1.2 MB`. */
export const sizeOf = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
