import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildCalendar,
  CalendarError,
  type CalendarInput,
  escapeText,
  fold,
} from '../../../src/domain/messaging/calendar.js';

const INVITE: CalendarInput = {
  method: 'REQUEST',
  uid: '8f14e45f-ceea-4d6a-9f6e-0a1b2c3d4e5f@keepwell.example',
  sequence: 0,
  stamp: new Date('2026-10-01T00:00:00.123Z'),
  start: new Date('2026-10-04T22:00:00Z'),
  end: new Date('2026-10-04T22:15:00Z'),
  summary: 'Appointment',
  organizer: { name: 'Riverbend "Clinic"', email: 'no-reply@keepwell.example' },
  attendee: { name: 'Tessa', email: 'tessa@example.com' },
};

const lines = (text: string) => text.split('\r\n');

describe('an invitation', () => {
  it('has every property mail programs look for, in UTC', () => {
    const content = lines(buildCalendar(INVITE));
    for (const line of [
      'VERSION:2.0',
      'METHOD:REQUEST',
      'UID:8f14e45f-ceea-4d6a-9f6e-0a1b2c3d4e5f@keepwell.example',
      'SEQUENCE:0',
      'DTSTAMP:20261001T000000Z',
      'DTSTART:20261004T220000Z',
      'DTEND:20261004T221500Z',
      'STATUS:CONFIRMED',
      `ORGANIZER;CN="Riverbend 'Clinic'":mailto:no-reply@keepwell.example`,
    ]) {
      assert.ok(content.includes(line), line);
    }
    assert.equal(content.at(-2), 'END:VCALENDAR');
    assert.equal(content.at(-1), '');
  });
  it('is withdrawn by the same uid and organizer', () => {
    const content = lines(buildCalendar({ ...INVITE, method: 'CANCEL', sequence: 2 }));
    for (const line of ['METHOD:CANCEL', 'SEQUENCE:2', 'STATUS:CANCELLED']) assert.ok(content.includes(line), line);
  });
  it('names nobody when it is a download', () => {
    assert.doesNotMatch(buildCalendar({ ...INVITE, method: 'PUBLISH', attendee: undefined }), /ATTENDEE/);
  });
  it('cannot be given a second property', () => {
    const text = buildCalendar({ ...INVITE, summary: 'A\r\nATTACH:http://x', description: 'one\rtwo\u0000' });
    assert.match(text, /SUMMARY:A\\nATTACH:http:\/\/x\r\n/);
    assert.match(text, /DESCRIPTION:one\\ntwo\r\n/);
  });
  it('is refused when no calendar would take it', () => {
    const wrong: Partial<CalendarInput>[] = [
      { end: INVITE.start },
      { start: new Date(Number.NaN) },
      { sequence: -1 },
      { uid: '' },
      { organizer: { name: 'x', email: 'a@b\r\nX:y' } },
      { url: 'javascript:alert(1)' },
    ];
    for (const part of wrong) {
      assert.throws(() => buildCalendar({ ...INVITE, ...part } as CalendarInput), CalendarError);
    }
  });
});

describe('folding', () => {
  const octets = (text: string) => new TextEncoder().encode(text).length;
  it('keeps lines within 75 octets and characters whole', () => {
    for (const unit of ['a', 'é', '日', '😀']) {
      const line = `SUMMARY:${unit.repeat(120)}`;
      const folded = fold(line);
      for (const part of lines(folded)) {
        assert.ok(octets(part) <= 75, `${octets(part)}`);
        assert.ok(!/[\ud800-\udbff]$/.test(part), 'a character was cut');
      }
      assert.equal(folded.replaceAll('\r\n ', ''), line);
    }
  });
  it('falls between what a reader sees as characters', () => {
    for (const unit of ['👩‍👩‍👧', '🇳🇬', 'e\u0302\u0303', 'कि', '\u1112\u1161\u11ab']) {
      for (const before of ['', 'x', 'xx', 'xxx']) {
        const line = `SUMMARY:${before}${unit.repeat(40)}`;
        const parts = lines(fold(line));
        assert.equal(fold(line).replaceAll('\r\n ', ''), line);
        for (const part of parts.slice(1)) assert.ok(part.startsWith(` ${unit}`), `${unit} is cut: ${part}`);
        assert.ok(parts.every((part) => octets(part) <= 75));
      }
    }
  });
  it('cuts a pile of accents between code points, because it fits no line', () => {
    const line = `SUMMARY:e${'\u0301'.repeat(200)}`;
    assert.ok(lines(fold(line)).every((part) => octets(part) <= 75));
    assert.equal(fold(line).replaceAll('\r\n ', ''), line);
  });
  it('leaves 75 octets alone and folds 76', () => {
    assert.equal(fold('x'.repeat(75)), 'x'.repeat(75));
    assert.equal(fold('x'.repeat(76)), `${'x'.repeat(75)}\r\n x`);
  });
});

describe('the address of a participant', () => {
  const uri = (email: string) =>
    /ATTENDEE;.*:(mailto:.*)/.exec(
      buildCalendar({ ...INVITE, attendee: { name: 'T', email } } as CalendarInput).replaceAll('\r\n ', ''),
    )?.[1];
  it('is a URI that says the same', () => {
    for (const [email, expected] of [
      ['tessa@example.com', 'mailto:tessa@example.com'],
      ["o'neil+tag@example.com", "mailto:o'neil+tag@example.com"],
      ['a%b@example.com', 'mailto:a%25b@example.com'],
      ['a?b=c&d#e/f@example.com', 'mailto:a%3Fb%3Dc%26d%23e%2Ff@example.com'],
      ['{a}|^`$!*~@example.com', 'mailto:%7Ba%7D%7C%5E%60$!*~@example.com'],
      ['müller@exämple.de', 'mailto:m%C3%BCller@ex%C3%A4mple.de'],
    ] as const) {
      assert.equal(uri(email), expected);
      assert.equal(decodeURIComponent(new URL(expected).pathname), email);
    }
  });
});

it('escapes backslash, comma, semicolon and newline', () => {
  assert.equal(escapeText('a\\b, c; d\ne'), 'a\\\\b\\, c\\; d\\ne');
});
