import type { ClientSeen, Message } from '../chat/seen.js';
import { type Findings, groupBy } from './findings.js';

/** Number of the invariant: an acknowledged message is stored, in order, once, and reaches every member. */
export const CHAT = 7;

/** The messages of a room, as somebody reads all of them. */
export function checkRoom(findings: Findings, room: string, messages: readonly Message[]): void {
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

/** What a client was told of its own messages, against what the room shows. */
export function checkSending(findings: Findings, client: ClientSeen, messages: readonly Message[]): void {
  const { name, user, acknowledged, repeats } = client;
  const stored = new Map(messages.map((message) => [message.id, message]));
  findings.each(CHAT, 'an acknowledged message is stored as it was acknowledged', acknowledged, (told) => {
    const found = stored.get(told.id);
    if (!found) return `${name}: ${told.clientMessageId} is not there`;
    const same = found.seq === told.seq && found.sender === user && found.clientMessageId === told.clientMessageId;
    return same ? null : `${name}: ${told.clientMessageId} is there as another message`;
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

/** The words of a client's messages, once it has been answered everything that it asked. */
export function checkWording(
  findings: Findings,
  { name, acknowledged }: ClientSeen,
  messages: readonly Message[],
): void {
  const stored = new Map(messages.map((message) => [message.id, message]));
  findings.each(CHAT, 'a message says what was acknowledged last', acknowledged, (told) => {
    const found = stored.get(told.id);
    return !found || found.message === told.says ? null : `${name}: ${told.clientMessageId} says something else`;
  });
}

/** What came to a client on each of its connections. */
export function checkFollowing(findings: Findings, { name, followed }: ClientSeen): void {
  const all = followed.flatMap(({ from, revs }) => revs.map((rev, at) => ({ rev, last: revs[at - 1] ?? from })));
  findings.each(CHAT, 'changes come in their order, once, without a gap, on each connection', all, ({ rev, last }) =>
    rev === last + 1 ? null : `${name}: rev ${rev} came after ${last}`,
  );
}
