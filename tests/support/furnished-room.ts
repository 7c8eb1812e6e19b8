import { randomUUID } from 'node:crypto';

interface RoomOf {
  /** Of the clinic. */
  readonly id: string;
  readonly room: string;
  readonly appointment: string;
  readonly doctor: string;
  readonly patient: string;
  readonly now: Date;
}

/** A chat room with one row of all that a room can have. */
export function roomRows({ id, room, appointment, doctor, patient, now }: RoomOf): [string, Record<string, unknown>][] {
  const message = randomUUID();
  return [
    ['chat_rooms', { id: room, clinic_id: id, appointment_id: appointment, status: 'active', opens_at: now }],
    ['chat_members', { room_id: room, user_id: doctor, clinic_id: id, role: 'doctor', joined_at: now }],
    ['chat_members', { room_id: room, user_id: patient, clinic_id: id, role: 'patient', joined_at: now }],
    [
      'chat_messages',
      {
        id: message,
        room_id: room,
        seq: 1,
        rev: 1,
        kind: 'text',
        sender_id: patient,
        sender_role: 'patient',
        content_mac: 'x',
        sent_at: now,
      },
    ],
    [
      'chat_changes',
      { room_id: room, rev: 1, message_id: message, version: 1, kind: 'sent', body_sealed: 'x', changed_at: now },
    ],
    [
      'chat_attachments',
      {
        id: randomUUID(),
        room_id: room,
        uploader_id: patient,
        document: randomUUID(),
        name_sealed: 'x',
        content_type: 'application/pdf',
        size: 1,
        created_at: now,
        message_id: message,
        place: 1,
      },
    ],
    [
      'chat_transcripts',
      {
        room_id: room,
        clinic_id: id,
        json_document: randomUUID(),
        pdf_document: randomUUID(),
        begun_at: now,
        json_sha256: '0'.repeat(64),
        pdf_sha256: '0'.repeat(64),
      },
    ],
    ['chat_receipts', { room_id: room, user_id: doctor, up_to: 1, read_at: now }],
    ...[doctor, patient].map((user): [string, Record<string, unknown>] => [
      'notices',
      {
        ...{ id: randomUUID(), user_id: user, clinic_id: id, kind: 'unread_messages', room_id: room },
        ...{ appointment_id: appointment, created_at: now },
      },
    ]),
  ];
}
