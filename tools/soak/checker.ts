import type { ClientSeen, Message, Seen } from '../rig/chat/seen.js';
import { CHAT, checkFollowing, checkRoom, checkSending, checkWording } from '../rig/check/chat.js';
import { Findings } from '../rig/check/findings.js';
import type { Verdict } from '../rig/check/verdict.js';

/** Holds what clients saw against what the REST API shows, with nothing of the product. */
export function check({ rooms, clients }: Seen): Pick<Verdict, 'rules' | 'violations'> {
  const findings = new Findings();
  const shown = new Map(rooms.map((room) => [room.id, room.messages]));
  const of = (client: ClientSeen): readonly Message[] => shown.get(client.room) ?? [];
  for (const { id, messages } of rooms) checkRoom(findings, id, messages);
  for (const client of clients) {
    checkSending(findings, client, of(client));
    checkWording(findings, client, of(client));
    checkFollowing(findings, client);
    checkHolding(findings, client, of(client));
    findings.each(CHAT, 'a correct client is refused nothing', [client], ({ name, refusals }) =>
      refusals.length > 0 ? `${name}: ${refusals.join(', ')}` : null,
    );
  }
  return { rules: findings.table(), violations: findings.violations };
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
