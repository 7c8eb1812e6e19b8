import type { ClientSeen } from '../../rig/chat/seen.js';
import { CHAT, checkFollowing, checkRoom, checkSending, checkWording } from '../../rig/check/chat.js';
import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { World } from '../../rig/check/world.js';

/** From the confirmation on a visit has its room. */
const WITH_A_ROOM = new Set(['booked', 'in_progress', 'completed', 'no_show']);
/** Answers that tell an outsider nothing. */
const TELLS_NOTHING = new Set([403, 404]);

/** Invariant 7: what was acknowledged is there, in order, once, for every member and for nobody else; and check-ins. */
export function checkChats(world: World, findings: Findings): void {
  checkRows(world, findings);
  const { chats, readings } = world.facts;
  const present = world.chatMembers.filter((member) => member.left_at === null);
  const members = new Set(present.map(({ room_id: room, user_id: user }) => `${room} ${user}`));
  const acknowledged = groupBy(
    chats.flatMap((chat) => chat.clients),
    ({ room }) => room,
  );
  const inside = readings.filter(({ room, reader }) => members.has(`${room} ${reader}`));
  findings.each(CHAT, 'every member reads every acknowledged message, once', inside, ({ room, reader, ...read }) => {
    if (read.status !== 200) return `room ${room}: its member ${reader} was answered ${read.status}`;
    const copies = groupBy(read.messages, ({ id }) => id);
    const told = (acknowledged.get(room) ?? []).flatMap((client) => client.acknowledged);
    const wrong = told.find(({ id }) => copies.get(id)?.length !== 1);
    return wrong
      ? `room ${room}: ${reader} reads ${wrong.clientMessageId} ${copies.get(wrong.id)?.length ?? 0} times`
      : null;
  });
  for (const { room, messages } of inside) checkRoom(findings, room, messages);
  const outside = readings.filter(({ room, reader }) => !members.has(`${room} ${reader}`));
  findings.each(CHAT, 'nobody outside reads a room', outside, ({ room, reader, status }) =>
    TELLS_NOTHING.has(status) ? null : `room ${room}: ${reader}, who is no member, was answered ${status}`,
  );
  findings.each(
    CHAT,
    'nobody outside follows a room',
    chats.flatMap((chat) => chat.outsiders),
    ({ room, user, followed, holds }) =>
      followed.length > 0 || holds.size > 0 ? `room ${room}: ${user}, who is no member, joined it` : null,
  );
  checkClients(world, findings);
}

/** What clients were told of their own messages, against what the patient reads in the end. */
function checkClients({ facts }: World, findings: Findings): void {
  for (const chat of facts.chats) {
    const read = facts.readings.find(({ room, reader }) => room === chat.room && reader === chat.patientId);
    const messages = read?.messages ?? [];
    const stored = new Set(messages.map(({ id }) => id));
    for (const client of chat.clients) {
      checkSending(findings, client, messages);
      if (!chat.unsure.has(client.name)) checkWording(findings, client, messages);
      checkFollowing(findings, client);
      findings.each(CHAT, 'a client has nothing that is not in its room', client.holds.values(), ({ id, seq }) =>
        stored.has(id) ? null : `${client.name}: seq ${seq} is not in room ${chat.room}`,
      );
    }
  }
}

/** Of the rows alone. */
function checkRows(world: World, findings: Findings): void {
  const { facts, chatRooms, chatMembers, chatMessages } = world;
  const messages = groupBy(chatMessages, (row) => row.room_id);
  findings.each(CHAT, 'a room counts its messages without a gap', chatRooms, (room) => {
    const rows = [...(messages.get(room.id) ?? [])].sort((one, other) => one.seq - other.seq);
    const gap = rows.findIndex(({ seq }, at) => seq !== at + 1);
    if (gap >= 0) return `room ${room.id}: seq ${rows[gap]?.seq} in place ${gap + 1}`;
    return rows.length === room.last_seq ? null : `room ${room.id}: ${rows.length} messages, counted ${room.last_seq}`;
  });
  const sent = chatMessages.filter((row) => row.client_message_id !== null);
  const alike = groupBy(sent, (row) => `${row.room_id} ${row.sender_id} ${row.client_message_id}`);
  findings.each(CHAT, 'what a client sends once is stored once', alike, ([key, rows]) =>
    rows.length > 1 ? key : null,
  );
  const clients = new Map<string, ClientSeen>(
    facts.chats.flatMap((chat) => chat.clients.map((client): [string, ClientSeen] => [client.name, client])),
  );
  findings.each(CHAT, 'a message comes from a client of the room', sent, (row) => {
    const client = clients.get(row.client_message_id?.replace(/-\d+$/, '') ?? '');
    return client?.user === row.sender_id && client.room === row.room_id ? null : `${row.client_message_id}`;
  });
  const rooms = groupBy(chatRooms, (room) => room.appointment_id);
  const members = groupBy(
    chatMembers.filter((member) => member.left_at === null),
    (member) => member.room_id,
  );
  const visits = world.appointments.filter((row) => WITH_A_ROOM.has(row.status));
  findings.each(CHAT, 'a visit has one room, with its doctor and its patient', visits, (visit) => {
    const [room, ...others] = rooms.get(visit.id) ?? [];
    if (!room || others.length > 0) return `${visit.status} ${visit.id}: ${others.length + (room ? 1 : 0)} rooms`;
    const present = (members.get(room.id) ?? []).map((member) => member.user_id).sort();
    const wanted = [visit.doctor_id, visit.patient_id].sort();
    return present.join() === wanted.join() ? null : `room ${room.id}: ${present.length} members, or others`;
  });
  const byId = new Map(world.appointments.map((row) => [row.id, row]));
  const checkedIn = facts.checkIns.filter(({ outcome }) => outcome === 'done');
  findings.each(CHAT, 'an acknowledged check-in is recorded', checkedIn, ({ appointmentId }) =>
    byId.get(appointmentId)?.checked_in_at ? null : `${appointmentId} was not checked in`,
  );
}
