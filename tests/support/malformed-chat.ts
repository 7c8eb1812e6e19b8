import { CLIENT_EVENTS, type ClientEvent } from '../../src/domain/chat/live.js';
import type { Random } from '../../tools/rig/random.js';

/** An event as no correct client sends it. */
export interface MalformedEvent {
  readonly name: ClientEvent;
  /** What is sent before the acknowledgement. */
  readonly given: readonly unknown[];
}

/** An upload that no room takes: the body of a request, with its type. */
export interface MalformedUpload {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const NAMES = Object.keys(CLIENT_EVENTS) as readonly ClientEvent[];
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const NO_TEXT: readonly unknown[] = [
  7,
  -1,
  1e308,
  true,
  [],
  {},
  ['x'],
  { $gt: '' },
  { toString: 'x' },
  Buffer.from('x'),
];
const NO_ID: readonly unknown[] = [
  ...NO_TEXT,
  ...[
    '',
    ' ',
    'x',
    UNKNOWN,
    `{${UNKNOWN}}`,
    `${UNKNOWN} `,
    "'; drop table chat_rooms; --",
    '../../etc/passwd',
    '\u0000',
  ],
  'x'.repeat(50_000),
];
const NO_MESSAGE: readonly unknown[] = [
  ...NO_TEXT,
  ...['', ' \n\t ', 'a\u0000b', 'a\u001b[31m', '\ud800', 'x\udfff', 'a\u202eb\u0007', '\u200b', 'x'.repeat(4_001)],
  'é'.repeat(30_000),
];
const NO_CLIENT_ID: readonly unknown[] = [...NO_TEXT, '', 'a b', 'é', 'x'.repeat(65), 'a\nb', '\u0000'];
const NO_COUNT: readonly unknown[] = [-1, 1.5, 1e308, 2 ** 31, '1', '', true, [], {}, [1], Buffer.from([1])];
const NO_TOKEN: readonly unknown[] = [...NO_TEXT, '', 'x', 'a.b.c', `eyJhbGciOiJub25lIn0.e30.`, 'x'.repeat(20_000)];
const NO_LIST: readonly unknown[] = [
  'x',
  7,
  {},
  [7],
  [{}],
  [null],
  ['x'],
  [UNKNOWN],
  Array(11).fill(UNKNOWN),
  nested(80),
];
const NO_PAYLOAD: readonly unknown[] = [null, 7, 'x', true, [], [{}], Buffer.alloc(2_000), nested(200)];

/** What each member must not be. A member that may be left out is no `null` here: that would be one left out. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  // Whoever is not in a room may leave it: an id that no room has is nothing malformed.
  room_id: [...NO_ID.filter((value) => value !== UNKNOWN), null],
  id: [...NO_ID, null],
  message: [...NO_MESSAGE, null],
  client_message_id: [...NO_CLIENT_ID, null],
  reply_to: NO_ID.filter((value) => value !== UNKNOWN),
  attachments: NO_LIST,
  since: NO_COUNT,
  up_to: [...NO_COUNT, null],
  token: [...NO_TOKEN, null],
};
const MEMBERS: Readonly<Record<ClientEvent, readonly string[]>> = {
  'room:join': ['room_id', 'since'],
  'room:leave': ['room_id'],
  'message:send': ['room_id', 'message', 'client_message_id', 'reply_to', 'attachments'],
  'message:edit': ['room_id', 'id', 'message'],
  'message:delete': ['room_id', 'id'],
  'message:read': ['room_id', 'up_to'],
  typing: ['room_id'],
  'session:renew': ['token'],
};
const OPTIONAL = new Set(['since', 'reply_to', 'attachments']);
const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'roomId', 'user', 'sender', '', '$where', 'a'.repeat(5_000)];

/** An event of which one thing, at least, is wrong: a member, one too many, one too few, or the payload as a whole. */
export function malformedEvent(random: Random, room: string): MalformedEvent {
  const name = random.pick(NAMES);
  const members = MEMBERS[name];
  const right: Readonly<Record<string, unknown>> = {
    ...{ room_id: room, id: UNKNOWN, message: 'Good morning', client_message_id: `m${random.between(0, 1e9)}` },
    ...{ reply_to: null, attachments: [], since: 0, up_to: 0, token: 'x' },
  };
  const payload = Object.fromEntries(members.map((member) => [member, right[member]]));
  const how = random.weighted({ wrong: 12, missing: 3, odd: 3, payload: 3, none: 1 });
  if (how === 'none') return { name, given: [] };
  if (how === 'payload') return { name, given: [random.pick(NO_PAYLOAD), ...random.pick([[], [1], [{}, 'x']])] };
  if (how === 'odd') {
    // As JSON has it: an own member of that name.
    const odd: object = JSON.parse(`{${JSON.stringify(random.pick(ODD_NAMES))}:{"x":1}}`);
    return { name, given: [Object.assign(Object.create(null), payload, Object.fromEntries(Object.entries(odd)))] };
  }
  const member = random.pick(members.filter((one) => how === 'wrong' || !OPTIONAL.has(one)));
  const { [member]: _, ...others } = payload;
  return { name, given: [how === 'missing' ? others : { ...payload, [member]: random.pick(WRONG[member] ?? []) }] };
}

/** Lists in lists, so deep. */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let at = 0; at < depth; at += 1) value = [value];
  return value;
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const WEBP = Buffer.from('RIFF\u0010\u0000\u0000\u0000WEBPVP8 ', 'latin1');

/** A PNG of so many pixels, by what it says. */
const png = (width: number, height: number, rest: Buffer) => {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([PNG, size, Buffer.from('0806000000', 'hex'), rest]);
};

/** A file that the gate refuses, whichever name it has. */
function malformedFile(random: Random): Buffer {
  const noise = Buffer.from(Array.from({ length: random.between(0, 400) }, () => random.between(0, 255)));
  const how = random.weighted({ empty: 1, noise: 3, png: 3, huge: 2, jpeg: 3, webp: 2, text: 2, program: 1, large: 1 });
  switch (how) {
    case 'empty':
      return Buffer.alloc(0);
    case 'noise':
      return Buffer.concat([Buffer.from([random.between(0, 36)]), noise]);
    case 'png':
      return Buffer.concat([PNG.subarray(0, random.between(4, PNG.length)), noise]);
    case 'huge':
      return png(random.pick([0, 65_535, 2 ** 31 - 1]), random.pick([0, 65_535, 2 ** 31 - 1]), noise);
    case 'jpeg':
      return Buffer.concat([JPEG.subarray(0, random.between(3, JPEG.length)), noise]);
    case 'webp':
      return Buffer.concat([WEBP, noise]);
    case 'text':
      return Buffer.from(random.pick(['Hello', '<svg onload="alert(1)"/>', '<!doctype html><script>1</script>', '{}']));
    case 'program':
      return Buffer.concat([Buffer.from(random.pick(['MZ', '\u007fELF', 'PK\u0003\u0004', '#!/bin/sh\n'])), noise]);
    case 'large':
      return Buffer.alloc(300_000, 0x41);
  }
}

const FILE_NAMES = [
  'a.png',
  'a.jpg',
  'scan.pdf',
  'a',
  '',
  '../../a.png',
  'a\\b.png',
  'x'.repeat(3_000),
  'é.webp',
  'a\u0001.png',
];

/** An upload of which the form, its part or the file is wrong. */
export function malformedUpload(random: Random): MalformedUpload {
  const boundary = `b${random.between(0, 1e9)}`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const part = (field: string, name: string, file: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n`),
      Buffer.from(`Content-Type: ${random.pick(['image/png', 'application/pdf', 'text/html', 'x', ''])}\r\n\r\n`),
      file,
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from(`--${boundary}--\r\n`);
  const name = random.pick(FILE_NAMES);
  const whole = Buffer.concat([part('file', name, malformedFile(random)), end]);
  const how = random.weighted({ file: 12, field: 2, two: 1, cut: 2, noForm: 2, boundary: 1, nothing: 1 });
  switch (how) {
    case 'file':
      return form(contentType, whole);
    case 'field':
      return form(contentType, Buffer.concat([part(random.pick(['files', 'File', '__proto__', '']), name, JPEG), end]));
    case 'two':
      return form(contentType, Buffer.concat([part('file', name, JPEG), part('file', name, JPEG), end]));
    case 'cut':
      return form(contentType, whole.subarray(0, random.between(0, whole.length - 1)));
    case 'noForm':
      return form(random.pick(['image/png', 'application/json', 'text/plain', 'multipart/mixed; boundary=x']), JPEG);
    case 'boundary':
      return form(random.pick(['multipart/form-data', 'multipart/form-data; boundary=', contentType]), JPEG);
    case 'nothing':
      return form(contentType, end);
  }
}

function form(contentType: string, body: Buffer): MalformedUpload {
  return { contentType, body: new Uint8Array(body) };
}
