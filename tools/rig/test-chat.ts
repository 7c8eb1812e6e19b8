import { randomUUID } from 'node:crypto';
import { type ClientSeen, type Message, nothingSeen } from './chat/seen.js';
import type { ChatFact, RoomReading } from './facts.js';

/** Whose room it is. */
export interface ChatParties {
  readonly clinic: string;
  readonly appointment: string;
  readonly doctor: string;
  readonly patient: string;
}

type Speaker = readonly [id: string, role: string];

/** A chat in which all is well: what stands in the tables, what its clients saw, and what everybody reads of it. */
export interface TestChat {
  readonly rows: readonly (readonly [table: string, row: Readonly<Record<string, unknown>>])[];
  readonly fact: ChatFact;
  readonly readings: readonly RoomReading[];
}

/** Doctor and patient have said one thing each; the patient's was sent twice and changed. Somebody else saw nothing of it. */
export function testChat({ clinic, appointment, doctor, patient }: ChatParties): TestChat {
  const [room, stranger] = [randomUUID(), randomUUID()];
  const fact: ChatFact = { room, patientId: patient, clients: [], outsiders: [], unsure: new Set() };
  const said = [says(fact, [patient, 'patient'], 'Good morning', 1), says(fact, [doctor, 'doctor'], 'Hello', 2)];
  const [own] = fact.clients;
  const [first] = own?.acknowledged ?? [];
  if (first) own?.repeats.push({ clientMessageId: first.clientMessageId, id: first.id, duplicate: true });
  for (const { followed, holds } of fact.clients) {
    followed.push({ from: 0, revs: [1, 2] });
    for (const message of said) holds.set(message.id, message);
  }
  fact.outsiders.push(nothingSeen('stranger', room, stranger));
  const now = new Date();
  const rows = [
    [
      'chat_rooms',
      {
        ...{ id: room, clinic_id: clinic, appointment_id: appointment, status: 'active', opens_at: now },
        ...{ last_seq: said.length, last_rev: said.length },
      },
    ],
    ...(
      [
        [doctor, 'doctor'],
        [patient, 'patient'],
      ] as const
    ).map(
      ([user, role]) =>
        ['chat_members', { room_id: room, user_id: user, clinic_id: clinic, role, joined_at: now }] as const,
    ),
    ...said.map(
      ({ id, seq, rev, sender, clientMessageId }) =>
        [
          'chat_messages',
          {
            ...{ id, room_id: room, seq, rev, kind: 'text', sender_id: sender, sent_at: now, content_mac: '' },
            ...{ sender_role: sender === doctor ? 'doctor' : 'patient', client_message_id: clientMessageId },
          },
        ] as const,
    ),
  ] as const;
  const read = (reader: string) => ({ room, reader, status: 200, messages: said });
  const readings = [read(patient), read(doctor), { room, reader: stranger, status: 404, messages: [] }];
  return { rows, fact, readings };
}

function says({ room, clients }: ChatFact, [user, name]: Speaker, message: string, seq: number): Message {
  const seen: ClientSeen = nothingSeen(name, room, user);
  const told = { clientMessageId: `${name}-1`, id: randomUUID(), seq, says: message };
  seen.acknowledged.push(told);
  clients.push(seen);
  return { id: told.id, seq, rev: seq, message, sender: user, clientMessageId: told.clientMessageId };
}
