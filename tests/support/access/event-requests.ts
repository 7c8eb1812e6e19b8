import { randomUUID } from 'node:crypto';
import type { ClientEvent } from '../../../src/domain/chat/live.js';
import type { Caller } from './callers.js';
import type { Named } from './requests.js';
import type { Records } from './scene.js';

/** What one event of the live channel sends, and whose the room is that it names; left out: it names no record. */
export interface EventRequest {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly names?: Named;
}

type Maker = (records: Records, caller: Caller) => EventRequest;

const aboutRoom =
  (more: (records: Records) => Readonly<Record<string, unknown>> = () => ({})): Maker =>
  (records) => ({
    payload: { room_id: records.room, ...more(records) },
    names: { clinicId: records.clinicId, patientId: records.patient, doctorId: records.doctor },
  });

/** An event of every kind, for the walk. */
export const EVENT_REQUESTS: Readonly<Record<ClientEvent, Maker>> = {
  'room:join': aboutRoom(),
  // Whoever is not in a room may leave it all the same.
  'room:leave': (records) => ({ payload: { room_id: records.room } }),
  'message:send': aboutRoom(() => ({ message: 'Walk', client_message_id: randomUUID() })),
  'message:edit': aboutRoom(({ message }) => ({ id: message, message: 'Walk on' })),
  'message:delete': aboutRoom(({ message }) => ({ id: message })),
  'message:read': aboutRoom(() => ({ up_to: 1 })),
  typing: aboutRoom(),
  'session:renew': (_, { token }) => ({ payload: { token } }),
};
