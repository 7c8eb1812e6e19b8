import { Findings, groupBy } from '../rig/check/findings.js';
import type { Verdict } from '../rig/check/verdict.js';
import type { ClientSeen, Message, Seen } from './seen.js';

/** Number of the invariant: an acknowledged message is stored, in order, once, and reaches every member. */
const CHAT = 7;

/** Holds what clients saw against what the REST API shows, with nothing of the product. */
export function check({ rooms, clients }: Seen): Pick<Verdict, 'rules' | 'violations'> {
  const findings = new Findings();
  const shown = new Map(rooms.map((room) => [room.id, room.messages]));
  const of = (client: ClientSeen): readonly Message[] => shown.get(client.room) ?? [];
  for (const { id, messages } of rooms) checkRoom(findings, id, messages);
  for (const client of clients) {
    checkSending(findings, client, of(client));
    checkFollowing(findings, client);
    checkHolding(findings, client, of(client));
    findings.each(CHAT, 'a correct client is refused nothing', [client], ({ name, refusals }) =>
      refusals.length > 0 ? `${name}: ${refusals.join(', ')}` : null,
    );
  }
  return { rules: findings.table(), violations: findings.violations };
}

function checkRoom(findings: Findings, room: string, messages: readonly Message[]): void {
  findings.each(
    CHAT,
    'the messages of a room count from 1, in order, without a gap',
    messages.entries(),
    ([at, one]) => (one.seq === at + 1 ? null : `room ${room}: seq ${one.seq} in place ${at + 1}`),
  );
  const sent = messages.filter(({ clientMessageId }) => clientMessageId !== null);
  const alike = groupBy(sent, ({ sender, clientMessageId }) => `${sender} ${clientMessageId}`);
  findings.each(CHAT, 'what a client sends once is stored once', alike.values(), ([one, ...others]) =>
    others.length === 0 ? null : `room ${room}: ${one?.clientMessageId} is stored ${others.length + 1} times`,
  );
}

function checkSending(findings: Findings, client: ClientSeen, messages: readonly Message[]): void {
  const { name, user, acknowledged, repeats } = client;
  const stored = new Map(messages.map((message) => [message.id, message]));
  findings.each(CHAT, 'an acknowledged message is stored as it was acknowledged', acknowledged, (told) => {
    const found = stored.get(told.id);
    if (!found) return `${name}: ${told.clientMessageId} is not there`;
    const same = found.seq === told.seq && found.sender === user && found.clientMessageId === told.clientMessageId;
    return same ? null : `${name}: ${told.clientMessageId} is there as another message`;
  });
  findings.each(CHAT, 'a message says what was acknowledged last', acknowledged, (told) => {
    const found = stored.get(told.id);
    return !found || found.message === told.says ? null : `${name}: ${told.clientMessageId} says something else`;
  });
  findings.each(CHAT, 'messages of a client stand in the order of sending', acknowledged.entries(), ([at, told]) => {
    const before = acknowledged[at - 1];
    return !before || before.seq < told.seq ? null : `${name}: ${told.clientMessageId} stands before an earlier one`;
  });
  const known = new Map(acknowledged.map((told) => [told.clientMessageId, told.id]));
  findings.each(CHAT, 'a repeat is answered with the message that it repeats', repeats, (repeat) =>
    repeat.duplicate && known.get(repeat.clientMessageId) === repeat.id
      ? null
      : `${name}: a repeat of ${repeat.clientMessageId} was answered as a message of its own`,
  );
}

function checkFollowing(findings: Findings, { name, followed }: ClientSeen): void {
  const all = followed.flatMap(({ from, revs }) => revs.map((rev, at) => ({ rev, last: revs[at - 1] ?? from })));
  findings.each(CHAT, 'changes come in their order, once, without a gap, on each connection', all, ({ rev, last }) =>
    rev === last + 1 ? null : `${name}: rev ${rev} came after ${last}`,
  );
}

function checkHolding(findings: Findings, { name, holds }: ClientSeen, messages: readonly Message[]): void {
  findings.each(CHAT, 'a client has each message of its room, as it is', messages, (message) => {
    const held = holds.get(message.id);
    if (!held) return `${name}: seq ${message.seq} never came`;
    return isSame(held, message) ? null : `${name}: seq ${message.seq} is another than the one that came`;
  });
  const stored = new Set(messages.map(({ id }) => id));
  findings.each(CHAT, 'a client has nothing that is not in its room', holds.values(), ({ id, seq }) =>
    stored.has(id) ? null : `${name}: seq ${seq} is not in the room`,
  );
}

function isSame(one: Message, other: Message): boolean {
  return (Object.keys(one) as (keyof Message)[]).every((member) => one[member] === other[member]);
}
