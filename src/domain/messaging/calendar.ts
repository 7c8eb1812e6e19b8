import { splitText } from '../text.js';

/** A calendar participant; the name is free text, the address a bare mail address. */
export interface CalendarPerson {
  readonly name: string;
  readonly email: string;
}

interface CalendarEvent {
  /** Stable for the life of the appointment: `{appointmentId}@our-domain`. */
  readonly uid: string;
  /** 0 for the first invitation, one more at each reschedule and at the cancel. */
  readonly sequence: number;
  /** When this object was made (DTSTAMP). */
  readonly stamp: Date;
  readonly start: Date;
  readonly end: Date;
  /** Neutral: it shows in shared calendars. */
  readonly summary: string;
  /** No join secret: calendars are shared. */
  readonly description?: string;
  readonly url?: string;
  readonly organizer: CalendarPerson;
}

/**
 * What to write. RFC 5546 asks for an attendee on REQUEST and forbids one on PUBLISH (a download link);
 * a CANCEL must repeat the uid and organizer of the request under a higher sequence.
 */
export type CalendarInput =
  | (CalendarEvent & { readonly method: 'REQUEST'; readonly attendee: CalendarPerson })
  | (CalendarEvent & { readonly method: 'CANCEL'; readonly attendee?: CalendarPerson })
  | (CalendarEvent & { readonly method: 'PUBLISH'; readonly attendee?: undefined });

/** The iTIP method; the MIME part must carry the same one. */
export type CalendarMethod = CalendarInput['method'];

/** An input that no calendar would accept: a wrong time, sequence, uid, address or link. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError';
}

/**
 * One event as iCalendar text (RFC 5545, 5546), UTC times, CRLF line ends, lines of at most 75 octets.
 * @throws CalendarError
 */
export function buildCalendar(input: CalendarInput): string {
  check(input);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Keepwell//Appointments//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${input.method}`,
    'BEGIN:VEVENT',
    `UID:${escapeText(input.uid)}`,
    `DTSTAMP:${utc(input.stamp)}`,
    `SEQUENCE:${input.sequence}`,
    `DTSTART:${utc(input.start)}`,
    `DTEND:${utc(input.end)}`,
    `SUMMARY:${escapeText(input.summary)}`,
    ...(input.description === undefined ? [] : [`DESCRIPTION:${escapeText(input.description)}`]),
    ...(input.url === undefined ? [] : [`URL:${input.url}`]),
    `ORGANIZER;CN=${parameter(input.organizer.name)}:${mailtoUri(input.organizer.email)}`,
    ...(input.attendee === undefined ? [] : [attendeeLine(input.attendee)]),
    `STATUS:${input.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

/** RFC 5545 3.3.11; control characters other than a newline are dropped, they are not allowed in a value. */
export function escapeText(value: string): string {
  return withoutControls(value.replace(/\r\n?/g, '\n'), '\n')
    .replace(/[\\;,]/g, (c) => `\\${c}`)
    .replace(/\n/g, '\\n');
}

/**
 * RFC 5545 3.1: at most 75 octets a line, continued by CRLF and a space. A program that shows lines before it joins them
 * must find no half of a character, so the folds fall between graphemes.
 */
export function fold(line: string): string {
  const encoder = new TextEncoder();
  // The space at the start of a further line counts.
  return splitText(line, { first: 75, further: 74 }, (character) => encoder.encode(character).length).join('\r\n ');
}

/** A mail address as a URI (RFC 6068): what is not plain ASCII, or means something in a URI, is percent-encoded as UTF-8. */
export function mailtoUri(address: string): string {
  const at = address.lastIndexOf('@');
  const local = encodeURIComponent(address.slice(0, at)).replace(/%2B/g, '+').replace(/%24/g, '$');
  return `mailto:${local}@${encodeURIComponent(address.slice(at + 1))}`;
}

// The reply goes nowhere (a patient moves or cancels in the app), so none is asked for.
function attendeeLine(person: CalendarPerson): string {
  const parameters = 'CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE';
  return `ATTENDEE;${parameters};CN=${parameter(person.name)}:${mailtoUri(person.email)}`;
}

// A quoted parameter value has no escape for its own quote (RFC 5545 3.2).
function parameter(value: string): string {
  return `"${withoutControls(value, '').replace(/"/g, "'")}"`;
}

function withoutControls(value: string, keep: string): string {
  return [...value].filter((c) => c === keep || (c >= ' ' && c !== '\u007f')).join('');
}

function utc(instant: Date): string {
  return `${instant
    .toISOString()
    .replace(/\.\d{3}Z$/, '')
    .replace(/[-:]/g, '')}Z`;
}

function check(input: CalendarInput): void {
  for (const instant of [input.stamp, input.start, input.end]) {
    if (Number.isNaN(instant.getTime())) throw new CalendarError('a calendar time is not a date');
  }
  if (input.end <= input.start) throw new CalendarError('the event ends before it starts');
  if (!Number.isSafeInteger(input.sequence) || input.sequence < 0) throw new CalendarError('sequence is not a count');
  if (input.uid === '' || /\s/.test(input.uid)) throw new CalendarError('uid is empty or has spaces');
  for (const person of [input.organizer, input.attendee]) {
    if (person && !/^[^\s<>@,;:"]+@[^\s<>@,;:"]+$/.test(person.email)) {
      throw new CalendarError('a participant has no bare mail address');
    }
  }
  if (input.url !== undefined && !/^https?:\/\/\S+$/.test(input.url)) throw new CalendarError('url is not http(s)');
}
